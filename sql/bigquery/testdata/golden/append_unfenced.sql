-- name "plain"
INSERT INTO `p plain`.`cutover`.`ledger` (seq, key, `at`, environment, release, serial, step, event, fence, actor, body) SELECT GREATEST((SELECT IFNULL(MAX(seq), 0) FROM `p plain`.`cutover`.`ledger`) + 1, UNIX_MICROS(CURRENT_TIMESTAMP())), ?, CURRENT_TIMESTAMP(), ?, ?, 0, ?, ?, 0, ?, ? FROM (SELECT 1)
-- ? 1: ""
-- ? 2: "plain"
-- ? 3: ""
-- ? 4: ""
-- ? 5: "planned"
-- ? 6: ""
-- ? 7: ""

-- name "MiXed Case"
INSERT INTO `p MiXed Case`.`cutover`.`ledger` (seq, key, `at`, environment, release, serial, step, event, fence, actor, body) SELECT GREATEST((SELECT IFNULL(MAX(seq), 0) FROM `p MiXed Case`.`cutover`.`ledger`) + 1, UNIX_MICROS(CURRENT_TIMESTAMP())), ?, CURRENT_TIMESTAMP(), ?, ?, 0, ?, ?, 0, ?, ? FROM (SELECT 1)
-- ? 1: ""
-- ? 2: "MiXed Case"
-- ? 3: ""
-- ? 4: ""
-- ? 5: "planned"
-- ? 6: ""
-- ? 7: ""

-- name "back`tick"
INSERT INTO `p back\`tick`.`cutover`.`ledger` (seq, key, `at`, environment, release, serial, step, event, fence, actor, body) SELECT GREATEST((SELECT IFNULL(MAX(seq), 0) FROM `p back\`tick`.`cutover`.`ledger`) + 1, UNIX_MICROS(CURRENT_TIMESTAMP())), ?, CURRENT_TIMESTAMP(), ?, ?, 0, ?, ?, 0, ?, ? FROM (SELECT 1)
-- ? 1: ""
-- ? 2: "back`tick"
-- ? 3: ""
-- ? 4: ""
-- ? 5: "planned"
-- ? 6: ""
-- ? 7: ""

-- name "quo\"te"
INSERT INTO `p quo"te`.`cutover`.`ledger` (seq, key, `at`, environment, release, serial, step, event, fence, actor, body) SELECT GREATEST((SELECT IFNULL(MAX(seq), 0) FROM `p quo"te`.`cutover`.`ledger`) + 1, UNIX_MICROS(CURRENT_TIMESTAMP())), ?, CURRENT_TIMESTAMP(), ?, ?, 0, ?, ?, 0, ?, ? FROM (SELECT 1)
-- ? 1: ""
-- ? 2: "quo\"te"
-- ? 3: ""
-- ? 4: ""
-- ? 5: "planned"
-- ? 6: ""
-- ? 7: ""

-- name "apo'strophe; --"
INSERT INTO `p apo'strophe; --`.`cutover`.`ledger` (seq, key, `at`, environment, release, serial, step, event, fence, actor, body) SELECT GREATEST((SELECT IFNULL(MAX(seq), 0) FROM `p apo'strophe; --`.`cutover`.`ledger`) + 1, UNIX_MICROS(CURRENT_TIMESTAMP())), ?, CURRENT_TIMESTAMP(), ?, ?, 0, ?, ?, 0, ?, ? FROM (SELECT 1)
-- ? 1: ""
-- ? 2: "apo'strophe; --"
-- ? 3: ""
-- ? 4: ""
-- ? 5: "planned"
-- ? 6: ""
-- ? 7: ""

-- name "select"
INSERT INTO `p select`.`cutover`.`ledger` (seq, key, `at`, environment, release, serial, step, event, fence, actor, body) SELECT GREATEST((SELECT IFNULL(MAX(seq), 0) FROM `p select`.`cutover`.`ledger`) + 1, UNIX_MICROS(CURRENT_TIMESTAMP())), ?, CURRENT_TIMESTAMP(), ?, ?, 0, ?, ?, 0, ?, ? FROM (SELECT 1)
-- ? 1: ""
-- ? 2: "select"
-- ? 3: ""
-- ? 4: ""
-- ? 5: "planned"
-- ? 6: ""
-- ? 7: ""

