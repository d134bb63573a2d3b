-- name "PLAIN"
DROP DATABASE "D1 PLAIN"

-- name "MiXed Case"
DROP DATABASE "D1 MiXed Case"

-- name "quo\"te"
DROP DATABASE "D1 quo""te"

-- name "apo'strophe; --"
DROP DATABASE "D1 apo'strophe; --"

-- name "SELECT"
DROP DATABASE "D1 SELECT"

-- name "été 日本"
DROP DATABASE "D1 été 日本"

-- name "50%_off"
DROP DATABASE "D1 50%_off"

-- name "do$$llar"
DROP DATABASE "D1 do$$llar"

-- name "back\\slash"
DROP DATABASE "D1 back\slash"

-- name "new\nline"
DROP DATABASE "D1 new
line"

-- name "/* c */"
DROP DATABASE "D1 /* c */"

-- name "?"
DROP DATABASE "D1 ?"

-- name ":x"
DROP DATABASE "D1 :x"

