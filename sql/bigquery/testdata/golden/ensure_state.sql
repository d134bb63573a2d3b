-- name "plain"
-- call: datasets.insert p plain.cutover (location of the connection)
CREATE TABLE IF NOT EXISTS `p plain`.`cutover`.`ledger` (seq INT64 NOT NULL, key STRING NOT NULL, `at` TIMESTAMP NOT NULL, environment STRING NOT NULL, release STRING NOT NULL, serial INT64 NOT NULL, step STRING NOT NULL, event STRING NOT NULL, fence INT64 NOT NULL, actor STRING NOT NULL, body STRING NOT NULL);
CREATE TABLE IF NOT EXISTS `p plain`.`cutover`.`lease` (environment STRING NOT NULL, owner STRING NOT NULL, fence INT64 NOT NULL, expires_at TIMESTAMP NOT NULL, body STRING NOT NULL);
CREATE TABLE IF NOT EXISTS `p plain`.`cutover`.`marks` (release STRING NOT NULL, step STRING NOT NULL, `at` TIMESTAMP NOT NULL);


-- name "MiXed Case"
-- call: datasets.insert p MiXed Case.cutover (location of the connection)
CREATE TABLE IF NOT EXISTS `p MiXed Case`.`cutover`.`ledger` (seq INT64 NOT NULL, key STRING NOT NULL, `at` TIMESTAMP NOT NULL, environment STRING NOT NULL, release STRING NOT NULL, serial INT64 NOT NULL, step STRING NOT NULL, event STRING NOT NULL, fence INT64 NOT NULL, actor STRING NOT NULL, body STRING NOT NULL);
CREATE TABLE IF NOT EXISTS `p MiXed Case`.`cutover`.`lease` (environment STRING NOT NULL, owner STRING NOT NULL, fence INT64 NOT NULL, expires_at TIMESTAMP NOT NULL, body STRING NOT NULL);
CREATE TABLE IF NOT EXISTS `p MiXed Case`.`cutover`.`marks` (release STRING NOT NULL, step STRING NOT NULL, `at` TIMESTAMP NOT NULL);


-- name "back`tick"
-- call: datasets.insert p back`tick.cutover (location of the connection)
CREATE TABLE IF NOT EXISTS `p back\`tick`.`cutover`.`ledger` (seq INT64 NOT NULL, key STRING NOT NULL, `at` TIMESTAMP NOT NULL, environment STRING NOT NULL, release STRING NOT NULL, serial INT64 NOT NULL, step STRING NOT NULL, event STRING NOT NULL, fence INT64 NOT NULL, actor STRING NOT NULL, body STRING NOT NULL);
CREATE TABLE IF NOT EXISTS `p back\`tick`.`cutover`.`lease` (environment STRING NOT NULL, owner STRING NOT NULL, fence INT64 NOT NULL, expires_at TIMESTAMP NOT NULL, body STRING NOT NULL);
CREATE TABLE IF NOT EXISTS `p back\`tick`.`cutover`.`marks` (release STRING NOT NULL, step STRING NOT NULL, `at` TIMESTAMP NOT NULL);


-- name "quo\"te"
-- call: datasets.insert p quo"te.cutover (location of the connection)
CREATE TABLE IF NOT EXISTS `p quo"te`.`cutover`.`ledger` (seq INT64 NOT NULL, key STRING NOT NULL, `at` TIMESTAMP NOT NULL, environment STRING NOT NULL, release STRING NOT NULL, serial INT64 NOT NULL, step STRING NOT NULL, event STRING NOT NULL, fence INT64 NOT NULL, actor STRING NOT NULL, body STRING NOT NULL);
CREATE TABLE IF NOT EXISTS `p quo"te`.`cutover`.`lease` (environment STRING NOT NULL, owner STRING NOT NULL, fence INT64 NOT NULL, expires_at TIMESTAMP NOT NULL, body STRING NOT NULL);
CREATE TABLE IF NOT EXISTS `p quo"te`.`cutover`.`marks` (release STRING NOT NULL, step STRING NOT NULL, `at` TIMESTAMP NOT NULL);


-- name "apo'strophe; --"
-- call: datasets.insert p apo'strophe; --.cutover (location of the connection)
CREATE TABLE IF NOT EXISTS `p apo'strophe; --`.`cutover`.`ledger` (seq INT64 NOT NULL, key STRING NOT NULL, `at` TIMESTAMP NOT NULL, environment STRING NOT NULL, release STRING NOT NULL, serial INT64 NOT NULL, step STRING NOT NULL, event STRING NOT NULL, fence INT64 NOT NULL, actor STRING NOT NULL, body STRING NOT NULL);
CREATE TABLE IF NOT EXISTS `p apo'strophe; --`.`cutover`.`lease` (environment STRING NOT NULL, owner STRING NOT NULL, fence INT64 NOT NULL, expires_at TIMESTAMP NOT NULL, body STRING NOT NULL);
CREATE TABLE IF NOT EXISTS `p apo'strophe; --`.`cutover`.`marks` (release STRING NOT NULL, step STRING NOT NULL, `at` TIMESTAMP NOT NULL);


