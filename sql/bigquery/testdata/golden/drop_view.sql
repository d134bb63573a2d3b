-- name "plain"
DROP VIEW `p2 plain`.`d plain`.`plain`

-- name "MiXed Case"
DROP VIEW `p2 MiXed Case`.`d MiXed Case`.`MiXed Case`

-- name "back`tick"
DROP VIEW `p2 back\`tick`.`d back\`tick`.`back\`tick`

-- name "quo\"te"
DROP VIEW `p2 quo"te`.`d quo"te`.`quo"te`

-- name "apo'strophe; --"
DROP VIEW `p2 apo'strophe; --`.`d apo'strophe; --`.`apo'strophe; --`

-- name "select"
DROP VIEW `p2 select`.`d select`.`select`

-- name "été 日本"
DROP VIEW `p2 été 日本`.`d été 日本`.`été 日本`

-- name "50%_off"
DROP VIEW `p2 50%_off`.`d 50%_off`.`50%_off`

-- name "back\\slash"
DROP VIEW `p2 back\\slash`.`d back\\slash`.`back\\slash`

-- name "new\nline"
DROP VIEW `p2 new\nline`.`d new\nline`.`new\nline`

-- name "/* c */"
DROP VIEW `p2 /* c */`.`d /* c */`.`/* c */`

-- name "# c"
DROP VIEW `p2 # c`.`d # c`.`# c`

-- name "?"
DROP VIEW `p2 ?`.`d ?`.`?`

-- name "@x"
DROP VIEW `p2 @x`.`d @x`.`@x`

-- name "'''"
DROP VIEW `p2 '''`.`d '''`.`'''`

-- name "\\"
DROP VIEW `p2 \\`.`d \\`.`\\`

-- name "\\'"
DROP VIEW `p2 \\'`.`d \\'`.`\\'`

-- name "my-project.x"
DROP VIEW `p2 my-project.x`.`d my-project.x`.`my-project.x`

-- name "xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx"
DROP VIEW `p2 xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx`.`d xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx`.`xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx`

