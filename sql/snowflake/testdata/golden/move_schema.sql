-- name "PLAIN"
ALTER SCHEMA "D1 PLAIN"."S PLAIN" RENAME TO "D2 PLAIN"."S PLAIN"

-- name "MiXed Case"
ALTER SCHEMA "D1 MiXed Case"."S MiXed Case" RENAME TO "D2 MiXed Case"."S MiXed Case"

-- name "quo\"te"
ALTER SCHEMA "D1 quo""te"."S quo""te" RENAME TO "D2 quo""te"."S quo""te"

-- name "apo'strophe; --"
ALTER SCHEMA "D1 apo'strophe; --"."S apo'strophe; --" RENAME TO "D2 apo'strophe; --"."S apo'strophe; --"

-- name "SELECT"
ALTER SCHEMA "D1 SELECT"."S SELECT" RENAME TO "D2 SELECT"."S SELECT"

-- name "été 日本"
ALTER SCHEMA "D1 été 日本"."S été 日本" RENAME TO "D2 été 日本"."S été 日本"

-- name "50%_off"
ALTER SCHEMA "D1 50%_off"."S 50%_off" RENAME TO "D2 50%_off"."S 50%_off"

-- name "do$$llar"
ALTER SCHEMA "D1 do$$llar"."S do$$llar" RENAME TO "D2 do$$llar"."S do$$llar"

-- name "back\\slash"
ALTER SCHEMA "D1 back\slash"."S back\slash" RENAME TO "D2 back\slash"."S back\slash"

-- name "new\nline"
ALTER SCHEMA "D1 new
line"."S new
line" RENAME TO "D2 new
line"."S new
line"

-- name "/* c */"
ALTER SCHEMA "D1 /* c */"."S /* c */" RENAME TO "D2 /* c */"."S /* c */"

-- name "?"
ALTER SCHEMA "D1 ?"."S ?" RENAME TO "D2 ?"."S ?"

-- name ":x"
ALTER SCHEMA "D1 :x"."S :x" RENAME TO "D2 :x"."S :x"

