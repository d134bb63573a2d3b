-- name "PLAIN"
EXECUTE IMMEDIATE $$
BEGIN
  LET fence INTEGER := (SELECT COUNT(*) FROM "STATE PLAIN"."CUTOVER"."LEASE" WHERE ENVIRONMENT = 'prod PLAIN' AND FENCE = 3 AND OWNER <> '' AND EXPIRES_AT > CURRENT_TIMESTAMP());
  IF (fence = 0) THEN RETURN 'lease lost'; END IF;
  LET proof INTEGER := (SELECT COUNT(*) FROM "D2 PLAIN"."S PLAIN"."CUTOVER_MARKS" WHERE RELEASE = 'r PLAIN' AND STEP = 'swap PLAIN');
  IF (proof = 0) THEN RETURN 'not the candidate'; END IF;
  ALTER SCHEMA "D1 PLAIN"."S PLAIN" SWAP WITH "D2 PLAIN"."S PLAIN";
  RETURN 'done';
END;
$$

-- name "MiXed Case"
EXECUTE IMMEDIATE $$
BEGIN
  LET fence INTEGER := (SELECT COUNT(*) FROM "STATE MiXed Case"."CUTOVER"."LEASE" WHERE ENVIRONMENT = 'prod MiXed Case' AND FENCE = 3 AND OWNER <> '' AND EXPIRES_AT > CURRENT_TIMESTAMP());
  IF (fence = 0) THEN RETURN 'lease lost'; END IF;
  LET proof INTEGER := (SELECT COUNT(*) FROM "D2 MiXed Case"."S MiXed Case"."CUTOVER_MARKS" WHERE RELEASE = 'r MiXed Case' AND STEP = 'swap MiXed Case');
  IF (proof = 0) THEN RETURN 'not the candidate'; END IF;
  ALTER SCHEMA "D1 MiXed Case"."S MiXed Case" SWAP WITH "D2 MiXed Case"."S MiXed Case";
  RETURN 'done';
END;
$$

-- name "quo\"te"
EXECUTE IMMEDIATE $$
BEGIN
  LET fence INTEGER := (SELECT COUNT(*) FROM "STATE quo""te"."CUTOVER"."LEASE" WHERE ENVIRONMENT = 'prod quo"te' AND FENCE = 3 AND OWNER <> '' AND EXPIRES_AT > CURRENT_TIMESTAMP());
  IF (fence = 0) THEN RETURN 'lease lost'; END IF;
  LET proof INTEGER := (SELECT COUNT(*) FROM "D2 quo""te"."S quo""te"."CUTOVER_MARKS" WHERE RELEASE = 'r quo"te' AND STEP = 'swap quo"te');
  IF (proof = 0) THEN RETURN 'not the candidate'; END IF;
  ALTER SCHEMA "D1 quo""te"."S quo""te" SWAP WITH "D2 quo""te"."S quo""te";
  RETURN 'done';
END;
$$

-- name "apo'strophe; --"
EXECUTE IMMEDIATE $$
BEGIN
  LET fence INTEGER := (SELECT COUNT(*) FROM "STATE apo'strophe; --"."CUTOVER"."LEASE" WHERE ENVIRONMENT = 'prod apo\'strophe; --' AND FENCE = 3 AND OWNER <> '' AND EXPIRES_AT > CURRENT_TIMESTAMP());
  IF (fence = 0) THEN RETURN 'lease lost'; END IF;
  LET proof INTEGER := (SELECT COUNT(*) FROM "D2 apo'strophe; --"."S apo'strophe; --"."CUTOVER_MARKS" WHERE RELEASE = 'r apo\'strophe; --' AND STEP = 'swap apo\'strophe; --');
  IF (proof = 0) THEN RETURN 'not the candidate'; END IF;
  ALTER SCHEMA "D1 apo'strophe; --"."S apo'strophe; --" SWAP WITH "D2 apo'strophe; --"."S apo'strophe; --";
  RETURN 'done';
END;
$$

