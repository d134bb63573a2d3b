-- name "PLAIN"
GRANT SELECT ON TABLE "D1 PLAIN"."S PLAIN"."PLAIN" TO SHARE "R PLAIN"

-- name "MiXed Case"
GRANT SELECT ON TABLE "D1 MiXed Case"."S MiXed Case"."MiXed Case" TO SHARE "R MiXed Case"

-- name "quo\"te"
GRANT SELECT ON TABLE "D1 quo""te"."S quo""te"."quo""te" TO SHARE "R quo""te"

-- name "apo'strophe; --"
GRANT SELECT ON TABLE "D1 apo'strophe; --"."S apo'strophe; --"."apo'strophe; --" TO SHARE "R apo'strophe; --"

-- name "SELECT"
GRANT SELECT ON TABLE "D1 SELECT"."S SELECT"."SELECT" TO SHARE "R SELECT"

-- name "été 日本"
GRANT SELECT ON TABLE "D1 été 日本"."S été 日本"."été 日本" TO SHARE "R été 日本"

-- name "50%_off"
GRANT SELECT ON TABLE "D1 50%_off"."S 50%_off"."50%_off" TO SHARE "R 50%_off"

-- name "do$$llar"
GRANT SELECT ON TABLE "D1 do$$llar"."S do$$llar"."do$$llar" TO SHARE "R do$$llar"

-- name "back\\slash"
GRANT SELECT ON TABLE "D1 back\slash"."S back\slash"."back\slash" TO SHARE "R back\slash"

-- name "new\nline"
GRANT SELECT ON TABLE "D1 new
line"."S new
line"."new
line" TO SHARE "R new
line"

-- name "/* c */"
GRANT SELECT ON TABLE "D1 /* c */"."S /* c */"."/* c */" TO SHARE "R /* c */"

-- name "?"
GRANT SELECT ON TABLE "D1 ?"."S ?"."?" TO SHARE "R ?"

-- name ":x"
GRANT SELECT ON TABLE "D1 :x"."S :x".":x" TO SHARE "R :x"

