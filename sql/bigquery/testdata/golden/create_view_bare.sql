-- name "plain"
CREATE VIEW `p1 plain`.`d plain`.`plain` AS select 1

-- name "MiXed Case"
CREATE VIEW `p1 MiXed Case`.`d MiXed Case`.`MiXed Case` AS select 1

-- name "back`tick"
CREATE VIEW `p1 back\`tick`.`d back\`tick`.`back\`tick` AS select 1

-- name "quo\"te"
CREATE VIEW `p1 quo"te`.`d quo"te`.`quo"te` AS select 1

-- name "apo'strophe; --"
CREATE VIEW `p1 apo'strophe; --`.`d apo'strophe; --`.`apo'strophe; --` AS select 1

-- name "select"
CREATE VIEW `p1 select`.`d select`.`select` AS select 1

-- name "été 日本"
CREATE VIEW `p1 été 日本`.`d été 日本`.`été 日本` AS select 1

-- name "50%_off"
CREATE VIEW `p1 50%_off`.`d 50%_off`.`50%_off` AS select 1

-- name "back\\slash"
CREATE VIEW `p1 back\\slash`.`d back\\slash`.`back\\slash` AS select 1

-- name "new\nline"
CREATE VIEW `p1 new\nline`.`d new\nline`.`new\nline` AS select 1

-- name "/* c */"
CREATE VIEW `p1 /* c */`.`d /* c */`.`/* c */` AS select 1

-- name "# c"
CREATE VIEW `p1 # c`.`d # c`.`# c` AS select 1

-- name "?"
CREATE VIEW `p1 ?`.`d ?`.`?` AS select 1

-- name "@x"
CREATE VIEW `p1 @x`.`d @x`.`@x` AS select 1

-- name "'''"
CREATE VIEW `p1 '''`.`d '''`.`'''` AS select 1

-- name "\\"
CREATE VIEW `p1 \\`.`d \\`.`\\` AS select 1

-- name "\\'"
CREATE VIEW `p1 \\'`.`d \\'`.`\\'` AS select 1

-- name "my-project.x"
CREATE VIEW `p1 my-project.x`.`d my-project.x`.`my-project.x` AS select 1

-- name "xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx"
CREATE VIEW `p1 xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx`.`d xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx`.`xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx` AS select 1

