-- name "PLAIN"
EXECUTE IMMEDIATE $$
BEGIN
  LET fence INTEGER := (SELECT COUNT(*) FROM "STATE PLAIN"."CUTOVER"."LEASE" WHERE ENVIRONMENT = 'prod PLAIN' AND FENCE = 3 AND OWNER <> '' AND EXPIRES_AT > CURRENT_TIMESTAMP());
  IF (fence = 0) THEN RETURN 'lease lost'; END IF;
  CREATE OR REPLACE VIEW "D1 PLAIN"."S PLAIN"."PLAIN" COPY GRANTS COMMENT = 'c\'PLAIN' as select * from t;
  RETURN 'done';
END;
$$

-- name "MiXed Case"
EXECUTE IMMEDIATE $$
BEGIN
  LET fence INTEGER := (SELECT COUNT(*) FROM "STATE MiXed Case"."CUTOVER"."LEASE" WHERE ENVIRONMENT = 'prod MiXed Case' AND FENCE = 3 AND OWNER <> '' AND EXPIRES_AT > CURRENT_TIMESTAMP());
  IF (fence = 0) THEN RETURN 'lease lost'; END IF;
  CREATE OR REPLACE VIEW "D1 MiXed Case"."S MiXed Case"."MiXed Case" COPY GRANTS COMMENT = 'c\'MiXed Case' as select * from t;
  RETURN 'done';
END;
$$

-- name "quo\"te"
EXECUTE IMMEDIATE $$
BEGIN
  LET fence INTEGER := (SELECT COUNT(*) FROM "STATE quo""te"."CUTOVER"."LEASE" WHERE ENVIRONMENT = 'prod quo"te' AND FENCE = 3 AND OWNER <> '' AND EXPIRES_AT > CURRENT_TIMESTAMP());
  IF (fence = 0) THEN RETURN 'lease lost'; END IF;
  CREATE OR REPLACE VIEW "D1 quo""te"."S quo""te"."quo""te" COPY GRANTS COMMENT = 'c\'quo"te' as select * from t;
  RETURN 'done';
END;
$$

-- name "apo'strophe; --"
EXECUTE IMMEDIATE $$
BEGIN
  LET fence INTEGER := (SELECT COUNT(*) FROM "STATE apo'strophe; --"."CUTOVER"."LEASE" WHERE ENVIRONMENT = 'prod apo\'strophe; --' AND FENCE = 3 AND OWNER <> '' AND EXPIRES_AT > CURRENT_TIMESTAMP());
  IF (fence = 0) THEN RETURN 'lease lost'; END IF;
  CREATE OR REPLACE VIEW "D1 apo'strophe; --"."S apo'strophe; --"."apo'strophe; --" COPY GRANTS COMMENT = 'c\'apo\'strophe; --' as select * from t;
  RETURN 'done';
END;
$$

-- name "SELECT"
EXECUTE IMMEDIATE $$
BEGIN
  LET fence INTEGER := (SELECT COUNT(*) FROM "STATE SELECT"."CUTOVER"."LEASE" WHERE ENVIRONMENT = 'prod SELECT' AND FENCE = 3 AND OWNER <> '' AND EXPIRES_AT > CURRENT_TIMESTAMP());
  IF (fence = 0) THEN RETURN 'lease lost'; END IF;
  CREATE OR REPLACE VIEW "D1 SELECT"."S SELECT"."SELECT" COPY GRANTS COMMENT = 'c\'SELECT' as select * from t;
  RETURN 'done';
END;
$$

-- name "été 日本"
EXECUTE IMMEDIATE $$
BEGIN
  LET fence INTEGER := (SELECT COUNT(*) FROM "STATE été 日本"."CUTOVER"."LEASE" WHERE ENVIRONMENT = 'prod été 日本' AND FENCE = 3 AND OWNER <> '' AND EXPIRES_AT > CURRENT_TIMESTAMP());
  IF (fence = 0) THEN RETURN 'lease lost'; END IF;
  CREATE OR REPLACE VIEW "D1 été 日本"."S été 日本"."été 日本" COPY GRANTS COMMENT = 'c\'été 日本' as select * from t;
  RETURN 'done';
END;
$$

