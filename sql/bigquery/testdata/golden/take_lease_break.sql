-- name "plain"
MERGE INTO `p plain`.`cutover`.`lease` AS t USING (SELECT ? AS environment, ? AS owner, ? AS body) AS s ON t.environment = s.environment WHEN MATCHED AND (t.owner = '' OR t.expires_at <= CURRENT_TIMESTAMP() OR t.fence = 7) THEN UPDATE SET owner = s.owner, fence = t.fence + 1, expires_at = TIMESTAMP_ADD(CURRENT_TIMESTAMP(), INTERVAL 60000 MILLISECOND), body = s.body WHEN NOT MATCHED THEN INSERT (environment, owner, fence, expires_at, body) VALUES (s.environment, s.owner, 1, TIMESTAMP_ADD(CURRENT_TIMESTAMP(), INTERVAL 60000 MILLISECOND), s.body)
-- ? 1: "plain"
-- ? 2: "oplain"
-- ? 3: ""

-- name "MiXed Case"
MERGE INTO `p MiXed Case`.`cutover`.`lease` AS t USING (SELECT ? AS environment, ? AS owner, ? AS body) AS s ON t.environment = s.environment WHEN MATCHED AND (t.owner = '' OR t.expires_at <= CURRENT_TIMESTAMP() OR t.fence = 7) THEN UPDATE SET owner = s.owner, fence = t.fence + 1, expires_at = TIMESTAMP_ADD(CURRENT_TIMESTAMP(), INTERVAL 60000 MILLISECOND), body = s.body WHEN NOT MATCHED THEN INSERT (environment, owner, fence, expires_at, body) VALUES (s.environment, s.owner, 1, TIMESTAMP_ADD(CURRENT_TIMESTAMP(), INTERVAL 60000 MILLISECOND), s.body)
-- ? 1: "MiXed Case"
-- ? 2: "oMiXed Case"
-- ? 3: ""

-- name "back`tick"
MERGE INTO `p back\`tick`.`cutover`.`lease` AS t USING (SELECT ? AS environment, ? AS owner, ? AS body) AS s ON t.environment = s.environment WHEN MATCHED AND (t.owner = '' OR t.expires_at <= CURRENT_TIMESTAMP() OR t.fence = 7) THEN UPDATE SET owner = s.owner, fence = t.fence + 1, expires_at = TIMESTAMP_ADD(CURRENT_TIMESTAMP(), INTERVAL 60000 MILLISECOND), body = s.body WHEN NOT MATCHED THEN INSERT (environment, owner, fence, expires_at, body) VALUES (s.environment, s.owner, 1, TIMESTAMP_ADD(CURRENT_TIMESTAMP(), INTERVAL 60000 MILLISECOND), s.body)
-- ? 1: "back`tick"
-- ? 2: "oback`tick"
-- ? 3: ""

-- name "quo\"te"
MERGE INTO `p quo"te`.`cutover`.`lease` AS t USING (SELECT ? AS environment, ? AS owner, ? AS body) AS s ON t.environment = s.environment WHEN MATCHED AND (t.owner = '' OR t.expires_at <= CURRENT_TIMESTAMP() OR t.fence = 7) THEN UPDATE SET owner = s.owner, fence = t.fence + 1, expires_at = TIMESTAMP_ADD(CURRENT_TIMESTAMP(), INTERVAL 60000 MILLISECOND), body = s.body WHEN NOT MATCHED THEN INSERT (environment, owner, fence, expires_at, body) VALUES (s.environment, s.owner, 1, TIMESTAMP_ADD(CURRENT_TIMESTAMP(), INTERVAL 60000 MILLISECOND), s.body)
-- ? 1: "quo\"te"
-- ? 2: "oquo\"te"
-- ? 3: ""

-- name "apo'strophe; --"
MERGE INTO `p apo'strophe; --`.`cutover`.`lease` AS t USING (SELECT ? AS environment, ? AS owner, ? AS body) AS s ON t.environment = s.environment WHEN MATCHED AND (t.owner = '' OR t.expires_at <= CURRENT_TIMESTAMP() OR t.fence = 7) THEN UPDATE SET owner = s.owner, fence = t.fence + 1, expires_at = TIMESTAMP_ADD(CURRENT_TIMESTAMP(), INTERVAL 60000 MILLISECOND), body = s.body WHEN NOT MATCHED THEN INSERT (environment, owner, fence, expires_at, body) VALUES (s.environment, s.owner, 1, TIMESTAMP_ADD(CURRENT_TIMESTAMP(), INTERVAL 60000 MILLISECOND), s.body)
-- ? 1: "apo'strophe; --"
-- ? 2: "oapo'strophe; --"
-- ? 3: ""