-- name "select"
-- call: datasets.insert p select.cutover (location of the connection)
CREATE TABLE IF NOT EXISTS `p select`.`cutover`.`ledger` (seq INT64 NOT NULL, key STRING NOT NULL, `at` TIMESTAMP NOT NULL, environment STRING NOT NULL, release STRING NOT NULL, serial INT64 NOT NULL, step STRING NOT NULL, event STRING NOT NULL, fence INT64 NOT NULL, actor STRING NOT NULL, body STRING NOT NULL);
CREATE TABLE IF NOT EXISTS `p select`.`cutover`.`lease` (environment STRING NOT NULL, owner STRING NOT NULL, fence INT64 NOT NULL, expires_at TIMESTAMP NOT NULL, body STRING NOT NULL);
CREATE TABLE IF NOT EXISTS `p select`.`cutover`.`marks` (release STRING NOT NULL, step STRING NOT NULL, `at` TIMESTAMP NOT NULL);


-- name "été 日本"
-- call: datasets.insert p été 日本.cutover (location of the connection)
CREATE TABLE IF NOT EXISTS `p été 日本`.`cutover`.`ledger` (seq INT64 NOT NULL, key STRING NOT NULL, `at` TIMESTAMP NOT NULL, environment STRING NOT NULL, release STRING NOT NULL, serial INT64 NOT NULL, step STRING NOT NULL, event STRING NOT NULL, fence INT64 NOT NULL, actor STRING NOT NULL, body STRING NOT NULL);
CREATE TABLE IF NOT EXISTS `p été 日本`.`cutover`.`lease` (environment STRING NOT NULL, owner STRING NOT NULL, fence INT64 NOT NULL, expires_at TIMESTAMP NOT NULL, body STRING NOT NULL);
CREATE TABLE IF NOT EXISTS `p été 日本`.`cutover`.`marks` (release STRING NOT NULL, step STRING NOT NULL, `at` TIMESTAMP NOT NULL);


-- name "50%_off"
-- call: datasets.insert p 50%_off.cutover (location of the connection)
CREATE TABLE IF NOT EXISTS `p 50%_off`.`cutover`.`ledger` (seq INT64 NOT NULL, key STRING NOT NULL, `at` TIMESTAMP NOT NULL, environment STRING NOT NULL, release STRING NOT NULL, serial INT64 NOT NULL, step STRING NOT NULL, event STRING NOT NULL, fence INT64 NOT NULL, actor STRING NOT NULL, body STRING NOT NULL);
CREATE TABLE IF NOT EXISTS `p 50%_off`.`cutover`.`lease` (environment STRING NOT NULL, owner STRING NOT NULL, fence INT64 NOT NULL, expires_at TIMESTAMP NOT NULL, body STRING NOT NULL);
CREATE TABLE IF NOT EXISTS `p 50%_off`.`cutover`.`marks` (release STRING NOT NULL, step STRING NOT NULL, `at` TIMESTAMP NOT NULL);


-- name "back\\slash"
-- call: datasets.insert p back\slash.cutover (location of the connection)
CREATE TABLE IF NOT EXISTS `p back\\slash`.`cutover`.`ledger` (seq INT64 NOT NULL, key STRING NOT NULL, `at` TIMESTAMP NOT NULL, environment STRING NOT NULL, release STRING NOT NULL, serial INT64 NOT NULL, step STRING NOT NULL, event STRING NOT NULL, fence INT64 NOT NULL, actor STRING NOT NULL, body STRING NOT NULL);
CREATE TABLE IF NOT EXISTS `p back\\slash`.`cutover`.`lease` (environment STRING NOT NULL, owner STRING NOT NULL, fence INT64 NOT NULL, expires_at TIMESTAMP NOT NULL, body STRING NOT NULL);
CREATE TABLE IF NOT EXISTS `p back\\slash`.`cutover`.`marks` (release STRING NOT NULL, step STRING NOT NULL, `at` TIMESTAMP NOT NULL);


