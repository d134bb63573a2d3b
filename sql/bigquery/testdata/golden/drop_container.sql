-- name "plain"
DROP SCHEMA `p2 plain`.`d plain` CASCADE

-- name "MiXed Case"
DROP SCHEMA `p2 MiXed Case`.`d MiXed Case` CASCADE

-- name "back`tick"
DROP SCHEMA `p2 back\`tick`.`d back\`tick` CASCADE

-- name "quo\"te"
DROP SCHEMA `p2 quo"te`.`d quo"te` CASCADE

-- name "apo'strophe; --"
DROP SCHEMA `p2 apo'strophe; --`.`d apo'strophe; --` CASCADE

-- name "select"
DROP SCHEMA `p2 select`.`d select` CASCADE

-- name "été 日本"
DROP SCHEMA `p2 été 日本`.`d été 日本` CASCADE

-- name "50%_off"
DROP SCHEMA `p2 50%_off`.`d 50%_off` CASCADE

-- name "back\\slash"
DROP SCHEMA `p2 back\\slash`.`d back\\slash` CASCADE

-- name "new\nline"
DROP SCHEMA `p2 new\nline`.`d new\nline` CASCADE

-- name "/* c */"
DROP SCHEMA `p2 /* c */`.`d /* c */` CASCADE

-- name "# c"
DROP SCHEMA `p2 # c`.`d # c` CASCADE

-- name "?"
DROP SCHEMA `p2 ?`.`d ?` CASCADE

-- name "@x"
DROP SCHEMA `p2 @x`.`d @x` CASCADE

-- name "'''"
DROP SCHEMA `p2 '''`.`d '''` CASCADE

-- name "\\"
DROP SCHEMA `p2 \\`.`d \\` CASCADE

-- name "\\'"
DROP SCHEMA `p2 \\'`.`d \\'` CASCADE

-- name "my-project.x"
DROP SCHEMA `p2 my-project.x`.`d my-project.x` CASCADE

-- name "xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx"
DROP SCHEMA `p2 xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx`.`d xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx` CASCADE