-- name "SELECT"
EXECUTE IMMEDIATE $$
BEGIN
  LET fence INTEGER := (SELECT COUNT(*) FROM "STATE SELECT"."CUTOVER"."LEASE" WHERE ENVIRONMENT = 'prod SELECT' AND FENCE = 3 AND OWNER <> '' AND EXPIRES_AT > CURRENT_TIMESTAMP());
  IF (fence = 0) THEN RETURN 'lease lost'; END IF;
  LET proof INTEGER := (SELECT COUNT(*) FROM "D2 SELECT"."S SELECT"."CUTOVER_MARKS" WHERE RELEASE = 'r SELECT' AND STEP = 'swap SELECT');
  IF (proof = 0) THEN RETURN 'not the candidate'; END IF;
  ALTER SCHEMA "D1 SELECT"."S SELECT" SWAP WITH "D2 SELECT"."S SELECT";
  RETURN 'done';
END;
$$

-- name "été 日本"
EXECUTE IMMEDIATE $$
BEGIN
  LET fence INTEGER := (SELECT COUNT(*) FROM "STATE été 日本"."CUTOVER"."LEASE" WHERE ENVIRONMENT = 'prod été 日本' AND FENCE = 3 AND OWNER <> '' AND EXPIRES_AT > CURRENT_TIMESTAMP());
  IF (fence = 0) THEN RETURN 'lease lost'; END IF;
  LET proof INTEGER := (SELECT COUNT(*) FROM "D2 été 日本"."S été 日本"."CUTOVER_MARKS" WHERE RELEASE = 'r été 日本' AND STEP = 'swap été 日本');
  IF (proof = 0) THEN RETURN 'not the candidate'; END IF;
  ALTER SCHEMA "D1 été 日本"."S été 日本" SWAP WITH "D2 été 日本"."S été 日本";
  RETURN 'done';
END;
$$

-- name "50%_off"
EXECUTE IMMEDIATE $$
BEGIN
  LET fence INTEGER := (SELECT COUNT(*) FROM "STATE 50%_off"."CUTOVER"."LEASE" WHERE ENVIRONMENT = 'prod 50%_off' AND FENCE = 3 AND OWNER <> '' AND EXPIRES_AT > CURRENT_TIMESTAMP());
  IF (fence = 0) THEN RETURN 'lease lost'; END IF;
  LET proof INTEGER := (SELECT COUNT(*) FROM "D2 50%_off"."S 50%_off"."CUTOVER_MARKS" WHERE RELEASE = 'r 50%_off' AND STEP = 'swap 50%_off');
  IF (proof = 0) THEN RETURN 'not the candidate'; END IF;
  ALTER SCHEMA "D1 50%_off"."S 50%_off" SWAP WITH "D2 50%_off"."S 50%_off";
  RETURN 'done';
END;
$$

-- name "do$$llar"
EXECUTE IMMEDIATE '\nBEGIN\n  LET fence INTEGER := (SELECT COUNT(*) FROM "STATE do$$llar"."CUTOVER"."LEASE" WHERE ENVIRONMENT = \'prod do$$llar\' AND FENCE = 3 AND OWNER <> \'\' AND EXPIRES_AT > CURRENT_TIMESTAMP());\n  IF (fence = 0) THEN RETURN \'lease lost\'; END IF;\n  LET proof INTEGER := (SELECT COUNT(*) FROM "D2 do$$llar"."S do$$llar"."CUTOVER_MARKS" WHERE RELEASE = \'r do$$llar\' AND STEP = \'swap do$$llar\');\n  IF (proof = 0) THEN RETURN \'not the candidate\'; END IF;\n  ALTER SCHEMA "D1 do$$llar"."S do$$llar" SWAP WITH "D2 do$$llar"."S do$$llar";\n  RETURN \'done\';\nEND;\n'