-- name "new\nline"
-- call: datasets.insert p new
line.cutover (location of the connection)
CREATE TABLE IF NOT EXISTS `p new\nline`.`cutover`.`ledger` (seq INT64 NOT NULL, key STRING NOT NULL, `at` TIMESTAMP NOT NULL, environment STRING NOT NULL, release STRING NOT NULL, serial INT64 NOT NULL, step STRING NOT NULL, event STRING NOT NULL, fence INT64 NOT NULL, actor STRING NOT NULL, body STRING NOT NULL);
CREATE TABLE IF NOT EXISTS `p new\nline`.`cutover`.`lease` (environment STRING NOT NULL, owner STRING NOT NULL, fence INT64 NOT NULL, expires_at TIMESTAMP NOT NULL, body STRING NOT NULL);
CREATE TABLE IF NOT EXISTS `p new\nline`.`cutover`.`marks` (release STRING NOT NULL, step STRING NOT NULL, `at` TIMESTAMP NOT NULL);


-- name "/* c */"
-- call: datasets.insert p /* c */.cutover (location of the connection)
CREATE TABLE IF NOT EXISTS `p /* c */`.`cutover`.`ledger` (seq INT64 NOT NULL, key STRING NOT NULL, `at` TIMESTAMP NOT NULL, environment STRING NOT NULL, release STRING NOT NULL, serial INT64 NOT NULL, step STRING NOT NULL, event STRING NOT NULL, fence INT64 NOT NULL, actor STRING NOT NULL, body STRING NOT NULL);
CREATE TABLE IF NOT EXISTS `p /* c */`.`cutover`.`lease` (environment STRING NOT NULL, owner STRING NOT NULL, fence INT64 NOT NULL, expires_at TIMESTAMP NOT NULL, body STRING NOT NULL);
CREATE TABLE IF NOT EXISTS `p /* c */`.`cutover`.`marks` (release STRING NOT NULL, step STRING NOT NULL, `at` TIMESTAMP NOT NULL);


-- name "# c"
-- call: datasets.insert p # c.cutover (location of the connection)
CREATE TABLE IF NOT EXISTS `p # c`.`cutover`.`ledger` (seq INT64 NOT NULL, key STRING NOT NULL, `at` TIMESTAMP NOT NULL, environment STRING NOT NULL, release STRING NOT NULL, serial INT64 NOT NULL, step STRING NOT NULL, event STRING NOT NULL, fence INT64 NOT NULL, actor STRING NOT NULL, body STRING NOT NULL);
CREATE TABLE IF NOT EXISTS `p # c`.`cutover`.`lease` (environment STRING NOT NULL, owner STRING NOT NULL, fence INT64 NOT NULL, expires_at TIMESTAMP NOT NULL, body STRING NOT NULL);
CREATE TABLE IF NOT EXISTS `p # c`.`cutover`.`marks` (release STRING NOT NULL, step STRING NOT NULL, `at` TIMESTAMP NOT NULL);


-- name "?"
-- call: datasets.insert p ?.cutover (location of the connection)
CREATE TABLE IF NOT EXISTS `p ?`.`cutover`.`ledger` (seq INT64 NOT NULL, key STRING NOT NULL, `at` TIMESTAMP NOT NULL, environment STRING NOT NULL, release STRING NOT NULL, serial INT64 NOT NULL, step STRING NOT NULL, event STRING NOT NULL, fence INT64 NOT NULL, actor STRING NOT NULL, body STRING NOT NULL);
CREATE TABLE IF NOT EXISTS `p ?`.`cutover`.`lease` (environment STRING NOT NULL, owner STRING NOT NULL, fence INT64 NOT NULL, expires_at TIMESTAMP NOT NULL, body STRING NOT NULL);
CREATE TABLE IF NOT EXISTS `p ?`.`cutover`.`marks` (release STRING NOT NULL, step STRING NOT NULL, `at` TIMESTAMP NOT NULL);


-- name "@x"
-- call: datasets.insert p @x.cutover (location of the connection)
CREATE TABLE IF NOT EXISTS `p @x`.`cutover`.`ledger` (seq INT64 NOT NULL, key STRING NOT NULL, `at` TIMESTAMP NOT NULL, environment STRING NOT NULL, release STRING NOT NULL, serial INT64 NOT NULL, step STRING NOT NULL, event STRING NOT NULL, fence INT64 NOT NULL, actor STRING NOT NULL, body STRING NOT NULL);
CREATE TABLE IF NOT EXISTS `p @x`.`cutover`.`lease` (environment STRING NOT NULL, owner STRING NOT NULL, fence INT64 NOT NULL, expires_at TIMESTAMP NOT NULL, body STRING NOT NULL);
CREATE TABLE IF NOT EXISTS `p @x`.`cutover`.`marks` (release STRING NOT NULL, step STRING NOT NULL, `at` TIMESTAMP NOT NULL);


