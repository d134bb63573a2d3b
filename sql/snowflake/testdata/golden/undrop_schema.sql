-- name "PLAIN"
UNDROP SCHEMA "D1 PLAIN"."S PLAIN"

-- name "MiXed Case"
UNDROP SCHEMA "D1 MiXed Case"."S MiXed Case"

-- name "quo\"te"
UNDROP SCHEMA "D1 quo""te"."S quo""te"

-- name "apo'strophe; --"
UNDROP SCHEMA "D1 apo'strophe; --"."S apo'strophe; --"

-- name "SELECT"
UNDROP SCHEMA "D1 SELECT"."S SELECT"

-- name "été 日本"
UNDROP SCHEMA "D1 été 日本"."S été 日本"

-- name "50%_off"
UNDROP SCHEMA "D1 50%_off"."S 50%_off"

-- name "do$$llar"
UNDROP SCHEMA "D1 do$$llar"."S do$$llar"

-- name "back\\slash"
UNDROP SCHEMA "D1 back\slash"."S back\slash"

-- name "new\nline"
UNDROP SCHEMA "D1 new
line"."S new
line"

-- name "/* c */"
UNDROP SCHEMA "D1 /* c */"."S /* c */"

-- name "?"
UNDROP SCHEMA "D1 ?"."S ?"

-- name ":x"
UNDROP SCHEMA "D1 :x"."S :x"

