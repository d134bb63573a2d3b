-- name "PLAIN"
CREATE SCHEMA IF NOT EXISTS "D1 PLAIN"."S PLAIN"

-- name "MiXed Case"
CREATE SCHEMA IF NOT EXISTS "D1 MiXed Case"."S MiXed Case"

-- name "quo\"te"
CREATE SCHEMA IF NOT EXISTS "D1 quo""te"."S quo""te"

-- name "apo'strophe; --"
CREATE SCHEMA IF NOT EXISTS "D1 apo'strophe; --"."S apo'strophe; --"

-- name "SELECT"
CREATE SCHEMA IF NOT EXISTS "D1 SELECT"."S SELECT"

-- name "été 日本"
CREATE SCHEMA IF NOT EXISTS "D1 été 日本"."S été 日本"

-- name "50%_off"
CREATE SCHEMA IF NOT EXISTS "D1 50%_off"."S 50%_off"

-- name "do$$llar"
CREATE SCHEMA IF NOT EXISTS "D1 do$$llar"."S do$$llar"

-- name "back\\slash"
CREATE SCHEMA IF NOT EXISTS "D1 back\slash"."S back\slash"

-- name "new\nline"
CREATE SCHEMA IF NOT EXISTS "D1 new
line"."S new
line"

-- name "/* c */"
CREATE SCHEMA IF NOT EXISTS "D1 /* c */"."S /* c */"

-- name "?"
CREATE SCHEMA IF NOT EXISTS "D1 ?"."S ?"

-- name ":x"
CREATE SCHEMA IF NOT EXISTS "D1 :x"."S :x"

