-- name "plain"
UPDATE `p plain`.`cutover`.`lease` SET expires_at = TIMESTAMP_ADD(CURRENT_TIMESTAMP(), INTERVAL 60000 MILLISECOND) WHERE environment = ? AND owner = ? AND fence = 3
-- ? 1: "plain"
-- ? 2: "oplain"

-- name "MiXed Case"
UPDATE `p MiXed Case`.`cutover`.`lease` SET expires_at = TIMESTAMP_ADD(CURRENT_TIMESTAMP(), INTERVAL 60000 MILLISECOND) WHERE environment = ? AND owner = ? AND fence = 3
-- ? 1: "MiXed Case"
-- ? 2: "oMiXed Case"

-- name "back`tick"
UPDATE `p back\`tick`.`cutover`.`lease` SET expires_at = TIMESTAMP_ADD(CURRENT_TIMESTAMP(), INTERVAL 60000 MILLISECOND) WHERE environment = ? AND owner = ? AND fence = 3
-- ? 1: "back`tick"
-- ? 2: "oback`tick"

-- name "quo\"te"
UPDATE `p quo"te`.`cutover`.`lease` SET expires_at = TIMESTAMP_ADD(CURRENT_TIMESTAMP(), INTERVAL 60000 MILLISECOND) WHERE environment = ? AND owner = ? AND fence = 3
-- ? 1: "quo\"te"
-- ? 2: "oquo\"te"

-- name "apo'strophe; --"
UPDATE `p apo'strophe; --`.`cutover`.`lease` SET expires_at = TIMESTAMP_ADD(CURRENT_TIMESTAMP(), INTERVAL 60000 MILLISECOND) WHERE environment = ? AND owner = ? AND fence = 3
-- ? 1: "apo'strophe; --"
-- ? 2: "oapo'strophe; --"

-- name "select"
UPDATE `p select`.`cutover`.`lease` SET expires_at = TIMESTAMP_ADD(CURRENT_TIMESTAMP(), INTERVAL 60000 MILLISECOND) WHERE environment = ? AND owner = ? AND fence = 3
-- ? 1: "select"
-- ? 2: "oselect"

-- name "été 日本"
UPDATE `p été 日本`.`cutover`.`lease` SET expires_at = TIMESTAMP_ADD(CURRENT_TIMESTAMP(), INTERVAL 60000 MILLISECOND) WHERE environment = ? AND owner = ? AND fence = 3
-- ? 1: "été 日本"
-- ? 2: "oété 日本"

-- name "50%_off"
UPDATE `p 50%_off`.`cutover`.`lease` SET expires_at = TIMESTAMP_ADD(CURRENT_TIMESTAMP(), INTERVAL 60000 MILLISECOND) WHERE environment = ? AND owner = ? AND fence = 3
-- ? 1: "50%_off"
-- ? 2: "o50%_off"

-- name "back\\slash"
UPDATE `p back\\slash`.`cutover`.`lease` SET expires_at = TIMESTAMP_ADD(CURRENT_TIMESTAMP(), INTERVAL 60000 MILLISECOND) WHERE environment = ? AND owner = ? AND fence = 3
-- ? 1: "back\\slash"
-- ? 2: "oback\\slash"

-- name "new\nline"
UPDATE `p new\nline`.`cutover`.`lease` SET expires_at = TIMESTAMP_ADD(CURRENT_TIMESTAMP(), INTERVAL 60000 MILLISECOND) WHERE environment = ? AND owner = ? AND fence = 3
-- ? 1: "new\nline"
-- ? 2: "onew\nline"

-- name "/* c */"
UPDATE `p /* c */`.`cutover`.`lease` SET expires_at = TIMESTAMP_ADD(CURRENT_TIMESTAMP(), INTERVAL 60000 MILLISECOND) WHERE environment = ? AND owner = ? AND fence = 3
-- ? 1: "/* c */"
-- ? 2: "o/* c */"

-- name "# c"
UPDATE `p # c`.`cutover`.`lease` SET expires_at = TIMESTAMP_ADD(CURRENT_TIMESTAMP(), INTERVAL 60000 MILLISECOND) WHERE environment = ? AND owner = ? AND fence = 3
-- ? 1: "# c"
-- ? 2: "o# c"

-- name "?"
UPDATE `p ?`.`cutover`.`lease` SET expires_at = TIMESTAMP_ADD(CURRENT_TIMESTAMP(), INTERVAL 60000 MILLISECOND) WHERE environment = ? AND owner = ? AND fence = 3
-- ? 1: "?"
-- ? 2: "o?"

-- name "@x"
UPDATE `p @x`.`cutover`.`lease` SET expires_at = TIMESTAMP_ADD(CURRENT_TIMESTAMP(), INTERVAL 60000 MILLISECOND) WHERE environment = ? AND owner = ? AND fence = 3
-- ? 1: "@x"
-- ? 2: "o@x"

-- name "'''"
UPDATE `p '''`.`cutover`.`lease` SET expires_at = TIMESTAMP_ADD(CURRENT_TIMESTAMP(), INTERVAL 60000 MILLISECOND) WHERE environment = ? AND owner = ? AND fence = 3
-- ? 1: "'''"
-- ? 2: "o'''"

-- name "\\"
UPDATE `p \\`.`cutover`.`lease` SET expires_at = TIMESTAMP_ADD(CURRENT_TIMESTAMP(), INTERVAL 60000 MILLISECOND) WHERE environment = ? AND owner = ? AND fence = 3
-- ? 1: "\\"
-- ? 2: "o\\"

-- name "\\'"
UPDATE `p \\'`.`cutover`.`lease` SET expires_at = TIMESTAMP_ADD(CURRENT_TIMESTAMP(), INTERVAL 60000 MILLISECOND) WHERE environment = ? AND owner = ? AND fence = 3
-- ? 1: "\\'"
-- ? 2: "o\\'"

-- name "my-project.x"
UPDATE `p my-project.x`.`cutover`.`lease` SET expires_at = TIMESTAMP_ADD(CURRENT_TIMESTAMP(), INTERVAL 60000 MILLISECOND) WHERE environment = ? AND owner = ? AND fence = 3
-- ? 1: "my-project.x"
-- ? 2: "omy-project.x"

-- name "xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx"
UPDATE `p xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx`.`cutover`.`lease` SET expires_at = TIMESTAMP_ADD(CURRENT_TIMESTAMP(), INTERVAL 60000 MILLISECOND) WHERE environment = ? AND owner = ? AND fence = 3
-- ? 1: "xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx"
-- ? 2: "oxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx"

