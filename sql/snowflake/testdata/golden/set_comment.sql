-- name "PLAIN"
COMMENT ON SCHEMA "D1 PLAIN"."S PLAIN" IS 'it\'s PLAIN'

-- name "MiXed Case"
COMMENT ON SCHEMA "D1 MiXed Case"."S MiXed Case" IS 'it\'s MiXed Case'

-- name "quo\"te"
COMMENT ON SCHEMA "D1 quo""te"."S quo""te" IS 'it\'s quo"te'

-- name "apo'strophe; --"
COMMENT ON SCHEMA "D1 apo'strophe; --"."S apo'strophe; --" IS 'it\'s apo\'strophe; --'

-- name "SELECT"
COMMENT ON SCHEMA "D1 SELECT"."S SELECT" IS 'it\'s SELECT'

-- name "été 日本"
COMMENT ON SCHEMA "D1 été 日本"."S été 日本" IS 'it\'s été 日本'

-- name "50%_off"
COMMENT ON SCHEMA "D1 50%_off"."S 50%_off" IS 'it\'s 50%_off'

-- name "do$$llar"
COMMENT ON SCHEMA "D1 do$$llar"."S do$$llar" IS 'it\'s do$$llar'

-- name "back\\slash"
COMMENT ON SCHEMA "D1 back\slash"."S back\slash" IS 'it\'s back\\slash'

-- name "new\nline"
COMMENT ON SCHEMA "D1 new
line"."S new
line" IS 'it\'s new\nline'

-- name "/* c */"
COMMENT ON SCHEMA "D1 /* c */"."S /* c */" IS 'it\'s /* c */'

-- name "?"
COMMENT ON SCHEMA "D1 ?"."S ?" IS 'it\'s ?'

-- name ":x"
COMMENT ON SCHEMA "D1 :x"."S :x" IS 'it\'s :x'

