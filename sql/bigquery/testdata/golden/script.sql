-- name "plain"
CREATE OR REPLACE VIEW `p1 plain`.`d plain`.`plain` (`a`, `plain` OPTIONS(description = 'cc plain')) OPTIONS(labels = [('a', ''), ('cutover_release', 'r1'), ('team', 'xplain')], description = '') AS SELECT 1 AS a, ';' AS b;
DROP VIEW IF EXISTS `p2 plain`.`d plain`.`plain`;


-- name "MiXed Case"
CREATE OR REPLACE VIEW `p1 MiXed Case`.`d MiXed Case`.`MiXed Case` (`a`, `MiXed Case` OPTIONS(description = 'cc MiXed Case')) OPTIONS(labels = [('a', ''), ('cutover_release', 'r1'), ('team', 'xMiXed Case')], description = '') AS SELECT 1 AS a, ';' AS b;
DROP VIEW IF EXISTS `p2 MiXed Case`.`d MiXed Case`.`MiXed Case`;


-- name "back`tick"
CREATE OR REPLACE VIEW `p1 back\`tick`.`d back\`tick`.`back\`tick` (`a`, `back\`tick` OPTIONS(description = 'cc back`tick')) OPTIONS(labels = [('a', ''), ('cutover_release', 'r1'), ('team', 'xback`tick')], description = '') AS SELECT 1 AS a, ';' AS b;
DROP VIEW IF EXISTS `p2 back\`tick`.`d back\`tick`.`back\`tick`;


-- name "quo\"te"
CREATE OR REPLACE VIEW `p1 quo"te`.`d quo"te`.`quo"te` (`a`, `quo"te` OPTIONS(description = 'cc quo"te')) OPTIONS(labels = [('a', ''), ('cutover_release', 'r1'), ('team', 'xquo"te')], description = '') AS SELECT 1 AS a, ';' AS b;
DROP VIEW IF EXISTS `p2 quo"te`.`d quo"te`.`quo"te`;


-- name "apo'strophe; --"
CREATE OR REPLACE VIEW `p1 apo'strophe; --`.`d apo'strophe; --`.`apo'strophe; --` (`a`, `apo'strophe; --` OPTIONS(description = 'cc apo\'strophe; --')) OPTIONS(labels = [('a', ''), ('cutover_release', 'r1'), ('team', 'xapo\'strophe; --')], description = '') AS SELECT 1 AS a, ';' AS b;
DROP VIEW IF EXISTS `p2 apo'strophe; --`.`d apo'strophe; --`.`apo'strophe; --`;


-- name "select"
CREATE OR REPLACE VIEW `p1 select`.`d select`.`select` (`a`, `select` OPTIONS(description = 'cc select')) OPTIONS(labels = [('a', ''), ('cutover_release', 'r1'), ('team', 'xselect')], description = '') AS SELECT 1 AS a, ';' AS b;
DROP VIEW IF EXISTS `p2 select`.`d select`.`select`;


-- name "été 日本"
CREATE OR REPLACE VIEW `p1 été 日本`.`d été 日本`.`été 日本` (`a`, `été 日本` OPTIONS(description = 'cc été 日本')) OPTIONS(labels = [('a', ''), ('cutover_release', 'r1'), ('team', 'xété 日本')], description = '') AS SELECT 1 AS a, ';' AS b;
DROP VIEW IF EXISTS `p2 été 日本`.`d été 日本`.`été 日本`;


-- name "50%_off"
CREATE OR REPLACE VIEW `p1 50%_off`.`d 50%_off`.`50%_off` (`a`, `50%_off` OPTIONS(description = 'cc 50%_off')) OPTIONS(labels = [('a', ''), ('cutover_release', 'r1'), ('team', 'x50%_off')], description = '') AS SELECT 1 AS a, ';' AS b;
DROP VIEW IF EXISTS `p2 50%_off`.`d 50%_off`.`50%_off`;


-- name "back\\slash"
CREATE OR REPLACE VIEW `p1 back\\slash`.`d back\\slash`.`back\\slash` (`a`, `back\\slash` OPTIONS(description = 'cc back\\slash')) OPTIONS(labels = [('a', ''), ('cutover_release', 'r1'), ('team', 'xback\\slash')], description = '') AS SELECT 1 AS a, ';' AS b;
DROP VIEW IF EXISTS `p2 back\\slash`.`d back\\slash`.`back\\slash`;


