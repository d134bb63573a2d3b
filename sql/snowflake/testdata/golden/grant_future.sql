-- name "PLAIN"
GRANT SELECT ON FUTURE MASKING POLICIES IN SCHEMA "D1 PLAIN"."S PLAIN" TO ROLE "R PLAIN"

-- name "MiXed Case"
GRANT SELECT ON FUTURE MASKING POLICIES IN SCHEMA "D1 MiXed Case"."S MiXed Case" TO ROLE "R MiXed Case"

-- name "quo\"te"
GRANT SELECT ON FUTURE MASKING POLICIES IN SCHEMA "D1 quo""te"."S quo""te" TO ROLE "R quo""te"

-- name "apo'strophe; --"
GRANT SELECT ON FUTURE MASKING POLICIES IN SCHEMA "D1 apo'strophe; --"."S apo'strophe; --" TO ROLE "R apo'strophe; --"

-- name "SELECT"
GRANT SELECT ON FUTURE MASKING POLICIES IN SCHEMA "D1 SELECT"."S SELECT" TO ROLE "R SELECT"

-- name "été 日本"
GRANT SELECT ON FUTURE MASKING POLICIES IN SCHEMA "D1 été 日本"."S été 日本" TO ROLE "R été 日本"

-- name "50%_off"
GRANT SELECT ON FUTURE MASKING POLICIES IN SCHEMA "D1 50%_off"."S 50%_off" TO ROLE "R 50%_off"

-- name "do$$llar"
GRANT SELECT ON FUTURE MASKING POLICIES IN SCHEMA "D1 do$$llar"."S do$$llar" TO ROLE "R do$$llar"

-- name "back\\slash"
GRANT SELECT ON FUTURE MASKING POLICIES IN SCHEMA "D1 back\slash"."S back\slash" TO ROLE "R back\slash"

-- name "new\nline"
GRANT SELECT ON FUTURE MASKING POLICIES IN SCHEMA "D1 new
line"."S new
line" TO ROLE "R new
line"

-- name "/* c */"
GRANT SELECT ON FUTURE MASKING POLICIES IN SCHEMA "D1 /* c */"."S /* c */" TO ROLE "R /* c */"

-- name "?"
GRANT SELECT ON FUTURE MASKING POLICIES IN SCHEMA "D1 ?"."S ?" TO ROLE "R ?"

-- name ":x"
GRANT SELECT ON FUTURE MASKING POLICIES IN SCHEMA "D1 :x"."S :x" TO ROLE "R :x"

