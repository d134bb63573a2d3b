-- name "plain"
SELECT environment, owner, fence, expires_at, CASE WHEN owner = '' OR expires_at <= CURRENT_TIMESTAMP() THEN 'true' ELSE 'false' END AS expired, NULLIF(body, '') AS body FROM `p plain`.`cutover`.`lease` WHERE environment = ? ORDER BY expired, fence DESC LIMIT 1
-- ? 1: "plain"

-- name "MiXed Case"
SELECT environment, owner, fence, expires_at, CASE WHEN owner = '' OR expires_at <= CURRENT_TIMESTAMP() THEN 'true' ELSE 'false' END AS expired, NULLIF(body, '') AS body FROM `p MiXed Case`.`cutover`.`lease` WHERE environment = ? ORDER BY expired, fence DESC LIMIT 1
-- ? 1: "MiXed Case"

-- name "back`tick"
SELECT environment, owner, fence, expires_at, CASE WHEN owner = '' OR expires_at <= CURRENT_TIMESTAMP() THEN 'true' ELSE 'false' END AS expired, NULLIF(body, '') AS body FROM `p back\`tick`.`cutover`.`lease` WHERE environment = ? ORDER BY expired, fence DESC LIMIT 1
-- ? 1: "back`tick"

-- name "quo\"te"
SELECT environment, owner, fence, expires_at, CASE WHEN owner = '' OR expires_at <= CURRENT_TIMESTAMP() THEN 'true' ELSE 'false' END AS expired, NULLIF(body, '') AS body FROM `p quo"te`.`cutover`.`lease` WHERE environment = ? ORDER BY expired, fence DESC LIMIT 1
-- ? 1: "quo\"te"

-- name "apo'strophe; --"
SELECT environment, owner, fence, expires_at, CASE WHEN owner = '' OR expires_at <= CURRENT_TIMESTAMP() THEN 'true' ELSE 'false' END AS expired, NULLIF(body, '') AS body FROM `p apo'strophe; --`.`cutover`.`lease` WHERE environment = ? ORDER BY expired, fence DESC LIMIT 1
-- ? 1: "apo'strophe; --"

-- name "select"
SELECT environment, owner, fence, expires_at, CASE WHEN owner = '' OR expires_at <= CURRENT_TIMESTAMP() THEN 'true' ELSE 'false' END AS expired, NULLIF(body, '') AS body FROM `p select`.`cutover`.`lease` WHERE environment = ? ORDER BY expired, fence DESC LIMIT 1
-- ? 1: "select"

-- name "été 日本"
SELECT environment, owner, fence, expires_at, CASE WHEN owner = '' OR expires_at <= CURRENT_TIMESTAMP() THEN 'true' ELSE 'false' END AS expired, NULLIF(body, '') AS body FROM `p été 日本`.`cutover`.`lease` WHERE environment = ? ORDER BY expired, fence DESC LIMIT 1
-- ? 1: "été 日本"

-- name "50%_off"
SELECT environment, owner, fence, expires_at, CASE WHEN owner = '' OR expires_at <= CURRENT_TIMESTAMP() THEN 'true' ELSE 'false' END AS expired, NULLIF(body, '') AS body FROM `p 50%_off`.`cutover`.`lease` WHERE environment = ? ORDER BY expired, fence DESC LIMIT 1
-- ? 1: "50%_off"

-- name "back\\slash"
SELECT environment, owner, fence, expires_at, CASE WHEN owner = '' OR expires_at <= CURRENT_TIMESTAMP() THEN 'true' ELSE 'false' END AS expired, NULLIF(body, '') AS body FROM `p back\\slash`.`cutover`.`lease` WHERE environment = ? ORDER BY expired, fence DESC LIMIT 1
-- ? 1: "back\\slash"

