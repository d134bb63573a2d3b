-- name "PLAIN"
DROP SCHEMA "D1 PLAIN"."S PLAIN" CASCADE

-- name "MiXed Case"
DROP SCHEMA "D1 MiXed Case"."S MiXed Case" CASCADE

-- name "quo\"te"
DROP SCHEMA "D1 quo""te"."S quo""te" CASCADE

-- name "apo'strophe; --"
DROP SCHEMA "D1 apo'strophe; --"."S apo'strophe; --" CASCADE

-- name "SELECT"
DROP SCHEMA "D1 SELECT"."S SELECT" CASCADE

-- name "été 日本"
DROP SCHEMA "D1 été 日本"."S été 日本" CASCADE

-- name "50%_off"
DROP SCHEMA "D1 50%_off"."S 50%_off" CASCADE

-- name "do$$llar"
DROP SCHEMA "D1 do$$llar"."S do$$llar" CASCADE

-- name "back\\slash"
DROP SCHEMA "D1 back\slash"."S back\slash" CASCADE

-- name "new\nline"
DROP SCHEMA "D1 new
line"."S new
line" CASCADE

-- name "/* c */"
DROP SCHEMA "D1 /* c */"."S /* c */" CASCADE

-- name "?"
DROP SCHEMA "D1 ?"."S ?" CASCADE

-- name ":x"
DROP SCHEMA "D1 :x"."S :x" CASCADE

