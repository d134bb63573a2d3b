-- name "plain"
SELECT seq, `at`, environment, release, serial, step, event, fence, actor, NULLIF(body, '') AS body, key FROM `p plain`.`cutover`.`ledger` ORDER BY seq, key

-- name "MiXed Case"
SELECT seq, `at`, environment, release, serial, step, event, fence, actor, NULLIF(body, '') AS body, key FROM `p MiXed Case`.`cutover`.`ledger` ORDER BY seq, key

-- name "back`tick"
SELECT seq, `at`, environment, release, serial, step, event, fence, actor, NULLIF(body, '') AS body, key FROM `p back\`tick`.`cutover`.`ledger` ORDER BY seq, key

-- name "quo\"te"
SELECT seq, `at`, environment, release, serial, step, event, fence, actor, NULLIF(body, '') AS body, key FROM `p quo"te`.`cutover`.`ledger` ORDER BY seq, key

-- name "apo'strophe; --"
SELECT seq, `at`, environment, release, serial, step, event, fence, actor, NULLIF(body, '') AS body, key FROM `p apo'strophe; --`.`cutover`.`ledger` ORDER BY seq, key

-- name "select"
SELECT seq, `at`, environment, release, serial, step, event, fence, actor, NULLIF(body, '') AS body, key FROM `p select`.`cutover`.`ledger` ORDER BY seq, key

-- name "été 日本"
SELECT seq, `at`, environment, release, serial, step, event, fence, actor, NULLIF(body, '') AS body, key FROM `p été 日本`.`cutover`.`ledger` ORDER BY seq, key

-- name "50%_off"
SELECT seq, `at`, environment, release, serial, step, event, fence, actor, NULLIF(body, '') AS body, key FROM `p 50%_off`.`cutover`.`ledger` ORDER BY seq, key

-- name "back\\slash"
SELECT seq, `at`, environment, release, serial, step, event, fence, actor, NULLIF(body, '') AS body, key FROM `p back\\slash`.`cutover`.`ledger` ORDER BY seq, key

-- name "new\nline"
SELECT seq, `at`, environment, release, serial, step, event, fence, actor, NULLIF(body, '') AS body, key FROM `p new\nline`.`cutover`.`ledger` ORDER BY seq, key

-- name "/* c */"
SELECT seq, `at`, environment, release, serial, step, event, fence, actor, NULLIF(body, '') AS body, key FROM `p /* c */`.`cutover`.`ledger` ORDER BY seq, key

-- name "# c"
SELECT seq, `at`, environment, release, serial, step, event, fence, actor, NULLIF(body, '') AS body, key FROM `p # c`.`cutover`.`ledger` ORDER BY seq, key

-- name "?"
SELECT seq, `at`, environment, release, serial, step, event, fence, actor, NULLIF(body, '') AS body, key FROM `p ?`.`cutover`.`ledger` ORDER BY seq, key

-- name "@x"
SELECT seq, `at`, environment, release, serial, step, event, fence, actor, NULLIF(body, '') AS body, key FROM `p @x`.`cutover`.`ledger` ORDER BY seq, key

-- name "'''"
SELECT seq, `at`, environment, release, serial, step, event, fence, actor, NULLIF(body, '') AS body, key FROM `p '''`.`cutover`.`ledger` ORDER BY seq, key

-- name "\\"
SELECT seq, `at`, environment, release, serial, step, event, fence, actor, NULLIF(body, '') AS body, key FROM `p \\`.`cutover`.`ledger` ORDER BY seq, key

-- name "\\'"
SELECT seq, `at`, environment, release, serial, step, event, fence, actor, NULLIF(body, '') AS body, key FROM `p \\'`.`cutover`.`ledger` ORDER BY seq, key

-- name "my-project.x"
SELECT seq, `at`, environment, release, serial, step, event, fence, actor, NULLIF(body, '') AS body, key FROM `p my-project.x`.`cutover`.`ledger` ORDER BY seq, key

-- name "xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx"
SELECT seq, `at`, environment, release, serial, step, event, fence, actor, NULLIF(body, '') AS body, key FROM `p xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx`.`cutover`.`ledger` ORDER BY seq, key

