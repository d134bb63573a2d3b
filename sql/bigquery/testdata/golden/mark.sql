-- name "plain"
INSERT INTO `p plain`.`cutover`.`marks` (release, step, `at`) SELECT ?, ?, CURRENT_TIMESTAMP() FROM (SELECT 1) WHERE NOT EXISTS (SELECT 1 FROM `p plain`.`cutover`.`marks` WHERE release = ? AND step = ?)
-- ? 1: "r plain"
-- ? 2: "publish plain"
-- ? 3: "r plain"
-- ? 4: "publish plain"

-- name "MiXed Case"
INSERT INTO `p MiXed Case`.`cutover`.`marks` (release, step, `at`) SELECT ?, ?, CURRENT_TIMESTAMP() FROM (SELECT 1) WHERE NOT EXISTS (SELECT 1 FROM `p MiXed Case`.`cutover`.`marks` WHERE release = ? AND step = ?)
-- ? 1: "r MiXed Case"
-- ? 2: "publish MiXed Case"
-- ? 3: "r MiXed Case"
-- ? 4: "publish MiXed Case"

-- name "back`tick"
INSERT INTO `p back\`tick`.`cutover`.`marks` (release, step, `at`) SELECT ?, ?, CURRENT_TIMESTAMP() FROM (SELECT 1) WHERE NOT EXISTS (SELECT 1 FROM `p back\`tick`.`cutover`.`marks` WHERE release = ? AND step = ?)
-- ? 1: "r back`tick"
-- ? 2: "publish back`tick"
-- ? 3: "r back`tick"
-- ? 4: "publish back`tick"

-- name "quo\"te"
INSERT INTO `p quo"te`.`cutover`.`marks` (release, step, `at`) SELECT ?, ?, CURRENT_TIMESTAMP() FROM (SELECT 1) WHERE NOT EXISTS (SELECT 1 FROM `p quo"te`.`cutover`.`marks` WHERE release = ? AND step = ?)
-- ? 1: "r quo\"te"
-- ? 2: "publish quo\"te"
-- ? 3: "r quo\"te"
-- ? 4: "publish quo\"te"

-- name "apo'strophe; --"
INSERT INTO `p apo'strophe; --`.`cutover`.`marks` (release, step, `at`) SELECT ?, ?, CURRENT_TIMESTAMP() FROM (SELECT 1) WHERE NOT EXISTS (SELECT 1 FROM `p apo'strophe; --`.`cutover`.`marks` WHERE release = ? AND step = ?)
-- ? 1: "r apo'strophe; --"
-- ? 2: "publish apo'strophe; --"
-- ? 3: "r apo'strophe; --"
-- ? 4: "publish apo'strophe; --"

-- name "select"
INSERT INTO `p select`.`cutover`.`marks` (release, step, `at`) SELECT ?, ?, CURRENT_TIMESTAMP() FROM (SELECT 1) WHERE NOT EXISTS (SELECT 1 FROM `p select`.`cutover`.`marks` WHERE release = ? AND step = ?)
-- ? 1: "r select"
-- ? 2: "publish select"
-- ? 3: "r select"
-- ? 4: "publish select"

-- name "été 日本"
INSERT INTO `p été 日本`.`cutover`.`marks` (release, step, `at`) SELECT ?, ?, CURRENT_TIMESTAMP() FROM (SELECT 1) WHERE NOT EXISTS (SELECT 1 FROM `p été 日本`.`cutover`.`marks` WHERE release = ? AND step = ?)
-- ? 1: "r été 日本"
-- ? 2: "publish été 日本"
-- ? 3: "r été 日本"
-- ? 4: "publish été 日本"

-- name "50%_off"
INSERT INTO `p 50%_off`.`cutover`.`marks` (release, step, `at`) SELECT ?, ?, CURRENT_TIMESTAMP() FROM (SELECT 1) WHERE NOT EXISTS (SELECT 1 FROM `p 50%_off`.`cutover`.`marks` WHERE release = ? AND step = ?)
-- ? 1: "r 50%_off"
-- ? 2: "publish 50%_off"
-- ? 3: "r 50%_off"
-- ? 4: "publish 50%_off"

-- name "back\\slash"
INSERT INTO `p back\\slash`.`cutover`.`marks` (release, step, `at`) SELECT ?, ?, CURRENT_TIMESTAMP() FROM (SELECT 1) WHERE NOT EXISTS (SELECT 1 FROM `p back\\slash`.`cutover`.`marks` WHERE release = ? AND step = ?)
-- ? 1: "r back\\slash"
-- ? 2: "publish back\\slash"
-- ? 3: "r back\\slash"
-- ? 4: "publish back\\slash"

