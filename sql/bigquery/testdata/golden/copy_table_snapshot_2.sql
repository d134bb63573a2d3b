-- name "plain"
CREATE SNAPSHOT TABLE IF NOT EXISTS `p2 plain`.`d plain`.`plain` CLONE `p1 plain`.`d plain`.`plain` OPTIONS(expiration_timestamp = NULL, labels = [('a', 'plain'), ('cutover_release', 'r1'), ('team', 'x')], description = 'c\'plain')

-- name "MiXed Case"
CREATE SNAPSHOT TABLE IF NOT EXISTS `p2 MiXed Case`.`d MiXed Case`.`MiXed Case` CLONE `p1 MiXed Case`.`d MiXed Case`.`MiXed Case` OPTIONS(expiration_timestamp = NULL, labels = [('a', 'MiXed Case'), ('cutover_release', 'r1'), ('team', 'x')], description = 'c\'MiXed Case')

-- name "back`tick"
CREATE SNAPSHOT TABLE IF NOT EXISTS `p2 back\`tick`.`d back\`tick`.`back\`tick` CLONE `p1 back\`tick`.`d back\`tick`.`back\`tick` OPTIONS(expiration_timestamp = NULL, labels = [('a', 'back`tick'), ('cutover_release', 'r1'), ('team', 'x')], description = 'c\'back`tick')

-- name "quo\"te"
CREATE SNAPSHOT TABLE IF NOT EXISTS `p2 quo"te`.`d quo"te`.`quo"te` CLONE `p1 quo"te`.`d quo"te`.`quo"te` OPTIONS(expiration_timestamp = NULL, labels = [('a', 'quo"te'), ('cutover_release', 'r1'), ('team', 'x')], description = 'c\'quo"te')

-- name "apo'strophe; --"
CREATE SNAPSHOT TABLE IF NOT EXISTS `p2 apo'strophe; --`.`d apo'strophe; --`.`apo'strophe; --` CLONE `p1 apo'strophe; --`.`d apo'strophe; --`.`apo'strophe; --` OPTIONS(expiration_timestamp = NULL, labels = [('a', 'apo\'strophe; --'), ('cutover_release', 'r1'), ('team', 'x')], description = 'c\'apo\'strophe; --')

-- name "select"
CREATE SNAPSHOT TABLE IF NOT EXISTS `p2 select`.`d select`.`select` CLONE `p1 select`.`d select`.`select` OPTIONS(expiration_timestamp = NULL, labels = [('a', 'select'), ('cutover_release', 'r1'), ('team', 'x')], description = 'c\'select')

-- name "été 日本"
CREATE SNAPSHOT TABLE IF NOT EXISTS `p2 été 日本`.`d été 日本`.`été 日本` CLONE `p1 été 日本`.`d été 日本`.`été 日本` OPTIONS(expiration_timestamp = NULL, labels = [('a', 'été 日本'), ('cutover_release', 'r1'), ('team', 'x')], description = 'c\'été 日本')

-- name "50%_off"
CREATE SNAPSHOT TABLE IF NOT EXISTS `p2 50%_off`.`d 50%_off`.`50%_off` CLONE `p1 50%_off`.`d 50%_off`.`50%_off` OPTIONS(expiration_timestamp = NULL, labels = [('a', '50%_off'), ('cutover_release', 'r1'), ('team', 'x')], description = 'c\'50%_off')

-- name "back\\slash"
CREATE SNAPSHOT TABLE IF NOT EXISTS `p2 back\\slash`.`d back\\slash`.`back\\slash` CLONE `p1 back\\slash`.`d back\\slash`.`back\\slash` OPTIONS(expiration_timestamp = NULL, labels = [('a', 'back\\slash'), ('cutover_release', 'r1'), ('team', 'x')], description = 'c\'back\\slash')

-- name "new\nline"
CREATE SNAPSHOT TABLE IF NOT EXISTS `p2 new\nline`.`d new\nline`.`new\nline` CLONE `p1 new\nline`.`d new\nline`.`new\nline` OPTIONS(expiration_timestamp = NULL, labels = [('a', 'new\nline'), ('cutover_release', 'r1'), ('team', 'x')], description = 'c\'new\nline')

-- name "/* c */"
CREATE SNAPSHOT TABLE IF NOT EXISTS `p2 /* c */`.`d /* c */`.`/* c */` CLONE `p1 /* c */`.`d /* c */`.`/* c */` OPTIONS(expiration_timestamp = NULL, labels = [('a', '/* c */'), ('cutover_release', 'r1'), ('team', 'x')], description = 'c\'/* c */')

-- name "# c"
CREATE SNAPSHOT TABLE IF NOT EXISTS `p2 # c`.`d # c`.`# c` CLONE `p1 # c`.`d # c`.`# c` OPTIONS(expiration_timestamp = NULL, labels = [('a', '# c'), ('cutover_release', 'r1'), ('team', 'x')], description = 'c\'# c')

-- name "?"
CREATE SNAPSHOT TABLE IF NOT EXISTS `p2 ?`.`d ?`.`?` CLONE `p1 ?`.`d ?`.`?` OPTIONS(expiration_timestamp = NULL, labels = [('a', '?'), ('cutover_release', 'r1'), ('team', 'x')], description = 'c\'?')

-- name "@x"
CREATE SNAPSHOT TABLE IF NOT EXISTS `p2 @x`.`d @x`.`@x` CLONE `p1 @x`.`d @x`.`@x` OPTIONS(expiration_timestamp = NULL, labels = [('a', '@x'), ('cutover_release', 'r1'), ('team', 'x')], description = 'c\'@x')

-- name "'''"
CREATE SNAPSHOT TABLE IF NOT EXISTS `p2 '''`.`d '''`.`'''` CLONE `p1 '''`.`d '''`.`'''` OPTIONS(expiration_timestamp = NULL, labels = [('a', '\'\'\''), ('cutover_release', 'r1'), ('team', 'x')], description = 'c\'\'\'\'')

-- name "\\"
CREATE SNAPSHOT TABLE IF NOT EXISTS `p2 \\`.`d \\`.`\\` CLONE `p1 \\`.`d \\`.`\\` OPTIONS(expiration_timestamp = NULL, labels = [('a', '\\'), ('cutover_release', 'r1'), ('team', 'x')], description = 'c\'\\')

-- name "\\'"
CREATE SNAPSHOT TABLE IF NOT EXISTS `p2 \\'`.`d \\'`.`\\'` CLONE `p1 \\'`.`d \\'`.`\\'` OPTIONS(expiration_timestamp = NULL, labels = [('a', '\\\''), ('cutover_release', 'r1'), ('team', 'x')], description = 'c\'\\\'')

-- name "my-project.x"
CREATE SNAPSHOT TABLE IF NOT EXISTS `p2 my-project.x`.`d my-project.x`.`my-project.x` CLONE `p1 my-project.x`.`d my-project.x`.`my-project.x` OPTIONS(expiration_timestamp = NULL, labels = [('a', 'my-project.x'), ('cutover_release', 'r1'), ('team', 'x')], description = 'c\'my-project.x')

-- name "xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx"
CREATE SNAPSHOT TABLE IF NOT EXISTS `p2 xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx`.`d xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx`.`xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx` CLONE `p1 xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx`.`d xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx`.`xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx` OPTIONS(expiration_timestamp = NULL, labels = [('a', 'xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx'), ('cutover_release', 'r1'), ('team', 'x')], description = 'c\'xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx')