-- name "select"
MERGE INTO `p select`.`cutover`.`lease` AS t USING (SELECT ? AS environment, ? AS owner, ? AS body) AS s ON t.environment = s.environment WHEN MATCHED AND (t.owner = '' OR t.expires_at <= CURRENT_TIMESTAMP() OR t.fence = 7) THEN UPDATE SET owner = s.owner, fence = t.fence + 1, expires_at = TIMESTAMP_ADD(CURRENT_TIMESTAMP(), INTERVAL 60000 MILLISECOND), body = s.body WHEN NOT MATCHED THEN INSERT (environment, owner, fence, expires_at, body) VALUES (s.environment, s.owner, 1, TIMESTAMP_ADD(CURRENT_TIMESTAMP(), INTERVAL 60000 MILLISECOND), s.body)
-- ? 1: "select"
-- ? 2: "oselect"
-- ? 3: ""

-- name "été 日本"
MERGE INTO `p été 日本`.`cutover`.`lease` AS t USING (SELECT ? AS environment, ? AS owner, ? AS body) AS s ON t.environment = s.environment WHEN MATCHED AND (t.owner = '' OR t.expires_at <= CURRENT_TIMESTAMP() OR t.fence = 7) THEN UPDATE SET owner = s.owner, fence = t.fence + 1, expires_at = TIMESTAMP_ADD(CURRENT_TIMESTAMP(), INTERVAL 60000 MILLISECOND), body = s.body WHEN NOT MATCHED THEN INSERT (environment, owner, fence, expires_at, body) VALUES (s.environment, s.owner, 1, TIMESTAMP_ADD(CURRENT_TIMESTAMP(), INTERVAL 60000 MILLISECOND), s.body)
-- ? 1: "été 日本"
-- ? 2: "oété 日本"
-- ? 3: ""

-- name "50%_off"
MERGE INTO `p 50%_off`.`cutover`.`lease` AS t USING (SELECT ? AS environment, ? AS owner, ? AS body) AS s ON t.environment = s.environment WHEN MATCHED AND (t.owner = '' OR t.expires_at <= CURRENT_TIMESTAMP() OR t.fence = 7) THEN UPDATE SET owner = s.owner, fence = t.fence + 1, expires_at = TIMESTAMP_ADD(CURRENT_TIMESTAMP(), INTERVAL 60000 MILLISECOND), body = s.body WHEN NOT MATCHED THEN INSERT (environment, owner, fence, expires_at, body) VALUES (s.environment, s.owner, 1, TIMESTAMP_ADD(CURRENT_TIMESTAMP(), INTERVAL 60000 MILLISECOND), s.body)
-- ? 1: "50%_off"
-- ? 2: "o50%_off"
-- ? 3: ""

-- name "back\\slash"
MERGE INTO `p back\\slash`.`cutover`.`lease` AS t USING (SELECT ? AS environment, ? AS owner, ? AS body) AS s ON t.environment = s.environment WHEN MATCHED AND (t.owner = '' OR t.expires_at <= CURRENT_TIMESTAMP() OR t.fence = 7) THEN UPDATE SET owner = s.owner, fence = t.fence + 1, expires_at = TIMESTAMP_ADD(CURRENT_TIMESTAMP(), INTERVAL 60000 MILLISECOND), body = s.body WHEN NOT MATCHED THEN INSERT (environment, owner, fence, expires_at, body) VALUES (s.environment, s.owner, 1, TIMESTAMP_ADD(CURRENT_TIMESTAMP(), INTERVAL 60000 MILLISECOND), s.body)
-- ? 1: "back\\slash"
-- ? 2: "oback\\slash"
-- ? 3: ""