-- name "new\nline"
INSERT INTO `p new\nline`.`cutover`.`marks` (release, step, `at`) SELECT ?, ?, CURRENT_TIMESTAMP() FROM (SELECT 1) WHERE NOT EXISTS (SELECT 1 FROM `p new\nline`.`cutover`.`marks` WHERE release = ? AND step = ?)
-- ? 1: "r new\nline"
-- ? 2: "publish new\nline"
-- ? 3: "r new\nline"
-- ? 4: "publish new\nline"

-- name "/* c */"
INSERT INTO `p /* c */`.`cutover`.`marks` (release, step, `at`) SELECT ?, ?, CURRENT_TIMESTAMP() FROM (SELECT 1) WHERE NOT EXISTS (SELECT 1 FROM `p /* c */`.`cutover`.`marks` WHERE release = ? AND step = ?)
-- ? 1: "r /* c */"
-- ? 2: "publish /* c */"
-- ? 3: "r /* c */"
-- ? 4: "publish /* c */"

-- name "# c"
INSERT INTO `p # c`.`cutover`.`marks` (release, step, `at`) SELECT ?, ?, CURRENT_TIMESTAMP() FROM (SELECT 1) WHERE NOT EXISTS (SELECT 1 FROM `p # c`.`cutover`.`marks` WHERE release = ? AND step = ?)
-- ? 1: "r # c"
-- ? 2: "publish # c"
-- ? 3: "r # c"
-- ? 4: "publish # c"

-- name "?"
INSERT INTO `p ?`.`cutover`.`marks` (release, step, `at`) SELECT ?, ?, CURRENT_TIMESTAMP() FROM (SELECT 1) WHERE NOT EXISTS (SELECT 1 FROM `p ?`.`cutover`.`marks` WHERE release = ? AND step = ?)
-- ? 1: "r ?"
-- ? 2: "publish ?"
-- ? 3: "r ?"
-- ? 4: "publish ?"

-- name "@x"
INSERT INTO `p @x`.`cutover`.`marks` (release, step, `at`) SELECT ?, ?, CURRENT_TIMESTAMP() FROM (SELECT 1) WHERE NOT EXISTS (SELECT 1 FROM `p @x`.`cutover`.`marks` WHERE release = ? AND step = ?)
-- ? 1: "r @x"
-- ? 2: "publish @x"
-- ? 3: "r @x"
-- ? 4: "publish @x"

-- name "'''"
INSERT INTO `p '''`.`cutover`.`marks` (release, step, `at`) SELECT ?, ?, CURRENT_TIMESTAMP() FROM (SELECT 1) WHERE NOT EXISTS (SELECT 1 FROM `p '''`.`cutover`.`marks` WHERE release = ? AND step = ?)
-- ? 1: "r '''"
-- ? 2: "publish '''"
-- ? 3: "r '''"
-- ? 4: "publish '''"

-- name "\\"
INSERT INTO `p \\`.`cutover`.`marks` (release, step, `at`) SELECT ?, ?, CURRENT_TIMESTAMP() FROM (SELECT 1) WHERE NOT EXISTS (SELECT 1 FROM `p \\`.`cutover`.`marks` WHERE release = ? AND step = ?)
-- ? 1: "r \\"
-- ? 2: "publish \\"
-- ? 3: "r \\"
-- ? 4: "publish \\"

-- name "\\'"
INSERT INTO `p \\'`.`cutover`.`marks` (release, step, `at`) SELECT ?, ?, CURRENT_TIMESTAMP() FROM (SELECT 1) WHERE NOT EXISTS (SELECT 1 FROM `p \\'`.`cutover`.`marks` WHERE release = ? AND step = ?)
-- ? 1: "r \\'"
-- ? 2: "publish \\'"
-- ? 3: "r \\'"
-- ? 4: "publish \\'"

-- name "my-project.x"
INSERT INTO `p my-project.x`.`cutover`.`marks` (release, step, `at`) SELECT ?, ?, CURRENT_TIMESTAMP() FROM (SELECT 1) WHERE NOT EXISTS (SELECT 1 FROM `p my-project.x`.`cutover`.`marks` WHERE release = ? AND step = ?)
-- ? 1: "r my-project.x"
-- ? 2: "publish my-project.x"
-- ? 3: "r my-project.x"
-- ? 4: "publish my-project.x"

-- name "xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx"
INSERT INTO `p xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx`.`cutover`.`marks` (release, step, `at`) SELECT ?, ?, CURRENT_TIMESTAMP() FROM (SELECT 1) WHERE NOT EXISTS (SELECT 1 FROM `p xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx`.`cutover`.`marks` WHERE release = ? AND step = ?)
-- ? 1: "r xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx"
-- ? 2: "publish xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx"
-- ? 3: "r xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx"
-- ? 4: "publish xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx"

