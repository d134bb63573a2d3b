-- name "plain"
SELECT * FROM `p1 plain`.`d plain`.`plain` LIMIT 0

-- name "MiXed Case"
SELECT * FROM `p1 MiXed Case`.`d MiXed Case`.`MiXed Case` LIMIT 0

-- name "back`tick"
SELECT * FROM `p1 back\`tick`.`d back\`tick`.`back\`tick` LIMIT 0

-- name "quo\"te"
SELECT * FROM `p1 quo"te`.`d quo"te`.`quo"te` LIMIT 0

-- name "apo'strophe; --"
SELECT * FROM `p1 apo'strophe; --`.`d apo'strophe; --`.`apo'strophe; --` LIMIT 0

-- name "select"
SELECT * FROM `p1 select`.`d select`.`select` LIMIT 0

-- name "été 日本"
SELECT * FROM `p1 été 日本`.`d été 日本`.`été 日本` LIMIT 0

-- name "50%_off"
SELECT * FROM `p1 50%_off`.`d 50%_off`.`50%_off` LIMIT 0

-- name "back\\slash"
SELECT * FROM `p1 back\\slash`.`d back\\slash`.`back\\slash` LIMIT 0

-- name "new\nline"
SELECT * FROM `p1 new\nline`.`d new\nline`.`new\nline` LIMIT 0

-- name "/* c */"
SELECT * FROM `p1 /* c */`.`d /* c */`.`/* c */` LIMIT 0

-- name "# c"
SELECT * FROM `p1 # c`.`d # c`.`# c` LIMIT 0

-- name "?"
SELECT * FROM `p1 ?`.`d ?`.`?` LIMIT 0

-- name "@x"
SELECT * FROM `p1 @x`.`d @x`.`@x` LIMIT 0

-- name "'''"
SELECT * FROM `p1 '''`.`d '''`.`'''` LIMIT 0

-- name "\\"
SELECT * FROM `p1 \\`.`d \\`.`\\` LIMIT 0

-- name "\\'"
SELECT * FROM `p1 \\'`.`d \\'`.`\\'` LIMIT 0

-- name "my-project.x"
SELECT * FROM `p1 my-project.x`.`d my-project.x`.`my-project.x` LIMIT 0

-- name "xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx"
SELECT * FROM `p1 xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx`.`d xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx`.`xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx` LIMIT 0