-- name "été 日本"
INSERT INTO `p été 日本`.`cutover`.`ledger` (seq, key, `at`, environment, release, serial, step, event, fence, actor, body) SELECT GREATEST((SELECT IFNULL(MAX(seq), 0) FROM `p été 日本`.`cutover`.`ledger`) + 1, UNIX_MICROS(CURRENT_TIMESTAMP())), ?, CURRENT_TIMESTAMP(), ?, ?, 0, ?, ?, 0, ?, ? FROM (SELECT 1)
-- ? 1: ""
-- ? 2: "été 日本"
-- ? 3: ""
-- ? 4: ""
-- ? 5: "planned"
-- ? 6: ""
-- ? 7: ""

-- name "50%_off"
INSERT INTO `p 50%_off`.`cutover`.`ledger` (seq, key, `at`, environment, release, serial, step, event, fence, actor, body) SELECT GREATEST((SELECT IFNULL(MAX(seq), 0) FROM `p 50%_off`.`cutover`.`ledger`) + 1, UNIX_MICROS(CURRENT_TIMESTAMP())), ?, CURRENT_TIMESTAMP(), ?, ?, 0, ?, ?, 0, ?, ? FROM (SELECT 1)
-- ? 1: ""
-- ? 2: "50%_off"
-- ? 3: ""
-- ? 4: ""
-- ? 5: "planned"
-- ? 6: ""
-- ? 7: ""

-- name "back\\slash"
INSERT INTO `p back\\slash`.`cutover`.`ledger` (seq, key, `at`, environment, release, serial, step, event, fence, actor, body) SELECT GREATEST((SELECT IFNULL(MAX(seq), 0) FROM `p back\\slash`.`cutover`.`ledger`) + 1, UNIX_MICROS(CURRENT_TIMESTAMP())), ?, CURRENT_TIMESTAMP(), ?, ?, 0, ?, ?, 0, ?, ? FROM (SELECT 1)
-- ? 1: ""
-- ? 2: "back\\slash"
-- ? 3: ""
-- ? 4: ""
-- ? 5: "planned"
-- ? 6: ""
-- ? 7: ""

-- name "new\nline"
INSERT INTO `p new\nline`.`cutover`.`ledger` (seq, key, `at`, environment, release, serial, step, event, fence, actor, body) SELECT GREATEST((SELECT IFNULL(MAX(seq), 0) FROM `p new\nline`.`cutover`.`ledger`) + 1, UNIX_MICROS(CURRENT_TIMESTAMP())), ?, CURRENT_TIMESTAMP(), ?, ?, 0, ?, ?, 0, ?, ? FROM (SELECT 1)
-- ? 1: ""
-- ? 2: "new\nline"
-- ? 3: ""
-- ? 4: ""
-- ? 5: "planned"
-- ? 6: ""
-- ? 7: ""

-- name "/* c */"
INSERT INTO `p /* c */`.`cutover`.`ledger` (seq, key, `at`, environment, release, serial, step, event, fence, actor, body) SELECT GREATEST((SELECT IFNULL(MAX(seq), 0) FROM `p /* c */`.`cutover`.`ledger`) + 1, UNIX_MICROS(CURRENT_TIMESTAMP())), ?, CURRENT_TIMESTAMP(), ?, ?, 0, ?, ?, 0, ?, ? FROM (SELECT 1)
-- ? 1: ""
-- ? 2: "/* c */"
-- ? 3: ""
-- ? 4: ""
-- ? 5: "planned"
-- ? 6: ""
-- ? 7: ""

-- name "# c"
INSERT INTO `p # c`.`cutover`.`ledger` (seq, key, `at`, environment, release, serial, step, event, fence, actor, body) SELECT GREATEST((SELECT IFNULL(MAX(seq), 0) FROM `p # c`.`cutover`.`ledger`) + 1, UNIX_MICROS(CURRENT_TIMESTAMP())), ?, CURRENT_TIMESTAMP(), ?, ?, 0, ?, ?, 0, ?, ? FROM (SELECT 1)
-- ? 1: ""
-- ? 2: "# c"
-- ? 3: ""
-- ? 4: ""
-- ? 5: "planned"
-- ? 6: ""
-- ? 7: ""

-- name "?"
INSERT INTO `p ?`.`cutover`.`ledger` (seq, key, `at`, environment, release, serial, step, event, fence, actor, body) SELECT GREATEST((SELECT IFNULL(MAX(seq), 0) FROM `p ?`.`cutover`.`ledger`) + 1, UNIX_MICROS(CURRENT_TIMESTAMP())), ?, CURRENT_TIMESTAMP(), ?, ?, 0, ?, ?, 0, ?, ? FROM (SELECT 1)
-- ? 1: ""
-- ? 2: "?"
-- ? 3: ""
-- ? 4: ""
-- ? 5: "planned"
-- ? 6: ""
-- ? 7: ""

