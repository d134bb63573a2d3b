-- name "plain"
DROP SNAPSHOT TABLE `p1 plain`.`d plain`.`plain`

-- name "MiXed Case"
DROP SNAPSHOT TABLE `p1 MiXed Case`.`d MiXed Case`.`MiXed Case`

-- name "back`tick"
DROP SNAPSHOT TABLE `p1 back\`tick`.`d back\`tick`.`back\`tick`

-- name "quo\"te"
DROP SNAPSHOT TABLE `p1 quo"te`.`d quo"te`.`quo"te`

-- name "apo'strophe; --"
DROP SNAPSHOT TABLE `p1 apo'strophe; --`.`d apo'strophe; --`.`apo'strophe; --`

-- name "select"
DROP SNAPSHOT TABLE `p1 select`.`d select`.`select`

-- name "été 日本"
DROP SNAPSHOT TABLE `p1 été 日本`.`d été 日本`.`été 日本`

-- name "50%_off"
DROP SNAPSHOT TABLE `p1 50%_off`.`d 50%_off`.`50%_off`

-- name "back\\slash"
DROP SNAPSHOT TABLE `p1 back\\slash`.`d back\\slash`.`back\\slash`

-- name "new\nline"
DROP SNAPSHOT TABLE `p1 new\nline`.`d new\nline`.`new\nline`

-- name "/* c */"
DROP SNAPSHOT TABLE `p1 /* c */`.`d /* c */`.`/* c */`

-- name "# c"
DROP SNAPSHOT TABLE `p1 # c`.`d # c`.`# c`

-- name "?"
DROP SNAPSHOT TABLE `p1 ?`.`d ?`.`?`

-- name "@x"
DROP SNAPSHOT TABLE `p1 @x`.`d @x`.`@x`

-- name "'''"
DROP SNAPSHOT TABLE `p1 '''`.`d '''`.`'''`

-- name "\\"
DROP SNAPSHOT TABLE `p1 \\`.`d \\`.`\\`

-- name "\\'"
DROP SNAPSHOT TABLE `p1 \\'`.`d \\'`.`\\'`

-- name "my-project.x"
DROP SNAPSHOT TABLE `p1 my-project.x`.`d my-project.x`.`my-project.x`

-- name "xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx"
DROP SNAPSHOT TABLE `p1 xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx`.`d xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx`.`xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx`

