-- name "plain"
ALTER TABLE `p1 plain`.`d plain`.`plain` ALTER COLUMN `plain` SET OPTIONS (description = 'it\'s plain')
ALTER TABLE `p1 plain`.`d plain`.`plain` ALTER COLUMN `b` SET OPTIONS (description = 'x')

-- name "MiXed Case"
ALTER TABLE `p1 MiXed Case`.`d MiXed Case`.`MiXed Case` ALTER COLUMN `MiXed Case` SET OPTIONS (description = 'it\'s MiXed Case')
ALTER TABLE `p1 MiXed Case`.`d MiXed Case`.`MiXed Case` ALTER COLUMN `b` SET OPTIONS (description = 'x')

-- name "back`tick"
ALTER TABLE `p1 back\`tick`.`d back\`tick`.`back\`tick` ALTER COLUMN `back\`tick` SET OPTIONS (description = 'it\'s back`tick')
ALTER TABLE `p1 back\`tick`.`d back\`tick`.`back\`tick` ALTER COLUMN `b` SET OPTIONS (description = 'x')

-- name "quo\"te"
ALTER TABLE `p1 quo"te`.`d quo"te`.`quo"te` ALTER COLUMN `quo"te` SET OPTIONS (description = 'it\'s quo"te')
ALTER TABLE `p1 quo"te`.`d quo"te`.`quo"te` ALTER COLUMN `b` SET OPTIONS (description = 'x')

-- name "apo'strophe; --"
ALTER TABLE `p1 apo'strophe; --`.`d apo'strophe; --`.`apo'strophe; --` ALTER COLUMN `apo'strophe; --` SET OPTIONS (description = 'it\'s apo\'strophe; --')
ALTER TABLE `p1 apo'strophe; --`.`d apo'strophe; --`.`apo'strophe; --` ALTER COLUMN `b` SET OPTIONS (description = 'x')

-- name "select"
ALTER TABLE `p1 select`.`d select`.`select` ALTER COLUMN `select` SET OPTIONS (description = 'it\'s select')
ALTER TABLE `p1 select`.`d select`.`select` ALTER COLUMN `b` SET OPTIONS (description = 'x')

-- name "été 日本"
ALTER TABLE `p1 été 日本`.`d été 日本`.`été 日本` ALTER COLUMN `été 日本` SET OPTIONS (description = 'it\'s été 日本')
ALTER TABLE `p1 été 日本`.`d été 日本`.`été 日本` ALTER COLUMN `b` SET OPTIONS (description = 'x')

-- name "50%_off"
ALTER TABLE `p1 50%_off`.`d 50%_off`.`50%_off` ALTER COLUMN `50%_off` SET OPTIONS (description = 'it\'s 50%_off')
ALTER TABLE `p1 50%_off`.`d 50%_off`.`50%_off` ALTER COLUMN `b` SET OPTIONS (description = 'x')

-- name "back\\slash"
ALTER TABLE `p1 back\\slash`.`d back\\slash`.`back\\slash` ALTER COLUMN `back\\slash` SET OPTIONS (description = 'it\'s back\\slash')
ALTER TABLE `p1 back\\slash`.`d back\\slash`.`back\\slash` ALTER COLUMN `b` SET OPTIONS (description = 'x')

-- name "new\nline"
ALTER TABLE `p1 new\nline`.`d new\nline`.`new\nline` ALTER COLUMN `new\nline` SET OPTIONS (description = 'it\'s new\nline')
ALTER TABLE `p1 new\nline`.`d new\nline`.`new\nline` ALTER COLUMN `b` SET OPTIONS (description = 'x')

-- name "/* c */"
ALTER TABLE `p1 /* c */`.`d /* c */`.`/* c */` ALTER COLUMN `/* c */` SET OPTIONS (description = 'it\'s /* c */')
ALTER TABLE `p1 /* c */`.`d /* c */`.`/* c */` ALTER COLUMN `b` SET OPTIONS (description = 'x')

-- name "# c"
ALTER TABLE `p1 # c`.`d # c`.`# c` ALTER COLUMN `# c` SET OPTIONS (description = 'it\'s # c')
ALTER TABLE `p1 # c`.`d # c`.`# c` ALTER COLUMN `b` SET OPTIONS (description = 'x')

-- name "?"
ALTER TABLE `p1 ?`.`d ?`.`?` ALTER COLUMN `?` SET OPTIONS (description = 'it\'s ?')
ALTER TABLE `p1 ?`.`d ?`.`?` ALTER COLUMN `b` SET OPTIONS (description = 'x')

-- name "@x"
ALTER TABLE `p1 @x`.`d @x`.`@x` ALTER COLUMN `@x` SET OPTIONS (description = 'it\'s @x')
ALTER TABLE `p1 @x`.`d @x`.`@x` ALTER COLUMN `b` SET OPTIONS (description = 'x')

-- name "'''"
ALTER TABLE `p1 '''`.`d '''`.`'''` ALTER COLUMN `'''` SET OPTIONS (description = 'it\'s \'\'\'')
ALTER TABLE `p1 '''`.`d '''`.`'''` ALTER COLUMN `b` SET OPTIONS (description = 'x')

-- name "\\"
ALTER TABLE `p1 \\`.`d \\`.`\\` ALTER COLUMN `\\` SET OPTIONS (description = 'it\'s \\')
ALTER TABLE `p1 \\`.`d \\`.`\\` ALTER COLUMN `b` SET OPTIONS (description = 'x')

-- name "\\'"
ALTER TABLE `p1 \\'`.`d \\'`.`\\'` ALTER COLUMN `\\'` SET OPTIONS (description = 'it\'s \\\'')
ALTER TABLE `p1 \\'`.`d \\'`.`\\'` ALTER COLUMN `b` SET OPTIONS (description = 'x')

-- name "my-project.x"
ALTER TABLE `p1 my-project.x`.`d my-project.x`.`my-project.x` ALTER COLUMN `my-project.x` SET OPTIONS (description = 'it\'s my-project.x')
ALTER TABLE `p1 my-project.x`.`d my-project.x`.`my-project.x` ALTER COLUMN `b` SET OPTIONS (description = 'x')

-- name "xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx"
ALTER TABLE `p1 xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx`.`d xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx`.`xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx` ALTER COLUMN `xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx` SET OPTIONS (description = 'it\'s xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx')
ALTER TABLE `p1 xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx`.`d xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx`.`xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx` ALTER COLUMN `b` SET OPTIONS (description = 'x')

