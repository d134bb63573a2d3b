-- name "plain"
DROP TABLE `p1 plain`.`d plain`.`plain`

-- name "MiXed Case"
DROP TABLE `p1 MiXed Case`.`d MiXed Case`.`MiXed Case`

-- name "back`tick"
DROP TABLE `p1 back\`tick`.`d back\`tick`.`back\`tick`

-- name "quo\"te"
DROP TABLE `p1 quo"te`.`d quo"te`.`quo"te`

-- name "apo'strophe; --"
DROP TABLE `p1 apo'strophe; --`.`d apo'strophe; --`.`apo'strophe; --`

-- name "select"
DROP TABLE `p1 select`.`d select`.`select`

-- name "été 日本"
DROP TABLE `p1 été 日本`.`d été 日本`.`été 日本`

-- name "50%_off"
DROP TABLE `p1 50%_off`.`d 50%_off`.`50%_off`

-- name "back\\slash"
DROP TABLE `p1 back\\slash`.`d back\\slash`.`back\\slash`

-- name "new\nline"
DROP TABLE `p1 new\nline`.`d new\nline`.`new\nline`

-- name "/* c */"
DROP TABLE `p1 /* c */`.`d /* c */`.`/* c */`

-- name "# c"
DROP TABLE `p1 # c`.`d # c`.`# c`

-- name "?"
DROP TABLE `p1 ?`.`d ?`.`?`

-- name "@x"
DROP TABLE `p1 @x`.`d @x`.`@x`

-- name "'''"
DROP TABLE `p1 '''`.`d '''`.`'''`

-- name "\\"
DROP TABLE `p1 \\`.`d \\`.`\\`

-- name "\\'"
DROP TABLE `p1 \\'`.`d \\'`.`\\'`

-- name "my-project.x"
DROP TABLE `p1 my-project.x`.`d my-project.x`.`my-project.x`

-- name "xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx"
DROP TABLE `p1 xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx`.`d xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx`.`xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx`

