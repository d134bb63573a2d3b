-- name "PLAIN"
UNDROP DATABASE "D1 PLAIN"

-- name "MiXed Case"
UNDROP DATABASE "D1 MiXed Case"

-- name "quo\"te"
UNDROP DATABASE "D1 quo""te"

-- name "apo'strophe; --"
UNDROP DATABASE "D1 apo'strophe; --"

-- name "SELECT"
UNDROP DATABASE "D1 SELECT"

-- name "été 日本"
UNDROP DATABASE "D1 été 日本"

-- name "50%_off"
UNDROP DATABASE "D1 50%_off"

-- name "do$$llar"
UNDROP DATABASE "D1 do$$llar"

-- name "back\\slash"
UNDROP DATABASE "D1 back\slash"

-- name "new\nline"
UNDROP DATABASE "D1 new
line"

-- name "/* c */"
UNDROP DATABASE "D1 /* c */"

-- name "?"
UNDROP DATABASE "D1 ?"

-- name ":x"
UNDROP DATABASE "D1 :x"

