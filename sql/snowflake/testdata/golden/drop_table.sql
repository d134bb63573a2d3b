-- name "PLAIN"
DROP TABLE "D1 PLAIN"."S PLAIN"."PLAIN"

-- name "MiXed Case"
DROP TABLE "D1 MiXed Case"."S MiXed Case"."MiXed Case"

-- name "quo\"te"
DROP TABLE "D1 quo""te"."S quo""te"."quo""te"

-- name "apo'strophe; --"
DROP TABLE "D1 apo'strophe; --"."S apo'strophe; --"."apo'strophe; --"

-- name "SELECT"
DROP TABLE "D1 SELECT"."S SELECT"."SELECT"

-- name "été 日本"
DROP TABLE "D1 été 日本"."S été 日本"."été 日本"

-- name "50%_off"
DROP TABLE "D1 50%_off"."S 50%_off"."50%_off"

-- name "do$$llar"
DROP TABLE "D1 do$$llar"."S do$$llar"."do$$llar"

-- name "back\\slash"
DROP TABLE "D1 back\slash"."S back\slash"."back\slash"

-- name "new\nline"
DROP TABLE "D1 new
line"."S new
line"."new
line"

-- name "/* c */"
DROP TABLE "D1 /* c */"."S /* c */"."/* c */"

-- name "?"
DROP TABLE "D1 ?"."S ?"."?"

-- name ":x"
DROP TABLE "D1 :x"."S :x".":x"