-- name "50%_off"
EXECUTE IMMEDIATE $$
BEGIN
  LET fence INTEGER := (SELECT COUNT(*) FROM "STATE 50%_off"."CUTOVER"."LEASE" WHERE ENVIRONMENT = 'prod 50%_off' AND FENCE = 3 AND OWNER <> '' AND EXPIRES_AT > CURRENT_TIMESTAMP());
  IF (fence = 0) THEN RETURN 'lease lost'; END IF;
  CREATE OR REPLACE VIEW "D1 50%_off"."S 50%_off"."50%_off" COPY GRANTS COMMENT = 'c\'50%_off' as select * from t;
  RETURN 'done';
END;
$$

-- name "do$$llar"
EXECUTE IMMEDIATE '\nBEGIN\n  LET fence INTEGER := (SELECT COUNT(*) FROM "STATE do$$llar"."CUTOVER"."LEASE" WHERE ENVIRONMENT = \'prod do$$llar\' AND FENCE = 3 AND OWNER <> \'\' AND EXPIRES_AT > CURRENT_TIMESTAMP());\n  IF (fence = 0) THEN RETURN \'lease lost\'; END IF;\n  CREATE OR REPLACE VIEW "D1 do$$llar"."S do$$llar"."do$$llar" COPY GRANTS COMMENT = \'c\\\'do$$llar\' as select * from t;\n  RETURN \'done\';\nEND;\n'

-- name "back\\slash"
EXECUTE IMMEDIATE $$
BEGIN
  LET fence INTEGER := (SELECT COUNT(*) FROM "STATE back\slash"."CUTOVER"."LEASE" WHERE ENVIRONMENT = 'prod back\\slash' AND FENCE = 3 AND OWNER <> '' AND EXPIRES_AT > CURRENT_TIMESTAMP());
  IF (fence = 0) THEN RETURN 'lease lost'; END IF;
  CREATE OR REPLACE VIEW "D1 back\slash"."S back\slash"."back\slash" COPY GRANTS COMMENT = 'c\'back\\slash' as select * from t;
  RETURN 'done';
END;
$$

-- name "new\nline"
EXECUTE IMMEDIATE $$
BEGIN
  LET fence INTEGER := (SELECT COUNT(*) FROM "STATE new
line"."CUTOVER"."LEASE" WHERE ENVIRONMENT = 'prod new\nline' AND FENCE = 3 AND OWNER <> '' AND EXPIRES_AT > CURRENT_TIMESTAMP());
  IF (fence = 0) THEN RETURN 'lease lost'; END IF;
  CREATE OR REPLACE VIEW "D1 new
line"."S new
line"."new
line" COPY GRANTS COMMENT = 'c\'new\nline' as select * from t;
  RETURN 'done';
END;
$$

-- name "/* c */"
EXECUTE IMMEDIATE $$
BEGIN
  LET fence INTEGER := (SELECT COUNT(*) FROM "STATE /* c */"."CUTOVER"."LEASE" WHERE ENVIRONMENT = 'prod /* c */' AND FENCE = 3 AND OWNER <> '' AND EXPIRES_AT > CURRENT_TIMESTAMP());
  IF (fence = 0) THEN RETURN 'lease lost'; END IF;
  CREATE OR REPLACE VIEW "D1 /* c */"."S /* c */"."/* c */" COPY GRANTS COMMENT = 'c\'/* c */' as select * from t;
  RETURN 'done';
END;
$$

-- name "?"
EXECUTE IMMEDIATE $$
BEGIN
  LET fence INTEGER := (SELECT COUNT(*) FROM "STATE ?"."CUTOVER"."LEASE" WHERE ENVIRONMENT = 'prod ?' AND FENCE = 3 AND OWNER <> '' AND EXPIRES_AT > CURRENT_TIMESTAMP());
  IF (fence = 0) THEN RETURN 'lease lost'; END IF;
  CREATE OR REPLACE VIEW "D1 ?"."S ?"."?" COPY GRANTS COMMENT = 'c\'?' as select * from t;
  RETURN 'done';
END;
$$

-- name ":x"
EXECUTE IMMEDIATE $$
BEGIN
  LET fence INTEGER := (SELECT COUNT(*) FROM "STATE :x"."CUTOVER"."LEASE" WHERE ENVIRONMENT = 'prod :x' AND FENCE = 3 AND OWNER <> '' AND EXPIRES_AT > CURRENT_TIMESTAMP());
  IF (fence = 0) THEN RETURN 'lease lost'; END IF;
  CREATE OR REPLACE VIEW "D1 :x"."S :x".":x" COPY GRANTS COMMENT = 'c\':x' as select * from t;
  RETURN 'done';
END;
$$

