-- name "PLAIN"
CREATE DATABASE "D2 PLAIN" CLONE "D1 PLAIN"

-- name "MiXed Case"
CREATE DATABASE "D2 MiXed Case" CLONE "D1 MiXed Case"

-- name "quo\"te"
CREATE DATABASE "D2 quo""te" CLONE "D1 quo""te"

-- name "apo'strophe; --"
CREATE DATABASE "D2 apo'strophe; --" CLONE "D1 apo'strophe; --"

-- name "SELECT"
CREATE DATABASE "D2 SELECT" CLONE "D1 SELECT"

-- name "été 日本"
CREATE DATABASE "D2 été 日本" CLONE "D1 été 日本"

-- name "50%_off"
CREATE DATABASE "D2 50%_off" CLONE "D1 50%_off"

-- name "do$$llar"
CREATE DATABASE "D2 do$$llar" CLONE "D1 do$$llar"

-- name "back\\slash"
CREATE DATABASE "D2 back\slash" CLONE "D1 back\slash"

-- name "new\nline"
CREATE DATABASE "D2 new
line" CLONE "D1 new
line"

-- name "/* c */"
CREATE DATABASE "D2 /* c */" CLONE "D1 /* c */"

-- name "?"
CREATE DATABASE "D2 ?" CLONE "D1 ?"

-- name ":x"
CREATE DATABASE "D2 :x" CLONE "D1 :x"

