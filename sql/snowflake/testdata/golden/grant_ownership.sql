-- name "PLAIN"
GRANT OWNERSHIP ON SCHEMA "D1 PLAIN"."S PLAIN" TO ROLE "R PLAIN" COPY CURRENT GRANTS

-- name "MiXed Case"
GRANT OWNERSHIP ON SCHEMA "D1 MiXed Case"."S MiXed Case" TO ROLE "R MiXed Case" COPY CURRENT GRANTS

-- name "quo\"te"
GRANT OWNERSHIP ON SCHEMA "D1 quo""te"."S quo""te" TO ROLE "R quo""te" COPY CURRENT GRANTS

-- name "apo'strophe; --"
GRANT OWNERSHIP ON SCHEMA "D1 apo'strophe; --"."S apo'strophe; --" TO ROLE "R apo'strophe; --" COPY CURRENT GRANTS

-- name "SELECT"
GRANT OWNERSHIP ON SCHEMA "D1 SELECT"."S SELECT" TO ROLE "R SELECT" COPY CURRENT GRANTS

-- name "été 日本"
GRANT OWNERSHIP ON SCHEMA "D1 été 日本"."S été 日本" TO ROLE "R été 日本" COPY CURRENT GRANTS

-- name "50%_off"
GRANT OWNERSHIP ON SCHEMA "D1 50%_off"."S 50%_off" TO ROLE "R 50%_off" COPY CURRENT GRANTS

-- name "do$$llar"
GRANT OWNERSHIP ON SCHEMA "D1 do$$llar"."S do$$llar" TO ROLE "R do$$llar" COPY CURRENT GRANTS

-- name "back\\slash"
GRANT OWNERSHIP ON SCHEMA "D1 back\slash"."S back\slash" TO ROLE "R back\slash" COPY CURRENT GRANTS

-- name "new\nline"
GRANT OWNERSHIP ON SCHEMA "D1 new
line"."S new
line" TO ROLE "R new
line" COPY CURRENT GRANTS

-- name "/* c */"
GRANT OWNERSHIP ON SCHEMA "D1 /* c */"."S /* c */" TO ROLE "R /* c */" COPY CURRENT GRANTS

-- name "?"
GRANT OWNERSHIP ON SCHEMA "D1 ?"."S ?" TO ROLE "R ?" COPY CURRENT GRANTS

-- name ":x"
GRANT OWNERSHIP ON SCHEMA "D1 :x"."S :x" TO ROLE "R :x" COPY CURRENT GRANTS