-- name "'''"
-- call: datasets.insert p '''.cutover (location of the connection)
CREATE TABLE IF NOT EXISTS `p '''`.`cutover`.`ledger` (seq INT64 NOT NULL, key STRING NOT NULL, `at` TIMESTAMP NOT NULL, environment STRING NOT NULL, release STRING NOT NULL, serial INT64 NOT NULL, step STRING NOT NULL, event STRING NOT NULL, fence INT64 NOT NULL, actor STRING NOT NULL, body STRING NOT NULL);
CREATE TABLE IF NOT EXISTS `p '''`.`cutover`.`lease` (environment STRING NOT NULL, owner STRING NOT NULL, fence INT64 NOT NULL, expires_at TIMESTAMP NOT NULL, body STRING NOT NULL);
CREATE TABLE IF NOT EXISTS `p '''`.`cutover`.`marks` (release STRING NOT NULL, step STRING NOT NULL, `at` TIMESTAMP NOT NULL);


-- name "\\"
-- call: datasets.insert p \.cutover (location of the connection)
CREATE TABLE IF NOT EXISTS `p \\`.`cutover`.`ledger` (seq INT64 NOT NULL, key STRING NOT NULL, `at` TIMESTAMP NOT NULL, environment STRING NOT NULL, release STRING NOT NULL, serial INT64 NOT NULL, step STRING NOT NULL, event STRING NOT NULL, fence INT64 NOT NULL, actor STRING NOT NULL, body STRING NOT NULL);
CREATE TABLE IF NOT EXISTS `p \\`.`cutover`.`lease` (environment STRING NOT NULL, owner STRING NOT NULL, fence INT64 NOT NULL, expires_at TIMESTAMP NOT NULL, body STRING NOT NULL);
CREATE TABLE IF NOT EXISTS `p \\`.`cutover`.`marks` (release STRING NOT NULL, step STRING NOT NULL, `at` TIMESTAMP NOT NULL);


-- name "\\'"
-- call: datasets.insert p \'.cutover (location of the connection)
CREATE TABLE IF NOT EXISTS `p \\'`.`cutover`.`ledger` (seq INT64 NOT NULL, key STRING NOT NULL, `at` TIMESTAMP NOT NULL, environment STRING NOT NULL, release STRING NOT NULL, serial INT64 NOT NULL, step STRING NOT NULL, event STRING NOT NULL, fence INT64 NOT NULL, actor STRING NOT NULL, body STRING NOT NULL);
CREATE TABLE IF NOT EXISTS `p \\'`.`cutover`.`lease` (environment STRING NOT NULL, owner STRING NOT NULL, fence INT64 NOT NULL, expires_at TIMESTAMP NOT NULL, body STRING NOT NULL);
CREATE TABLE IF NOT EXISTS `p \\'`.`cutover`.`marks` (release STRING NOT NULL, step STRING NOT NULL, `at` TIMESTAMP NOT NULL);


-- name "my-project.x"
-- call: datasets.insert p my-project.x.cutover (location of the connection)
CREATE TABLE IF NOT EXISTS `p my-project.x`.`cutover`.`ledger` (seq INT64 NOT NULL, key STRING NOT NULL, `at` TIMESTAMP NOT NULL, environment STRING NOT NULL, release STRING NOT NULL, serial INT64 NOT NULL, step STRING NOT NULL, event STRING NOT NULL, fence INT64 NOT NULL, actor STRING NOT NULL, body STRING NOT NULL);
CREATE TABLE IF NOT EXISTS `p my-project.x`.`cutover`.`lease` (environment STRING NOT NULL, owner STRING NOT NULL, fence INT64 NOT NULL, expires_at TIMESTAMP NOT NULL, body STRING NOT NULL);
CREATE TABLE IF NOT EXISTS `p my-project.x`.`cutover`.`marks` (release STRING NOT NULL, step STRING NOT NULL, `at` TIMESTAMP NOT NULL);


-- name "xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx"
-- call: datasets.insert p xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx.cutover (location of the connection)
CREATE TABLE IF NOT EXISTS `p xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx`.`cutover`.`ledger` (seq INT64 NOT NULL, key STRING NOT NULL, `at` TIMESTAMP NOT NULL, environment STRING NOT NULL, release STRING NOT NULL, serial INT64 NOT NULL, step STRING NOT NULL, event STRING NOT NULL, fence INT64 NOT NULL, actor STRING NOT NULL, body STRING NOT NULL);
CREATE TABLE IF NOT EXISTS `p xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx`.`cutover`.`lease` (environment STRING NOT NULL, owner STRING NOT NULL, fence INT64 NOT NULL, expires_at TIMESTAMP NOT NULL, body STRING NOT NULL);
CREATE TABLE IF NOT EXISTS `p xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx`.`cutover`.`marks` (release STRING NOT NULL, step STRING NOT NULL, `at` TIMESTAMP NOT NULL);


