-- name "plain"
SELECT fence, TIMESTAMP_DIFF(expires_at, CURRENT_TIMESTAMP(), MILLISECOND) AS left_ms FROM `p plain`.`cutover`.`lease` WHERE environment = ? AND fence = 3 AND owner <> '' AND expires_at > CURRENT_TIMESTAMP()
-- ? 1: "prod plain"

-- name "MiXed Case"
SELECT fence, TIMESTAMP_DIFF(expires_at, CURRENT_TIMESTAMP(), MILLISECOND) AS left_ms FROM `p MiXed Case`.`cutover`.`lease` WHERE environment = ? AND fence = 3 AND owner <> '' AND expires_at > CURRENT_TIMESTAMP()
-- ? 1: "prod MiXed Case"

-- name "back`tick"
SELECT fence, TIMESTAMP_DIFF(expires_at, CURRENT_TIMESTAMP(), MILLISECOND) AS left_ms FROM `p back\`tick`.`cutover`.`lease` WHERE environment = ? AND fence = 3 AND owner <> '' AND expires_at > CURRENT_TIMESTAMP()
-- ? 1: "prod back`tick"

-- name "quo\"te"
SELECT fence, TIMESTAMP_DIFF(expires_at, CURRENT_TIMESTAMP(), MILLISECOND) AS left_ms FROM `p quo"te`.`cutover`.`lease` WHERE environment = ? AND fence = 3 AND owner <> '' AND expires_at > CURRENT_TIMESTAMP()
-- ? 1: "prod quo\"te"

-- name "apo'strophe; --"
SELECT fence, TIMESTAMP_DIFF(expires_at, CURRENT_TIMESTAMP(), MILLISECOND) AS left_ms FROM `p apo'strophe; --`.`cutover`.`lease` WHERE environment = ? AND fence = 3 AND owner <> '' AND expires_at > CURRENT_TIMESTAMP()
-- ? 1: "prod apo'strophe; --"

-- name "select"
SELECT fence, TIMESTAMP_DIFF(expires_at, CURRENT_TIMESTAMP(), MILLISECOND) AS left_ms FROM `p select`.`cutover`.`lease` WHERE environment = ? AND fence = 3 AND owner <> '' AND expires_at > CURRENT_TIMESTAMP()
-- ? 1: "prod select"

-- name "été 日本"
SELECT fence, TIMESTAMP_DIFF(expires_at, CURRENT_TIMESTAMP(), MILLISECOND) AS left_ms FROM `p été 日本`.`cutover`.`lease` WHERE environment = ? AND fence = 3 AND owner <> '' AND expires_at > CURRENT_TIMESTAMP()
-- ? 1: "prod été 日本"

-- name "50%_off"
SELECT fence, TIMESTAMP_DIFF(expires_at, CURRENT_TIMESTAMP(), MILLISECOND) AS left_ms FROM `p 50%_off`.`cutover`.`lease` WHERE environment = ? AND fence = 3 AND owner <> '' AND expires_at > CURRENT_TIMESTAMP()
-- ? 1: "prod 50%_off"

-- name "back\\slash"
SELECT fence, TIMESTAMP_DIFF(expires_at, CURRENT_TIMESTAMP(), MILLISECOND) AS left_ms FROM `p back\\slash`.`cutover`.`lease` WHERE environment = ? AND fence = 3 AND owner <> '' AND expires_at > CURRENT_TIMESTAMP()
-- ? 1: "prod back\\slash"

-- name "new\nline"
SELECT fence, TIMESTAMP_DIFF(expires_at, CURRENT_TIMESTAMP(), MILLISECOND) AS left_ms FROM `p new\nline`.`cutover`.`lease` WHERE environment = ? AND fence = 3 AND owner <> '' AND expires_at > CURRENT_TIMESTAMP()
-- ? 1: "prod new\nline"

-- name "/* c */"
SELECT fence, TIMESTAMP_DIFF(expires_at, CURRENT_TIMESTAMP(), MILLISECOND) AS left_ms FROM `p /* c */`.`cutover`.`lease` WHERE environment = ? AND fence = 3 AND owner <> '' AND expires_at > CURRENT_TIMESTAMP()
-- ? 1: "prod /* c */"

-- name "# c"
SELECT fence, TIMESTAMP_DIFF(expires_at, CURRENT_TIMESTAMP(), MILLISECOND) AS left_ms FROM `p # c`.`cutover`.`lease` WHERE environment = ? AND fence = 3 AND owner <> '' AND expires_at > CURRENT_TIMESTAMP()
-- ? 1: "prod # c"

-- name "?"
SELECT fence, TIMESTAMP_DIFF(expires_at, CURRENT_TIMESTAMP(), MILLISECOND) AS left_ms FROM `p ?`.`cutover`.`lease` WHERE environment = ? AND fence = 3 AND owner <> '' AND expires_at > CURRENT_TIMESTAMP()
-- ? 1: "prod ?"

-- name "@x"
SELECT fence, TIMESTAMP_DIFF(expires_at, CURRENT_TIMESTAMP(), MILLISECOND) AS left_ms FROM `p @x`.`cutover`.`lease` WHERE environment = ? AND fence = 3 AND owner <> '' AND expires_at > CURRENT_TIMESTAMP()
-- ? 1: "prod @x"

-- name "'''"
SELECT fence, TIMESTAMP_DIFF(expires_at, CURRENT_TIMESTAMP(), MILLISECOND) AS left_ms FROM `p '''`.`cutover`.`lease` WHERE environment = ? AND fence = 3 AND owner <> '' AND expires_at > CURRENT_TIMESTAMP()
-- ? 1: "prod '''"

-- name "\\"
SELECT fence, TIMESTAMP_DIFF(expires_at, CURRENT_TIMESTAMP(), MILLISECOND) AS left_ms FROM `p \\`.`cutover`.`lease` WHERE environment = ? AND fence = 3 AND owner <> '' AND expires_at > CURRENT_TIMESTAMP()
-- ? 1: "prod \\"

-- name "\\'"
SELECT fence, TIMESTAMP_DIFF(expires_at, CURRENT_TIMESTAMP(), MILLISECOND) AS left_ms FROM `p \\'`.`cutover`.`lease` WHERE environment = ? AND fence = 3 AND owner <> '' AND expires_at > CURRENT_TIMESTAMP()
-- ? 1: "prod \\'"

-- name "my-project.x"
SELECT fence, TIMESTAMP_DIFF(expires_at, CURRENT_TIMESTAMP(), MILLISECOND) AS left_ms FROM `p my-project.x`.`cutover`.`lease` WHERE environment = ? AND fence = 3 AND owner <> '' AND expires_at > CURRENT_TIMESTAMP()
-- ? 1: "prod my-project.x"

-- name "xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx"
SELECT fence, TIMESTAMP_DIFF(expires_at, CURRENT_TIMESTAMP(), MILLISECOND) AS left_ms FROM `p xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx`.`cutover`.`lease` WHERE environment = ? AND fence = 3 AND owner <> '' AND expires_at > CURRENT_TIMESTAMP()
-- ? 1: "prod xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx"

