-- name "PLAIN"
GRANT SELECT ON TABLE "D1 PLAIN"."S PLAIN"."PLAIN" TO DATABASE ROLE "D1 PLAIN"."R PLAIN"

-- name "MiXed Case"
GRANT SELECT ON TABLE "D1 MiXed Case"."S MiXed Case"."MiXed Case" TO DATABASE ROLE "D1 MiXed Case"."R MiXed Case"

-- name "quo\"te"
GRANT SELECT ON TABLE "D1 quo""te"."S quo""te"."quo""te" TO DATABASE ROLE "D1 quo""te"."R quo""te"

-- name "apo'strophe; --"
GRANT SELECT ON TABLE "D1 apo'strophe; --"."S apo'strophe; --"."apo'strophe; --" TO DATABASE ROLE "D1 apo'strophe; --"."R apo'strophe; --"

-- name "SELECT"
GRANT SELECT ON TABLE "D1 SELECT"."S SELECT"."SELECT" TO DATABASE ROLE "D1 SELECT"."R SELECT"

-- name "été 日本"
GRANT SELECT ON TABLE "D1 été 日本"."S été 日本"."été 日本" TO DATABASE ROLE "D1 été 日本"."R été 日本"

-- name "50%_off"
GRANT SELECT ON TABLE "D1 50%_off"."S 50%_off"."50%_off" TO DATABASE ROLE "D1 50%_off"."R 50%_off"

-- name "do$$llar"
GRANT SELECT ON TABLE "D1 do$$llar"."S do$$llar"."do$$llar" TO DATABASE ROLE "D1 do$$llar"."R do$$llar"

-- name "back\\slash"
GRANT SELECT ON TABLE "D1 back\slash"."S back\slash"."back\slash" TO DATABASE ROLE "D1 back\slash"."R back\slash"

-- name "new\nline"
GRANT SELECT ON TABLE "D1 new
line"."S new
line"."new
line" TO DATABASE ROLE "D1 new
line"."R new
line"

-- name "/* c */"
GRANT SELECT ON TABLE "D1 /* c */"."S /* c */"."/* c */" TO DATABASE ROLE "D1 /* c */"."R /* c */"

-- name "?"
GRANT SELECT ON TABLE "D1 ?"."S ?"."?" TO DATABASE ROLE "D1 ?"."R ?"

-- name ":x"
GRANT SELECT ON TABLE "D1 :x"."S :x".":x" TO DATABASE ROLE "D1 :x"."R :x"