-- name "back\\slash"
EXECUTE IMMEDIATE $$
BEGIN
  LET fence INTEGER := (SELECT COUNT(*) FROM "STATE back\slash"."CUTOVER"."LEASE" WHERE ENVIRONMENT = 'prod back\\slash' AND FENCE = 3 AND OWNER <> '' AND EXPIRES_AT > CURRENT_TIMESTAMP());
  IF (fence = 0) THEN RETURN 'lease lost'; END IF;
  LET proof INTEGER := (SELECT COUNT(*) FROM "D2 back\slash"."S back\slash"."CUTOVER_MARKS" WHERE RELEASE = 'r back\\slash' AND STEP = 'swap back\\slash');
  IF (proof = 0) THEN RETURN 'not the candidate'; END IF;
  ALTER SCHEMA "D1 back\slash"."S back\slash" SWAP WITH "D2 back\slash"."S back\slash";
  RETURN 'done';
END;
$$

-- name "new\nline"
EXECUTE IMMEDIATE $$
BEGIN
  LET fence INTEGER := (SELECT COUNT(*) FROM "STATE new
line"."CUTOVER"."LEASE" WHERE ENVIRONMENT = 'prod new\nline' AND FENCE = 3 AND OWNER <> '' AND EXPIRES_AT > CURRENT_TIMESTAMP());
  IF (fence = 0) THEN RETURN 'lease lost'; END IF;
  LET proof INTEGER := (SELECT COUNT(*) FROM "D2 new
line"."S new
line"."CUTOVER_MARKS" WHERE RELEASE = 'r new\nline' AND STEP = 'swap new\nline');
  IF (proof = 0) THEN RETURN 'not the candidate'; END IF;
  ALTER SCHEMA "D1 new
line"."S new
line" SWAP WITH "D2 new
line"."S new
line";
  RETURN 'done';
END;
$$

-- name "/* c */"
EXECUTE IMMEDIATE $$
BEGIN
  LET fence INTEGER := (SELECT COUNT(*) FROM "STATE /* c */"."CUTOVER"."LEASE" WHERE ENVIRONMENT = 'prod /* c */' AND FENCE = 3 AND OWNER <> '' AND EXPIRES_AT > CURRENT_TIMESTAMP());
  IF (fence = 0) THEN RETURN 'lease lost'; END IF;
  LET proof INTEGER := (SELECT COUNT(*) FROM "D2 /* c */"."S /* c */"."CUTOVER_MARKS" WHERE RELEASE = 'r /* c */' AND STEP = 'swap /* c */');
  IF (proof = 0) THEN RETURN 'not the candidate'; END IF;
  ALTER SCHEMA "D1 /* c */"."S /* c */" SWAP WITH "D2 /* c */"."S /* c */";
  RETURN 'done';
END;
$$

-- name "?"
EXECUTE IMMEDIATE $$
BEGIN
  LET fence INTEGER := (SELECT COUNT(*) FROM "STATE ?"."CUTOVER"."LEASE" WHERE ENVIRONMENT = 'prod ?' AND FENCE = 3 AND OWNER <> '' AND EXPIRES_AT > CURRENT_TIMESTAMP());
  IF (fence = 0) THEN RETURN 'lease lost'; END IF;
  LET proof INTEGER := (SELECT COUNT(*) FROM "D2 ?"."S ?"."CUTOVER_MARKS" WHERE RELEASE = 'r ?' AND STEP = 'swap ?');
  IF (proof = 0) THEN RETURN 'not the candidate'; END IF;
  ALTER SCHEMA "D1 ?"."S ?" SWAP WITH "D2 ?"."S ?";
  RETURN 'done';
END;
$$

-- name ":x"
EXECUTE IMMEDIATE $$
BEGIN
  LET fence INTEGER := (SELECT COUNT(*) FROM "STATE :x"."CUTOVER"."LEASE" WHERE ENVIRONMENT = 'prod :x' AND FENCE = 3 AND OWNER <> '' AND EXPIRES_AT > CURRENT_TIMESTAMP());
  IF (fence = 0) THEN RETURN 'lease lost'; END IF;
  LET proof INTEGER := (SELECT COUNT(*) FROM "D2 :x"."S :x"."CUTOVER_MARKS" WHERE RELEASE = 'r :x' AND STEP = 'swap :x');
  IF (proof = 0) THEN RETURN 'not the candidate'; END IF;
  ALTER SCHEMA "D1 :x"."S :x" SWAP WITH "D2 :x"."S :x";
  RETURN 'done';
END;
$$

