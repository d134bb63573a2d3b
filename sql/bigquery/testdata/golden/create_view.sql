-- name "plain"
CREATE VIEW `p1 plain`.`d plain`.`plain` OPTIONS(description = 'c\'plain') AS SELECT 1 AS a, ';' AS b

-- name "MiXed Case"
CREATE VIEW `p1 MiXed Case`.`d MiXed Case`.`MiXed Case` OPTIONS(description = 'c\'MiXed Case') AS SELECT 1 AS a, ';' AS b

-- name "back`tick"
CREATE VIEW `p1 back\`tick`.`d back\`tick`.`back\`tick` OPTIONS(description = 'c\'back`tick') AS SELECT 1 AS a, ';' AS b

-- name "quo\"te"
CREATE VIEW `p1 quo"te`.`d quo"te`.`quo"te` OPTIONS(description = 'c\'quo"te') AS SELECT 1 AS a, ';' AS b

-- name "apo'strophe; --"
CREATE VIEW `p1 apo'strophe; --`.`d apo'strophe; --`.`apo'strophe; --` OPTIONS(description = 'c\'apo\'strophe; --') AS SELECT 1 AS a, ';' AS b

-- name "select"
CREATE VIEW `p1 select`.`d select`.`select` OPTIONS(description = 'c\'select') AS SELECT 1 AS a, ';' AS b

-- name "été 日本"
CREATE VIEW `p1 été 日本`.`d été 日本`.`été 日本` OPTIONS(description = 'c\'été 日本') AS SELECT 1 AS a, ';' AS b

-- name "50%_off"
CREATE VIEW `p1 50%_off`.`d 50%_off`.`50%_off` OPTIONS(description = 'c\'50%_off') AS SELECT 1 AS a, ';' AS b

-- name "back\\slash"
CREATE VIEW `p1 back\\slash`.`d back\\slash`.`back\\slash` OPTIONS(description = 'c\'back\\slash') AS SELECT 1 AS a, ';' AS b

-- name "new\nline"
CREATE VIEW `p1 new\nline`.`d new\nline`.`new\nline` OPTIONS(description = 'c\'new\nline') AS SELECT 1 AS a, ';' AS b

-- name "/* c */"
CREATE VIEW `p1 /* c */`.`d /* c */`.`/* c */` OPTIONS(description = 'c\'/* c */') AS SELECT 1 AS a, ';' AS b

-- name "# c"
CREATE VIEW `p1 # c`.`d # c`.`# c` OPTIONS(description = 'c\'# c') AS SELECT 1 AS a, ';' AS b

-- name "?"
CREATE VIEW `p1 ?`.`d ?`.`?` OPTIONS(description = 'c\'?') AS SELECT 1 AS a, ';' AS b

-- name "@x"
CREATE VIEW `p1 @x`.`d @x`.`@x` OPTIONS(description = 'c\'@x') AS SELECT 1 AS a, ';' AS b

-- name "'''"
CREATE VIEW `p1 '''`.`d '''`.`'''` OPTIONS(description = 'c\'\'\'\'') AS SELECT 1 AS a, ';' AS b

-- name "\\"
CREATE VIEW `p1 \\`.`d \\`.`\\` OPTIONS(description = 'c\'\\') AS SELECT 1 AS a, ';' AS b

-- name "\\'"
CREATE VIEW `p1 \\'`.`d \\'`.`\\'` OPTIONS(description = 'c\'\\\'') AS SELECT 1 AS a, ';' AS b

-- name "my-project.x"
CREATE VIEW `p1 my-project.x`.`d my-project.x`.`my-project.x` OPTIONS(description = 'c\'my-project.x') AS SELECT 1 AS a, ';' AS b

-- name "xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx"
CREATE VIEW `p1 xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx`.`d xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx`.`xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx` OPTIONS(description = 'c\'xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx') AS SELECT 1 AS a, ';' AS b

