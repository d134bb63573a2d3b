-- name "plain"
CREATE OR REPLACE TABLE `p2 plain`.`d plain`.`plain__cutover_next` CLONE `p1 plain`.`d plain`.`plain` OPTIONS(expiration_timestamp = NULL, labels = [('a', 'plain'), ('cutover_release', 'r1'), ('team', 'x')], description = 'c\'plain')
DROP TABLE `p2 plain`.`d plain`.`plain`
ALTER TABLE `p2 plain`.`d plain`.`plain__cutover_next` RENAME TO `plain`

-- name "MiXed Case"
CREATE OR REPLACE TABLE `p2 MiXed Case`.`d MiXed Case`.`MiXed Case__cutover_next` CLONE `p1 MiXed Case`.`d MiXed Case`.`MiXed Case` OPTIONS(expiration_timestamp = NULL, labels = [('a', 'MiXed Case'), ('cutover_release', 'r1'), ('team', 'x')], description = 'c\'MiXed Case')
DROP TABLE `p2 MiXed Case`.`d MiXed Case`.`MiXed Case`
ALTER TABLE `p2 MiXed Case`.`d MiXed Case`.`MiXed Case__cutover_next` RENAME TO `MiXed Case`

-- name "back`tick"
CREATE OR REPLACE TABLE `p2 back\`tick`.`d back\`tick`.`back\`tick__cutover_next` CLONE `p1 back\`tick`.`d back\`tick`.`back\`tick` OPTIONS(expiration_timestamp = NULL, labels = [('a', 'back`tick'), ('cutover_release', 'r1'), ('team', 'x')], description = 'c\'back`tick')
DROP TABLE `p2 back\`tick`.`d back\`tick`.`back\`tick`
ALTER TABLE `p2 back\`tick`.`d back\`tick`.`back\`tick__cutover_next` RENAME TO `back\`tick`

-- name "quo\"te"
CREATE OR REPLACE TABLE `p2 quo"te`.`d quo"te`.`quo"te__cutover_next` CLONE `p1 quo"te`.`d quo"te`.`quo"te` OPTIONS(expiration_timestamp = NULL, labels = [('a', 'quo"te'), ('cutover_release', 'r1'), ('team', 'x')], description = 'c\'quo"te')
DROP TABLE `p2 quo"te`.`d quo"te`.`quo"te`
ALTER TABLE `p2 quo"te`.`d quo"te`.`quo"te__cutover_next` RENAME TO `quo"te`

-- name "apo'strophe; --"
CREATE OR REPLACE TABLE `p2 apo'strophe; --`.`d apo'strophe; --`.`apo'strophe; --__cutover_next` CLONE `p1 apo'strophe; --`.`d apo'strophe; --`.`apo'strophe; --` OPTIONS(expiration_timestamp = NULL, labels = [('a', 'apo\'strophe; --'), ('cutover_release', 'r1'), ('team', 'x')], description = 'c\'apo\'strophe; --')
DROP TABLE `p2 apo'strophe; --`.`d apo'strophe; --`.`apo'strophe; --`
ALTER TABLE `p2 apo'strophe; --`.`d apo'strophe; --`.`apo'strophe; --__cutover_next` RENAME TO `apo'strophe; --`

-- name "select"
CREATE OR REPLACE TABLE `p2 select`.`d select`.`select__cutover_next` CLONE `p1 select`.`d select`.`select` OPTIONS(expiration_timestamp = NULL, labels = [('a', 'select'), ('cutover_release', 'r1'), ('team', 'x')], description = 'c\'select')
DROP TABLE `p2 select`.`d select`.`select`
ALTER TABLE `p2 select`.`d select`.`select__cutover_next` RENAME TO `select`

-- name "été 日本"
CREATE OR REPLACE TABLE `p2 été 日本`.`d été 日本`.`été 日本__cutover_next` CLONE `p1 été 日本`.`d été 日本`.`été 日本` OPTIONS(expiration_timestamp = NULL, labels = [('a', 'été 日本'), ('cutover_release', 'r1'), ('team', 'x')], description = 'c\'été 日本')
DROP TABLE `p2 été 日本`.`d été 日本`.`été 日本`
ALTER TABLE `p2 été 日本`.`d été 日本`.`été 日本__cutover_next` RENAME TO `été 日本`

-- name "50%_off"
CREATE OR REPLACE TABLE `p2 50%_off`.`d 50%_off`.`50%_off__cutover_next` CLONE `p1 50%_off`.`d 50%_off`.`50%_off` OPTIONS(expiration_timestamp = NULL, labels = [('a', '50%_off'), ('cutover_release', 'r1'), ('team', 'x')], description = 'c\'50%_off')
DROP TABLE `p2 50%_off`.`d 50%_off`.`50%_off`
ALTER TABLE `p2 50%_off`.`d 50%_off`.`50%_off__cutover_next` RENAME TO `50%_off`

-- name "back\\slash"
CREATE OR REPLACE TABLE `p2 back\\slash`.`d back\\slash`.`back\\slash__cutover_next` CLONE `p1 back\\slash`.`d back\\slash`.`back\\slash` OPTIONS(expiration_timestamp = NULL, labels = [('a', 'back\\slash'), ('cutover_release', 'r1'), ('team', 'x')], description = 'c\'back\\slash')
DROP TABLE `p2 back\\slash`.`d back\\slash`.`back\\slash`
ALTER TABLE `p2 back\\slash`.`d back\\slash`.`back\\slash__cutover_next` RENAME TO `back\\slash`

