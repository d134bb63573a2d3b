-- name "PLAIN"
GRANT SELECT ON TABLE "D1 PLAIN"."S PLAIN"."PLAIN" TO ROLE "R PLAIN" WITH GRANT OPTION

-- name "MiXed Case"
GRANT SELECT ON TABLE "D1 MiXed Case"."S MiXed Case"."MiXed Case" TO ROLE "R MiXed Case" WITH GRANT OPTION

-- name "quo\"te"
GRANT SELECT ON TABLE "D1 quo""te"."S quo""te"."quo""te" TO ROLE "R quo""te" WITH GRANT OPTION

-- name "apo'strophe; --"
GRANT SELECT ON TABLE "D1 apo'strophe; --"."S apo'strophe; --"."apo'strophe; --" TO ROLE "R apo'strophe; --" WITH GRANT OPTION

-- name "SELECT"
GRANT SELECT ON TABLE "D1 SELECT"."S SELECT"."SELECT" TO ROLE "R SELECT" WITH GRANT OPTION

-- name "été 日本"
GRANT SELECT ON TABLE "D1 été 日本"."S été 日本"."été 日本" TO ROLE "R été 日本" WITH GRANT OPTION

-- name "50%_off"
GRANT SELECT ON TABLE "D1 50%_off"."S 50%_off"."50%_off" TO ROLE "R 50%_off" WITH GRANT OPTION

-- name "do$$llar"
GRANT SELECT ON TABLE "D1 do$$llar"."S do$$llar"."do$$llar" TO ROLE "R do$$llar" WITH GRANT OPTION

-- name "back\\slash"
GRANT SELECT ON TABLE "D1 back\slash"."S back\slash"."back\slash" TO ROLE "R back\slash" WITH GRANT OPTION

-- name "new\nline"
GRANT SELECT ON TABLE "D1 new
line"."S new
line"."new
line" TO ROLE "R new
line" WITH GRANT OPTION

-- name "/* c */"
GRANT SELECT ON TABLE "D1 /* c */"."S /* c */"."/* c */" TO ROLE "R /* c */" WITH GRANT OPTION

-- name "?"
GRANT SELECT ON TABLE "D1 ?"."S ?"."?" TO ROLE "R ?" WITH GRANT OPTION

-- name ":x"
GRANT SELECT ON TABLE "D1 :x"."S :x".":x" TO ROLE "R :x" WITH GRANT OPTION

