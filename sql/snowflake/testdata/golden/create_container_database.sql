-- name "PLAIN"
CREATE DATABASE IF NOT EXISTS "D1 PLAIN"

-- name "MiXed Case"
CREATE DATABASE IF NOT EXISTS "D1 MiXed Case"

-- name "quo\"te"
CREATE DATABASE IF NOT EXISTS "D1 quo""te"

-- name "apo'strophe; --"
CREATE DATABASE IF NOT EXISTS "D1 apo'strophe; --"

-- name "SELECT"
CREATE DATABASE IF NOT EXISTS "D1 SELECT"

-- name "été 日本"
CREATE DATABASE IF NOT EXISTS "D1 été 日本"

-- name "50%_off"
CREATE DATABASE IF NOT EXISTS "D1 50%_off"

-- name "do$$llar"
CREATE DATABASE IF NOT EXISTS "D1 do$$llar"

-- name "back\\slash"
CREATE DATABASE IF NOT EXISTS "D1 back\slash"

-- name "new\nline"
CREATE DATABASE IF NOT EXISTS "D1 new
line"

-- name "/* c */"
CREATE DATABASE IF NOT EXISTS "D1 /* c */"

-- name "?"
CREATE DATABASE IF NOT EXISTS "D1 ?"

-- name ":x"
CREATE DATABASE IF NOT EXISTS "D1 :x"