-- name "new\nline"
MERGE INTO `p new\nline`.`cutover`.`lease` AS t USING (SELECT ? AS environment, ? AS owner, ? AS body) AS s ON t.environment = s.environment WHEN MATCHED AND (t.owner = '' OR t.expires_at <= CURRENT_TIMESTAMP() OR t.fence = 7) THEN UPDATE SET owner = s.owner, fence = t.fence + 1, expires_at = TIMESTAMP_ADD(CURRENT_TIMESTAMP(), INTERVAL 60000 MILLISECOND), body = s.body WHEN NOT MATCHED THEN INSERT (environment, owner, fence, expires_at, body) VALUES (s.environment, s.owner, 1, TIMESTAMP_ADD(CURRENT_TIMESTAMP(), INTERVAL 60000 MILLISECOND), s.body)
-- ? 1: "new\nline"
-- ? 2: "onew\nline"
-- ? 3: ""

-- name "/* c */"
MERGE INTO `p /* c */`.`cutover`.`lease` AS t USING (SELECT ? AS environment, ? AS owner, ? AS body) AS s ON t.environment = s.environment WHEN MATCHED AND (t.owner = '' OR t.expires_at <= CURRENT_TIMESTAMP() OR t.fence = 7) THEN UPDATE SET owner = s.owner, fence = t.fence + 1, expires_at = TIMESTAMP_ADD(CURRENT_TIMESTAMP(), INTERVAL 60000 MILLISECOND), body = s.body WHEN NOT MATCHED THEN INSERT (environment, owner, fence, expires_at, body) VALUES (s.environment, s.owner, 1, TIMESTAMP_ADD(CURRENT_TIMESTAMP(), INTERVAL 60000 MILLISECOND), s.body)
-- ? 1: "/* c */"
-- ? 2: "o/* c */"
-- ? 3: ""

-- name "# c"
MERGE INTO `p # c`.`cutover`.`lease` AS t USING (SELECT ? AS environment, ? AS owner, ? AS body) AS s ON t.environment = s.environment WHEN MATCHED AND (t.owner = '' OR t.expires_at <= CURRENT_TIMESTAMP() OR t.fence = 7) THEN UPDATE SET owner = s.owner, fence = t.fence + 1, expires_at = TIMESTAMP_ADD(CURRENT_TIMESTAMP(), INTERVAL 60000 MILLISECOND), body = s.body WHEN NOT MATCHED THEN INSERT (environment, owner, fence, expires_at, body) VALUES (s.environment, s.owner, 1, TIMESTAMP_ADD(CURRENT_TIMESTAMP(), INTERVAL 60000 MILLISECOND), s.body)
-- ? 1: "# c"
-- ? 2: "o# c"
-- ? 3: ""

-- name "?"
MERGE INTO `p ?`.`cutover`.`lease` AS t USING (SELECT ? AS environment, ? AS owner, ? AS body) AS s ON t.environment = s.environment WHEN MATCHED AND (t.owner = '' OR t.expires_at <= CURRENT_TIMESTAMP() OR t.fence = 7) THEN UPDATE SET owner = s.owner, fence = t.fence + 1, expires_at = TIMESTAMP_ADD(CURRENT_TIMESTAMP(), INTERVAL 60000 MILLISECOND), body = s.body WHEN NOT MATCHED THEN INSERT (environment, owner, fence, expires_at, body) VALUES (s.environment, s.owner, 1, TIMESTAMP_ADD(CURRENT_TIMESTAMP(), INTERVAL 60000 MILLISECOND), s.body)
-- ? 1: "?"
-- ? 2: "o?"
-- ? 3: ""

-- name "@x"
MERGE INTO `p @x`.`cutover`.`lease` AS t USING (SELECT ? AS environment, ? AS owner, ? AS body) AS s ON t.environment = s.environment WHEN MATCHED AND (t.owner = '' OR t.expires_at <= CURRENT_TIMESTAMP() OR t.fence = 7) THEN UPDATE SET owner = s.owner, fence = t.fence + 1, expires_at = TIMESTAMP_ADD(CURRENT_TIMESTAMP(), INTERVAL 60000 MILLISECOND), body = s.body WHEN NOT MATCHED THEN INSERT (environment, owner, fence, expires_at, body) VALUES (s.environment, s.owner, 1, TIMESTAMP_ADD(CURRENT_TIMESTAMP(), INTERVAL 60000 MILLISECOND), s.body)
-- ? 1: "@x"
-- ? 2: "o@x"
-- ? 3: ""