-- name "@x"
INSERT INTO `p @x`.`cutover`.`ledger` (seq, key, `at`, environment, release, serial, step, event, fence, actor, body) SELECT GREATEST((SELECT IFNULL(MAX(seq), 0) FROM `p @x`.`cutover`.`ledger`) + 1, UNIX_MICROS(CURRENT_TIMESTAMP())), ?, CURRENT_TIMESTAMP(), ?, ?, 0, ?, ?, 0, ?, ? FROM (SELECT 1)
-- ? 1: ""
-- ? 2: "@x"
-- ? 3: ""
-- ? 4: ""
-- ? 5: "planned"
-- ? 6: ""
-- ? 7: ""

-- name "'''"
INSERT INTO `p '''`.`cutover`.`ledger` (seq, key, `at`, environment, release, serial, step, event, fence, actor, body) SELECT GREATEST((SELECT IFNULL(MAX(seq), 0) FROM `p '''`.`cutover`.`ledger`) + 1, UNIX_MICROS(CURRENT_TIMESTAMP())), ?, CURRENT_TIMESTAMP(), ?, ?, 0, ?, ?, 0, ?, ? FROM (SELECT 1)
-- ? 1: ""
-- ? 2: "'''"
-- ? 3: ""
-- ? 4: ""
-- ? 5: "planned"
-- ? 6: ""
-- ? 7: ""

-- name "\\"
INSERT INTO `p \\`.`cutover`.`ledger` (seq, key, `at`, environment, release, serial, step, event, fence, actor, body) SELECT GREATEST((SELECT IFNULL(MAX(seq), 0) FROM `p \\`.`cutover`.`ledger`) + 1, UNIX_MICROS(CURRENT_TIMESTAMP())), ?, CURRENT_TIMESTAMP(), ?, ?, 0, ?, ?, 0, ?, ? FROM (SELECT 1)
-- ? 1: ""
-- ? 2: "\\"
-- ? 3: ""
-- ? 4: ""
-- ? 5: "planned"
-- ? 6: ""
-- ? 7: ""

-- name "\\'"
INSERT INTO `p \\'`.`cutover`.`ledger` (seq, key, `at`, environment, release, serial, step, event, fence, actor, body) SELECT GREATEST((SELECT IFNULL(MAX(seq), 0) FROM `p \\'`.`cutover`.`ledger`) + 1, UNIX_MICROS(CURRENT_TIMESTAMP())), ?, CURRENT_TIMESTAMP(), ?, ?, 0, ?, ?, 0, ?, ? FROM (SELECT 1)
-- ? 1: ""
-- ? 2: "\\'"
-- ? 3: ""
-- ? 4: ""
-- ? 5: "planned"
-- ? 6: ""
-- ? 7: ""

-- name "my-project.x"
INSERT INTO `p my-project.x`.`cutover`.`ledger` (seq, key, `at`, environment, release, serial, step, event, fence, actor, body) SELECT GREATEST((SELECT IFNULL(MAX(seq), 0) FROM `p my-project.x`.`cutover`.`ledger`) + 1, UNIX_MICROS(CURRENT_TIMESTAMP())), ?, CURRENT_TIMESTAMP(), ?, ?, 0, ?, ?, 0, ?, ? FROM (SELECT 1)
-- ? 1: ""
-- ? 2: "my-project.x"
-- ? 3: ""
-- ? 4: ""
-- ? 5: "planned"
-- ? 6: ""
-- ? 7: ""

-- name "xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx"
INSERT INTO `p xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx`.`cutover`.`ledger` (seq, key, `at`, environment, release, serial, step, event, fence, actor, body) SELECT GREATEST((SELECT IFNULL(MAX(seq), 0) FROM `p xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx`.`cutover`.`ledger`) + 1, UNIX_MICROS(CURRENT_TIMESTAMP())), ?, CURRENT_TIMESTAMP(), ?, ?, 0, ?, ?, 0, ?, ? FROM (SELECT 1)
-- ? 1: ""
-- ? 2: "xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx"
-- ? 3: ""
-- ? 4: ""
-- ? 5: "planned"
-- ? 6: ""
-- ? 7: ""

