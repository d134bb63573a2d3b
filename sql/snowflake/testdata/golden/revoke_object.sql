-- name "PLAIN"
REVOKE SELECT ON TABLE "D1 PLAIN"."S PLAIN"."PLAIN" FROM ROLE "R PLAIN"

-- name "MiXed Case"
REVOKE SELECT ON TABLE "D1 MiXed Case"."S MiXed Case"."MiXed Case" FROM ROLE "R MiXed Case"

-- name "quo\"te"
REVOKE SELECT ON TABLE "D1 quo""te"."S quo""te"."quo""te" FROM ROLE "R quo""te"

-- name "apo'strophe; --"
REVOKE SELECT ON TABLE "D1 apo'strophe; --"."S apo'strophe; --"."apo'strophe; --" FROM ROLE "R apo'strophe; --"

-- name "SELECT"
REVOKE SELECT ON TABLE "D1 SELECT"."S SELECT"."SELECT" FROM ROLE "R SELECT"

-- name "été 日本"
REVOKE SELECT ON TABLE "D1 été 日本"."S été 日本"."été 日本" FROM ROLE "R été 日本"

-- name "50%_off"
REVOKE SELECT ON TABLE "D1 50%_off"."S 50%_off"."50%_off" FROM ROLE "R 50%_off"

-- name "do$$llar"
REVOKE SELECT ON TABLE "D1 do$$llar"."S do$$llar"."do$$llar" FROM ROLE "R do$$llar"

-- name "back\\slash"
REVOKE SELECT ON TABLE "D1 back\slash"."S back\slash"."back\slash" FROM ROLE "R back\slash"

-- name "new\nline"
REVOKE SELECT ON TABLE "D1 new
line"."S new
line"."new
line" FROM ROLE "R new
line"

-- name "/* c */"
REVOKE SELECT ON TABLE "D1 /* c */"."S /* c */"."/* c */" FROM ROLE "R /* c */"

-- name "?"
REVOKE SELECT ON TABLE "D1 ?"."S ?"."?" FROM ROLE "R ?"

-- name ":x"
REVOKE SELECT ON TABLE "D1 :x"."S :x".":x" FROM ROLE "R :x"

