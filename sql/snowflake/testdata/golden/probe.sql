-- name "PLAIN"
SELECT * FROM "D1 PLAIN"."S PLAIN"."PLAIN" LIMIT 0

-- name "MiXed Case"
SELECT * FROM "D1 MiXed Case"."S MiXed Case"."MiXed Case" LIMIT 0

-- name "quo\"te"
SELECT * FROM "D1 quo""te"."S quo""te"."quo""te" LIMIT 0

-- name "apo'strophe; --"
SELECT * FROM "D1 apo'strophe; --"."S apo'strophe; --"."apo'strophe; --" LIMIT 0

-- name "SELECT"
SELECT * FROM "D1 SELECT"."S SELECT"."SELECT" LIMIT 0

-- name "été 日本"
SELECT * FROM "D1 été 日本"."S été 日本"."été 日本" LIMIT 0

-- name "50%_off"
SELECT * FROM "D1 50%_off"."S 50%_off"."50%_off" LIMIT 0

-- name "do$$llar"
SELECT * FROM "D1 do$$llar"."S do$$llar"."do$$llar" LIMIT 0

-- name "back\\slash"
SELECT * FROM "D1 back\slash"."S back\slash"."back\slash" LIMIT 0

-- name "new\nline"
SELECT * FROM "D1 new
line"."S new
line"."new
line" LIMIT 0

-- name "/* c */"
SELECT * FROM "D1 /* c */"."S /* c */"."/* c */" LIMIT 0

-- name "?"
SELECT * FROM "D1 ?"."S ?"."?" LIMIT 0

-- name ":x"
SELECT * FROM "D1 :x"."S :x".":x" LIMIT 0

