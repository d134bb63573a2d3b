-- name "PLAIN"
CREATE VIEW "D1 PLAIN"."S PLAIN"."PLAIN" COMMENT = 'c\'PLAIN' as select * from t

-- name "MiXed Case"
CREATE VIEW "D1 MiXed Case"."S MiXed Case"."MiXed Case" COMMENT = 'c\'MiXed Case' as select * from t

-- name "quo\"te"
CREATE VIEW "D1 quo""te"."S quo""te"."quo""te" COMMENT = 'c\'quo"te' as select * from t

-- name "apo'strophe; --"
CREATE VIEW "D1 apo'strophe; --"."S apo'strophe; --"."apo'strophe; --" COMMENT = 'c\'apo\'strophe; --' as select * from t

-- name "SELECT"
CREATE VIEW "D1 SELECT"."S SELECT"."SELECT" COMMENT = 'c\'SELECT' as select * from t

-- name "été 日本"
CREATE VIEW "D1 été 日本"."S été 日本"."été 日本" COMMENT = 'c\'été 日本' as select * from t

-- name "50%_off"
CREATE VIEW "D1 50%_off"."S 50%_off"."50%_off" COMMENT = 'c\'50%_off' as select * from t

-- name "do$$llar"
CREATE VIEW "D1 do$$llar"."S do$$llar"."do$$llar" COMMENT = 'c\'do$$llar' as select * from t

-- name "back\\slash"
CREATE VIEW "D1 back\slash"."S back\slash"."back\slash" COMMENT = 'c\'back\\slash' as select * from t

-- name "new\nline"
CREATE VIEW "D1 new
line"."S new
line"."new
line" COMMENT = 'c\'new\nline' as select * from t

-- name "/* c */"
CREATE VIEW "D1 /* c */"."S /* c */"."/* c */" COMMENT = 'c\'/* c */' as select * from t

-- name "?"
CREATE VIEW "D1 ?"."S ?"."?" COMMENT = 'c\'?' as select * from t

-- name ":x"
CREATE VIEW "D1 :x"."S :x".":x" COMMENT = 'c\':x' as select * from t