-- name "new\nline"
CREATE OR REPLACE TABLE `p2 new\nline`.`d new\nline`.`new\nline__cutover_next` CLONE `p1 new\nline`.`d new\nline`.`new\nline` OPTIONS(expiration_timestamp = NULL, labels = [('a', 'new\nline'), ('cutover_release', 'r1'), ('team', 'x')], description = 'c\'new\nline')
DROP TABLE `p2 new\nline`.`d new\nline`.`new\nline`
ALTER TABLE `p2 new\nline`.`d new\nline`.`new\nline__cutover_next` RENAME TO `new\nline`

-- name "/* c */"
CREATE OR REPLACE TABLE `p2 /* c */`.`d /* c */`.`/* c */__cutover_next` CLONE `p1 /* c */`.`d /* c */`.`/* c */` OPTIONS(expiration_timestamp = NULL, labels = [('a', '/* c */'), ('cutover_release', 'r1'), ('team', 'x')], description = 'c\'/* c */')
DROP TABLE `p2 /* c */`.`d /* c */`.`/* c */`
ALTER TABLE `p2 /* c */`.`d /* c */`.`/* c */__cutover_next` RENAME TO `/* c */`

-- name "# c"
CREATE OR REPLACE TABLE `p2 # c`.`d # c`.`# c__cutover_next` CLONE `p1 # c`.`d # c`.`# c` OPTIONS(expiration_timestamp = NULL, labels = [('a', '# c'), ('cutover_release', 'r1'), ('team', 'x')], description = 'c\'# c')
DROP TABLE `p2 # c`.`d # c`.`# c`
ALTER TABLE `p2 # c`.`d # c`.`# c__cutover_next` RENAME TO `# c`

-- name "?"
CREATE OR REPLACE TABLE `p2 ?`.`d ?`.`?__cutover_next` CLONE `p1 ?`.`d ?`.`?` OPTIONS(expiration_timestamp = NULL, labels = [('a', '?'), ('cutover_release', 'r1'), ('team', 'x')], description = 'c\'?')
DROP TABLE `p2 ?`.`d ?`.`?`
ALTER TABLE `p2 ?`.`d ?`.`?__cutover_next` RENAME TO `?`

-- name "@x"
CREATE OR REPLACE TABLE `p2 @x`.`d @x`.`@x__cutover_next` CLONE `p1 @x`.`d @x`.`@x` OPTIONS(expiration_timestamp = NULL, labels = [('a', '@x'), ('cutover_release', 'r1'), ('team', 'x')], description = 'c\'@x')
DROP TABLE `p2 @x`.`d @x`.`@x`
ALTER TABLE `p2 @x`.`d @x`.`@x__cutover_next` RENAME TO `@x`

-- name "'''"
CREATE OR REPLACE TABLE `p2 '''`.`d '''`.`'''__cutover_next` CLONE `p1 '''`.`d '''`.`'''` OPTIONS(expiration_timestamp = NULL, labels = [('a', '\'\'\''), ('cutover_release', 'r1'), ('team', 'x')], description = 'c\'\'\'\'')
DROP TABLE `p2 '''`.`d '''`.`'''`
ALTER TABLE `p2 '''`.`d '''`.`'''__cutover_next` RENAME TO `'''`

-- name "\\"
CREATE OR REPLACE TABLE `p2 \\`.`d \\`.`\\__cutover_next` CLONE `p1 \\`.`d \\`.`\\` OPTIONS(expiration_timestamp = NULL, labels = [('a', '\\'), ('cutover_release', 'r1'), ('team', 'x')], description = 'c\'\\')
DROP TABLE `p2 \\`.`d \\`.`\\`
ALTER TABLE `p2 \\`.`d \\`.`\\__cutover_next` RENAME TO `\\`

-- name "\\'"
CREATE OR REPLACE TABLE `p2 \\'`.`d \\'`.`\\'__cutover_next` CLONE `p1 \\'`.`d \\'`.`\\'` OPTIONS(expiration_timestamp = NULL, labels = [('a', '\\\''), ('cutover_release', 'r1'), ('team', 'x')], description = 'c\'\\\'')
DROP TABLE `p2 \\'`.`d \\'`.`\\'`
ALTER TABLE `p2 \\'`.`d \\'`.`\\'__cutover_next` RENAME TO `\\'`

-- name "my-project.x"
CREATE OR REPLACE TABLE `p2 my-project.x`.`d my-project.x`.`my-project.x__cutover_next` CLONE `p1 my-project.x`.`d my-project.x`.`my-project.x` OPTIONS(expiration_timestamp = NULL, labels = [('a', 'my-project.x'), ('cutover_release', 'r1'), ('team', 'x')], description = 'c\'my-project.x')
DROP TABLE `p2 my-project.x`.`d my-project.x`.`my-project.x`
ALTER TABLE `p2 my-project.x`.`d my-project.x`.`my-project.x__cutover_next` RENAME TO `my-project.x`

-- name "xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx"
CREATE OR REPLACE TABLE `p2 xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx`.`d xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx`.`xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx__cutover_next` CLONE `p1 xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx`.`d xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx`.`xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx` OPTIONS(expiration_timestamp = NULL, labels = [('a', 'xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx'), ('cutover_release', 'r1'), ('team', 'x')], description = 'c\'xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx')
DROP TABLE `p2 xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx`.`d xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx`.`xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx`
ALTER TABLE `p2 xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx`.`d xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx`.`xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx__cutover_next` RENAME TO `xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx`

