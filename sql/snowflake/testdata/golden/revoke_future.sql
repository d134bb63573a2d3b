-- name "PLAIN"
REVOKE SELECT ON FUTURE TABLES IN SCHEMA "D1 PLAIN"."S PLAIN" FROM ROLE "R PLAIN"

-- name "MiXed Case"
REVOKE SELECT ON FUTURE TABLES IN SCHEMA "D1 MiXed Case"."S MiXed Case" FROM ROLE "R MiXed Case"

-- name "quo\"te"
REVOKE SELECT ON FUTURE TABLES IN SCHEMA "D1 quo""te"."S quo""te" FROM ROLE "R quo""te"

-- name "apo'strophe; --"
REVOKE SELECT ON FUTURE TABLES IN SCHEMA "D1 apo'strophe; --"."S apo'strophe; --" FROM ROLE "R apo'strophe; --"

-- name "SELECT"
REVOKE SELECT ON FUTURE TABLES IN SCHEMA "D1 SELECT"."S SELECT" FROM ROLE "R SELECT"

-- name "été 日本"
REVOKE SELECT ON FUTURE TABLES IN SCHEMA "D1 été 日本"."S été 日本" FROM ROLE "R été 日本"

-- name "50%_off"
REVOKE SELECT ON FUTURE TABLES IN SCHEMA "D1 50%_off"."S 50%_off" FROM ROLE "R 50%_off"

-- name "do$$llar"
REVOKE SELECT ON FUTURE TABLES IN SCHEMA "D1 do$$llar"."S do$$llar" FROM ROLE "R do$$llar"

-- name "back\\slash"
REVOKE SELECT ON FUTURE TABLES IN SCHEMA "D1 back\slash"."S back\slash" FROM ROLE "R back\slash"

-- name "new\nline"
REVOKE SELECT ON FUTURE TABLES IN SCHEMA "D1 new
line"."S new
line" FROM ROLE "R new
line"

-- name "/* c */"
REVOKE SELECT ON FUTURE TABLES IN SCHEMA "D1 /* c */"."S /* c */" FROM ROLE "R /* c */"

-- name "?"
REVOKE SELECT ON FUTURE TABLES IN SCHEMA "D1 ?"."S ?" FROM ROLE "R ?"

-- name ":x"
REVOKE SELECT ON FUTURE TABLES IN SCHEMA "D1 :x"."S :x" FROM ROLE "R :x"

