-- name "plain"
SELECT seq, `at`, environment, release, serial, step, event, fence, actor, NULLIF(body, '') AS body, key FROM `p plain`.`cutover`.`ledger` WHERE environment = ? ORDER BY seq, key
-- ? 1: "plain"

-- name "MiXed Case"
SELECT seq, `at`, environment, release, serial, step, event, fence, actor, NULLIF(body, '') AS body, key FROM `p MiXed Case`.`cutover`.`ledger` WHERE environment = ? ORDER BY seq, key
-- ? 1: "MiXed Case"

-- name "back`tick"
SELECT seq, `at`, environment, release, serial, step, event, fence, actor, NULLIF(body, '') AS body, key FROM `p back\`tick`.`cutover`.`ledger` WHERE environment = ? ORDER BY seq, key
-- ? 1: "back`tick"

-- name "quo\"te"
SELECT seq, `at`, environment, release, serial, step, event, fence, actor, NULLIF(body, '') AS body, key FROM `p quo"te`.`cutover`.`ledger` WHERE environment = ? ORDER BY seq, key
-- ? 1: "quo\"te"

-- name "apo'strophe; --"
SELECT seq, `at`, environment, release, serial, step, event, fence, actor, NULLIF(body, '') AS body, key FROM `p apo'strophe; --`.`cutover`.`ledger` WHERE environment = ? ORDER BY seq, key
-- ? 1: "apo'strophe; --"

-- name "select"
SELECT seq, `at`, environment, release, serial, step, event, fence, actor, NULLIF(body, '') AS body, key FROM `p select`.`cutover`.`ledger` WHERE environment = ? ORDER BY seq, key
-- ? 1: "select"

-- name "été 日本"
SELECT seq, `at`, environment, release, serial, step, event, fence, actor, NULLIF(body, '') AS body, key FROM `p été 日本`.`cutover`.`ledger` WHERE environment = ? ORDER BY seq, key
-- ? 1: "été 日本"

-- name "50%_off"
SELECT seq, `at`, environment, release, serial, step, event, fence, actor, NULLIF(body, '') AS body, key FROM `p 50%_off`.`cutover`.`ledger` WHERE environment = ? ORDER BY seq, key
-- ? 1: "50%_off"

-- name "back\\slash"
SELECT seq, `at`, environment, release, serial, step, event, fence, actor, NULLIF(body, '') AS body, key FROM `p back\\slash`.`cutover`.`ledger` WHERE environment = ? ORDER BY seq, key
-- ? 1: "back\\slash"

-- name "new\nline"
SELECT seq, `at`, environment, release, serial, step, event, fence, actor, NULLIF(body, '') AS body, key FROM `p new\nline`.`cutover`.`ledger` WHERE environment = ? ORDER BY seq, key
-- ? 1: "new\nline"

-- name "/* c */"
SELECT seq, `at`, environment, release, serial, step, event, fence, actor, NULLIF(body, '') AS body, key FROM `p /* c */`.`cutover`.`ledger` WHERE environment = ? ORDER BY seq, key
-- ? 1: "/* c */"

-- name "# c"
SELECT seq, `at`, environment, release, serial, step, event, fence, actor, NULLIF(body, '') AS body, key FROM `p # c`.`cutover`.`ledger` WHERE environment = ? ORDER BY seq, key
-- ? 1: "# c"

-- name "?"
SELECT seq, `at`, environment, release, serial, step, event, fence, actor, NULLIF(body, '') AS body, key FROM `p ?`.`cutover`.`ledger` WHERE environment = ? ORDER BY seq, key
-- ? 1: "?"

-- name "@x"
SELECT seq, `at`, environment, release, serial, step, event, fence, actor, NULLIF(body, '') AS body, key FROM `p @x`.`cutover`.`ledger` WHERE environment = ? ORDER BY seq, key
-- ? 1: "@x"

-- name "'''"
SELECT seq, `at`, environment, release, serial, step, event, fence, actor, NULLIF(body, '') AS body, key FROM `p '''`.`cutover`.`ledger` WHERE environment = ? ORDER BY seq, key
-- ? 1: "'''"

-- name "\\"
SELECT seq, `at`, environment, release, serial, step, event, fence, actor, NULLIF(body, '') AS body, key FROM `p \\`.`cutover`.`ledger` WHERE environment = ? ORDER BY seq, key
-- ? 1: "\\"

-- name "\\'"
SELECT seq, `at`, environment, release, serial, step, event, fence, actor, NULLIF(body, '') AS body, key FROM `p \\'`.`cutover`.`ledger` WHERE environment = ? ORDER BY seq, key
-- ? 1: "\\'"

-- name "my-project.x"
SELECT seq, `at`, environment, release, serial, step, event, fence, actor, NULLIF(body, '') AS body, key FROM `p my-project.x`.`cutover`.`ledger` WHERE environment = ? ORDER BY seq, key
-- ? 1: "my-project.x"

-- name "xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx"
SELECT seq, `at`, environment, release, serial, step, event, fence, actor, NULLIF(body, '') AS body, key FROM `p xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx`.`cutover`.`ledger` WHERE environment = ? ORDER BY seq, key
-- ? 1: "xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx"

