-- name "PLAIN"
CREATE OR REPLACE VIEW "D1 PLAIN"."S PLAIN"."PLAIN" COPY GRANTS COMMENT = 'c\'PLAIN' as select * from t

-- name "MiXed Case"
CREATE OR REPLACE VIEW "D1 MiXed Case"."S MiXed Case"."MiXed Case" COPY GRANTS COMMENT = 'c\'MiXed Case' as select * from t

-- name "quo\"te"
CREATE OR REPLACE VIEW "D1 quo""te"."S quo""te"."quo""te" COPY GRANTS COMMENT = 'c\'quo"te' as select * from t

-- name "apo'strophe; --"
CREATE OR REPLACE VIEW "D1 apo'strophe; --"."S apo'strophe; --"."apo'strophe; --" COPY GRANTS COMMENT = 'c\'apo\'strophe; --' as select * from t

-- name "SELECT"
CREATE OR REPLACE VIEW "D1 SELECT"."S SELECT"."SELECT" COPY GRANTS COMMENT = 'c\'SELECT' as select * from t

-- name "été 日本"
CREATE OR REPLACE VIEW "D1 été 日本"."S été 日本"."été 日本" COPY GRANTS COMMENT = 'c\'été 日本' as select * from t

-- name "50%_off"
CREATE OR REPLACE VIEW "D1 50%_off"."S 50%_off"."50%_off" COPY GRANTS COMMENT = 'c\'50%_off' as select * from t

-- name "do$$llar"
CREATE OR REPLACE VIEW "D1 do$$llar"."S do$$llar"."do$$llar" COPY GRANTS COMMENT = 'c\'do$$llar' as select * from t

-- name "back\\slash"
CREATE OR REPLACE VIEW "D1 back\slash"."S back\slash"."back\slash" COPY GRANTS COMMENT = 'c\'back\\slash' as select * from t

-- name "new\nline"
CREATE OR REPLACE VIEW "D1 new
line"."S new
line"."new
line" COPY GRANTS COMMENT = 'c\'new\nline' as select * from t

-- name "/* c */"
CREATE OR REPLACE VIEW "D1 /* c */"."S /* c */"."/* c */" COPY GRANTS COMMENT = 'c\'/* c */' as select * from t

-- name "?"
CREATE OR REPLACE VIEW "D1 ?"."S ?"."?" COPY GRANTS COMMENT = 'c\'?' as select * from t

-- name ":x"
CREATE OR REPLACE VIEW "D1 :x"."S :x".":x" COPY GRANTS COMMENT = 'c\':x' as select * from t