-- name "new\nline"
SELECT environment, owner, fence, expires_at, CASE WHEN owner = '' OR expires_at <= CURRENT_TIMESTAMP() THEN 'true' ELSE 'false' END AS expired, NULLIF(body, '') AS body FROM `p new\nline`.`cutover`.`lease` WHERE environment = ? ORDER BY expired, fence DESC LIMIT 1
-- ? 1: "new\nline"

-- name "/* c */"
SELECT environment, owner, fence, expires_at, CASE WHEN owner = '' OR expires_at <= CURRENT_TIMESTAMP() THEN 'true' ELSE 'false' END AS expired, NULLIF(body, '') AS body FROM `p /* c */`.`cutover`.`lease` WHERE environment = ? ORDER BY expired, fence DESC LIMIT 1
-- ? 1: "/* c */"

-- name "# c"
SELECT environment, owner, fence, expires_at, CASE WHEN owner = '' OR expires_at <= CURRENT_TIMESTAMP() THEN 'true' ELSE 'false' END AS expired, NULLIF(body, '') AS body FROM `p # c`.`cutover`.`lease` WHERE environment = ? ORDER BY expired, fence DESC LIMIT 1
-- ? 1: "# c"

-- name "?"
SELECT environment, owner, fence, expires_at, CASE WHEN owner = '' OR expires_at <= CURRENT_TIMESTAMP() THEN 'true' ELSE 'false' END AS expired, NULLIF(body, '') AS body FROM `p ?`.`cutover`.`lease` WHERE environment = ? ORDER BY expired, fence DESC LIMIT 1
-- ? 1: "?"

-- name "@x"
SELECT environment, owner, fence, expires_at, CASE WHEN owner = '' OR expires_at <= CURRENT_TIMESTAMP() THEN 'true' ELSE 'false' END AS expired, NULLIF(body, '') AS body FROM `p @x`.`cutover`.`lease` WHERE environment = ? ORDER BY expired, fence DESC LIMIT 1
-- ? 1: "@x"

-- name "'''"
SELECT environment, owner, fence, expires_at, CASE WHEN owner = '' OR expires_at <= CURRENT_TIMESTAMP() THEN 'true' ELSE 'false' END AS expired, NULLIF(body, '') AS body FROM `p '''`.`cutover`.`lease` WHERE environment = ? ORDER BY expired, fence DESC LIMIT 1
-- ? 1: "'''"

-- name "\\"
SELECT environment, owner, fence, expires_at, CASE WHEN owner = '' OR expires_at <= CURRENT_TIMESTAMP() THEN 'true' ELSE 'false' END AS expired, NULLIF(body, '') AS body FROM `p \\`.`cutover`.`lease` WHERE environment = ? ORDER BY expired, fence DESC LIMIT 1
-- ? 1: "\\"

-- name "\\'"
SELECT environment, owner, fence, expires_at, CASE WHEN owner = '' OR expires_at <= CURRENT_TIMESTAMP() THEN 'true' ELSE 'false' END AS expired, NULLIF(body, '') AS body FROM `p \\'`.`cutover`.`lease` WHERE environment = ? ORDER BY expired, fence DESC LIMIT 1
-- ? 1: "\\'"

-- name "my-project.x"
SELECT environment, owner, fence, expires_at, CASE WHEN owner = '' OR expires_at <= CURRENT_TIMESTAMP() THEN 'true' ELSE 'false' END AS expired, NULLIF(body, '') AS body FROM `p my-project.x`.`cutover`.`lease` WHERE environment = ? ORDER BY expired, fence DESC LIMIT 1
-- ? 1: "my-project.x"

-- name "xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx"
SELECT environment, owner, fence, expires_at, CASE WHEN owner = '' OR expires_at <= CURRENT_TIMESTAMP() THEN 'true' ELSE 'false' END AS expired, NULLIF(body, '') AS body FROM `p xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx`.`cutover`.`lease` WHERE environment = ? ORDER BY expired, fence DESC LIMIT 1
-- ? 1: "xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx"

