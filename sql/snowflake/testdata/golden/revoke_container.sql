-- name "PLAIN"
REVOKE CREATE SCHEMA ON DATABASE "D1 PLAIN" FROM ROLE "R PLAIN"

-- name "MiXed Case"
REVOKE CREATE SCHEMA ON DATABASE "D1 MiXed Case" FROM ROLE "R MiXed Case"

-- name "quo\"te"
REVOKE CREATE SCHEMA ON DATABASE "D1 quo""te" FROM ROLE "R quo""te"

-- name "apo'strophe; --"
REVOKE CREATE SCHEMA ON DATABASE "D1 apo'strophe; --" FROM ROLE "R apo'strophe; --"

-- name "SELECT"
REVOKE CREATE SCHEMA ON DATABASE "D1 SELECT" FROM ROLE "R SELECT"

-- name "été 日本"
REVOKE CREATE SCHEMA ON DATABASE "D1 été 日本" FROM ROLE "R été 日本"

-- name "50%_off"
REVOKE CREATE SCHEMA ON DATABASE "D1 50%_off" FROM ROLE "R 50%_off"

-- name "do$$llar"
REVOKE CREATE SCHEMA ON DATABASE "D1 do$$llar" FROM ROLE "R do$$llar"

-- name "back\\slash"
REVOKE CREATE SCHEMA ON DATABASE "D1 back\slash" FROM ROLE "R back\slash"

-- name "new\nline"
REVOKE CREATE SCHEMA ON DATABASE "D1 new
line" FROM ROLE "R new
line"

-- name "/* c */"
REVOKE CREATE SCHEMA ON DATABASE "D1 /* c */" FROM ROLE "R /* c */"

-- name "?"
REVOKE CREATE SCHEMA ON DATABASE "D1 ?" FROM ROLE "R ?"

-- name ":x"
REVOKE CREATE SCHEMA ON DATABASE "D1 :x" FROM ROLE "R :x"