-- name "new\nline"
CREATE OR REPLACE VIEW `p1 new\nline`.`d new\nline`.`new\nline` (`a`, `new\nline` OPTIONS(description = 'cc new\nline')) OPTIONS(labels = [('a', ''), ('cutover_release', 'r1'), ('team', 'xnew\nline')], description = '') AS SELECT 1 AS a, ';' AS b;
DROP VIEW IF EXISTS `p2 new\nline`.`d new\nline`.`new\nline`;


-- name "/* c */"
CREATE OR REPLACE VIEW `p1 /* c */`.`d /* c */`.`/* c */` (`a`, `/* c */` OPTIONS(description = 'cc /* c */')) OPTIONS(labels = [('a', ''), ('cutover_release', 'r1'), ('team', 'x/* c */')], description = '') AS SELECT 1 AS a, ';' AS b;
DROP VIEW IF EXISTS `p2 /* c */`.`d /* c */`.`/* c */`;


-- name "# c"
CREATE OR REPLACE VIEW `p1 # c`.`d # c`.`# c` (`a`, `# c` OPTIONS(description = 'cc # c')) OPTIONS(labels = [('a', ''), ('cutover_release', 'r1'), ('team', 'x# c')], description = '') AS SELECT 1 AS a, ';' AS b;
DROP VIEW IF EXISTS `p2 # c`.`d # c`.`# c`;


-- name "?"
CREATE OR REPLACE VIEW `p1 ?`.`d ?`.`?` (`a`, `?` OPTIONS(description = 'cc ?')) OPTIONS(labels = [('a', ''), ('cutover_release', 'r1'), ('team', 'x?')], description = '') AS SELECT 1 AS a, ';' AS b;
DROP VIEW IF EXISTS `p2 ?`.`d ?`.`?`;


-- name "@x"
CREATE OR REPLACE VIEW `p1 @x`.`d @x`.`@x` (`a`, `@x` OPTIONS(description = 'cc @x')) OPTIONS(labels = [('a', ''), ('cutover_release', 'r1'), ('team', 'x@x')], description = '') AS SELECT 1 AS a, ';' AS b;
DROP VIEW IF EXISTS `p2 @x`.`d @x`.`@x`;


-- name "'''"
CREATE OR REPLACE VIEW `p1 '''`.`d '''`.`'''` (`a`, `'''` OPTIONS(description = 'cc \'\'\'')) OPTIONS(labels = [('a', ''), ('cutover_release', 'r1'), ('team', 'x\'\'\'')], description = '') AS SELECT 1 AS a, ';' AS b;
DROP VIEW IF EXISTS `p2 '''`.`d '''`.`'''`;


-- name "\\"
CREATE OR REPLACE VIEW `p1 \\`.`d \\`.`\\` (`a`, `\\` OPTIONS(description = 'cc \\')) OPTIONS(labels = [('a', ''), ('cutover_release', 'r1'), ('team', 'x\\')], description = '') AS SELECT 1 AS a, ';' AS b;
DROP VIEW IF EXISTS `p2 \\`.`d \\`.`\\`;


-- name "\\'"
CREATE OR REPLACE VIEW `p1 \\'`.`d \\'`.`\\'` (`a`, `\\'` OPTIONS(description = 'cc \\\'')) OPTIONS(labels = [('a', ''), ('cutover_release', 'r1'), ('team', 'x\\\'')], description = '') AS SELECT 1 AS a, ';' AS b;
DROP VIEW IF EXISTS `p2 \\'`.`d \\'`.`\\'`;


-- name "my-project.x"
CREATE OR REPLACE VIEW `p1 my-project.x`.`d my-project.x`.`my-project.x` (`a`, `my-project.x` OPTIONS(description = 'cc my-project.x')) OPTIONS(labels = [('a', ''), ('cutover_release', 'r1'), ('team', 'xmy-project.x')], description = '') AS SELECT 1 AS a, ';' AS b;
DROP VIEW IF EXISTS `p2 my-project.x`.`d my-project.x`.`my-project.x`;


-- name "xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx"
CREATE OR REPLACE VIEW `p1 xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx`.`d xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx`.`xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx` (`a`, `xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx` OPTIONS(description = 'cc xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx')) OPTIONS(labels = [('a', ''), ('cutover_release', 'r1'), ('team', 'xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx')], description = '') AS SELECT 1 AS a, ';' AS b;
DROP VIEW IF EXISTS `p2 xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx`.`d xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx`.`xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx`;