-- name "'''"
MERGE INTO `p '''`.`cutover`.`lease` AS t USING (SELECT ? AS environment, ? AS owner, ? AS body) AS s ON t.environment = s.environment WHEN MATCHED AND (t.owner = '' OR t.expires_at <= CURRENT_TIMESTAMP() OR t.fence = 7) THEN UPDATE SET owner = s.owner, fence = t.fence + 1, expires_at = TIMESTAMP_ADD(CURRENT_TIMESTAMP(), INTERVAL 60000 MILLISECOND), body = s.body WHEN NOT MATCHED THEN INSERT (environment, owner, fence, expires_at, body) VALUES (s.environment, s.owner, 1, TIMESTAMP_ADD(CURRENT_TIMESTAMP(), INTERVAL 60000 MILLISECOND), s.body)
-- ? 1: "'''"
-- ? 2: "o'''"
-- ? 3: ""

-- name "\\"
MERGE INTO `p \\`.`cutover`.`lease` AS t USING (SELECT ? AS environment, ? AS owner, ? AS body) AS s ON t.environment = s.environment WHEN MATCHED AND (t.owner = '' OR t.expires_at <= CURRENT_TIMESTAMP() OR t.fence = 7) THEN UPDATE SET owner = s.owner, fence = t.fence + 1, expires_at = TIMESTAMP_ADD(CURRENT_TIMESTAMP(), INTERVAL 60000 MILLISECOND), body = s.body WHEN NOT MATCHED THEN INSERT (environment, owner, fence, expires_at, body) VALUES (s.environment, s.owner, 1, TIMESTAMP_ADD(CURRENT_TIMESTAMP(), INTERVAL 60000 MILLISECOND), s.body)
-- ? 1: "\\"
-- ? 2: "o\\"
-- ? 3: ""

-- name "\\'"
MERGE INTO `p \\'`.`cutover`.`lease` AS t USING (SELECT ? AS environment, ? AS owner, ? AS body) AS s ON t.environment = s.environment WHEN MATCHED AND (t.owner = '' OR t.expires_at <= CURRENT_TIMESTAMP() OR t.fence = 7) THEN UPDATE SET owner = s.owner, fence = t.fence + 1, expires_at = TIMESTAMP_ADD(CURRENT_TIMESTAMP(), INTERVAL 60000 MILLISECOND), body = s.body WHEN NOT MATCHED THEN INSERT (environment, owner, fence, expires_at, body) VALUES (s.environment, s.owner, 1, TIMESTAMP_ADD(CURRENT_TIMESTAMP(), INTERVAL 60000 MILLISECOND), s.body)
-- ? 1: "\\'"
-- ? 2: "o\\'"
-- ? 3: ""

-- name "my-project.x"
MERGE INTO `p my-project.x`.`cutover`.`lease` AS t USING (SELECT ? AS environment, ? AS owner, ? AS body) AS s ON t.environment = s.environment WHEN MATCHED AND (t.owner = '' OR t.expires_at <= CURRENT_TIMESTAMP() OR t.fence = 7) THEN UPDATE SET owner = s.owner, fence = t.fence + 1, expires_at = TIMESTAMP_ADD(CURRENT_TIMESTAMP(), INTERVAL 60000 MILLISECOND), body = s.body WHEN NOT MATCHED THEN INSERT (environment, owner, fence, expires_at, body) VALUES (s.environment, s.owner, 1, TIMESTAMP_ADD(CURRENT_TIMESTAMP(), INTERVAL 60000 MILLISECOND), s.body)
-- ? 1: "my-project.x"
-- ? 2: "omy-project.x"
-- ? 3: ""

-- name "xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx"
MERGE INTO `p xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx`.`cutover`.`lease` AS t USING (SELECT ? AS environment, ? AS owner, ? AS body) AS s ON t.environment = s.environment WHEN MATCHED AND (t.owner = '' OR t.expires_at <= CURRENT_TIMESTAMP() OR t.fence = 7) THEN UPDATE SET owner = s.owner, fence = t.fence + 1, expires_at = TIMESTAMP_ADD(CURRENT_TIMESTAMP(), INTERVAL 60000 MILLISECOND), body = s.body WHEN NOT MATCHED THEN INSERT (environment, owner, fence, expires_at, body) VALUES (s.environment, s.owner, 1, TIMESTAMP_ADD(CURRENT_TIMESTAMP(), INTERVAL 60000 MILLISECOND), s.body)
-- ? 1: "xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx"
-- ? 2: "oxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx"
-- ? 3: ""

