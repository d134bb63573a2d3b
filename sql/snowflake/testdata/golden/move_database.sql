-- name "PLAIN"
ALTER DATABASE "D1 PLAIN" RENAME TO "D2 PLAIN"

-- name "MiXed Case"
ALTER DATABASE "D1 MiXed Case" RENAME TO "D2 MiXed Case"

-- name "quo\"te"
ALTER DATABASE "D1 quo""te" RENAME TO "D2 quo""te"

-- name "apo'strophe; --"
ALTER DATABASE "D1 apo'strophe; --" RENAME TO "D2 apo'strophe; --"

-- name "SELECT"
ALTER DATABASE "D1 SELECT" RENAME TO "D2 SELECT"

-- name "été 日本"
ALTER DATABASE "D1 été 日本" RENAME TO "D2 été 日本"

-- name "50%_off"
ALTER DATABASE "D1 50%_off" RENAME TO "D2 50%_off"

-- name "do$$llar"
ALTER DATABASE "D1 do$$llar" RENAME TO "D2 do$$llar"

-- name "back\\slash"
ALTER DATABASE "D1 back\slash" RENAME TO "D2 back\slash"

-- name "new\nline"
ALTER DATABASE "D1 new
line" RENAME TO "D2 new
line"

-- name "/* c */"
ALTER DATABASE "D1 /* c */" RENAME TO "D2 /* c */"

-- name "?"
ALTER DATABASE "D1 ?" RENAME TO "D2 ?"

-- name ":x"
ALTER DATABASE "D1 :x" RENAME TO "D2 :x"

