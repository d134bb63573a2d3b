-- name "plain"
CREATE TABLE `p2 plain`.`d plain`.`plain` CLONE `p1 plain`.`d plain`.`plain` OPTIONS(expiration_timestamp = TIMESTAMP '2026-11-21 06:20:00 UTC', labels = [], description = '')

-- name "MiXed Case"
CREATE TABLE `p2 MiXed Case`.`d MiXed Case`.`MiXed Case` CLONE `p1 MiXed Case`.`d MiXed Case`.`MiXed Case` OPTIONS(expiration_timestamp = TIMESTAMP '2026-11-21 06:20:00 UTC', labels = [], description = '')

-- name "back`tick"
CREATE TABLE `p2 back\`tick`.`d back\`tick`.`back\`tick` CLONE `p1 back\`tick`.`d back\`tick`.`back\`tick` OPTIONS(expiration_timestamp = TIMESTAMP '2026-11-21 06:20:00 UTC', labels = [], description = '')

-- name "quo\"te"
CREATE TABLE `p2 quo"te`.`d quo"te`.`quo"te` CLONE `p1 quo"te`.`d quo"te`.`quo"te` OPTIONS(expiration_timestamp = TIMESTAMP '2026-11-21 06:20:00 UTC', labels = [], description = '')

-- name "apo'strophe; --"
CREATE TABLE `p2 apo'strophe; --`.`d apo'strophe; --`.`apo'strophe; --` CLONE `p1 apo'strophe; --`.`d apo'strophe; --`.`apo'strophe; --` OPTIONS(expiration_timestamp = TIMESTAMP '2026-11-21 06:20:00 UTC', labels = [], description = '')

-- name "select"
CREATE TABLE `p2 select`.`d select`.`select` CLONE `p1 select`.`d select`.`select` OPTIONS(expiration_timestamp = TIMESTAMP '2026-11-21 06:20:00 UTC', labels = [], description = '')

-- name "été 日本"
CREATE TABLE `p2 été 日本`.`d été 日本`.`été 日本` CLONE `p1 été 日本`.`d été 日本`.`été 日本` OPTIONS(expiration_timestamp = TIMESTAMP '2026-11-21 06:20:00 UTC', labels = [], description = '')

-- name "50%_off"
CREATE TABLE `p2 50%_off`.`d 50%_off`.`50%_off` CLONE `p1 50%_off`.`d 50%_off`.`50%_off` OPTIONS(expiration_timestamp = TIMESTAMP '2026-11-21 06:20:00 UTC', labels = [], description = '')

-- name "back\\slash"
CREATE TABLE `p2 back\\slash`.`d back\\slash`.`back\\slash` CLONE `p1 back\\slash`.`d back\\slash`.`back\\slash` OPTIONS(expiration_timestamp = TIMESTAMP '2026-11-21 06:20:00 UTC', labels = [], description = '')

-- name "new\nline"
CREATE TABLE `p2 new\nline`.`d new\nline`.`new\nline` CLONE `p1 new\nline`.`d new\nline`.`new\nline` OPTIONS(expiration_timestamp = TIMESTAMP '2026-11-21 06:20:00 UTC', labels = [], description = '')

-- name "/* c */"
CREATE TABLE `p2 /* c */`.`d /* c */`.`/* c */` CLONE `p1 /* c */`.`d /* c */`.`/* c */` OPTIONS(expiration_timestamp = TIMESTAMP '2026-11-21 06:20:00 UTC', labels = [], description = '')

-- name "# c"
CREATE TABLE `p2 # c`.`d # c`.`# c` CLONE `p1 # c`.`d # c`.`# c` OPTIONS(expiration_timestamp = TIMESTAMP '2026-11-21 06:20:00 UTC', labels = [], description = '')

-- name "?"
CREATE TABLE `p2 ?`.`d ?`.`?` CLONE `p1 ?`.`d ?`.`?` OPTIONS(expiration_timestamp = TIMESTAMP '2026-11-21 06:20:00 UTC', labels = [], description = '')

-- name "@x"
CREATE TABLE `p2 @x`.`d @x`.`@x` CLONE `p1 @x`.`d @x`.`@x` OPTIONS(expiration_timestamp = TIMESTAMP '2026-11-21 06:20:00 UTC', labels = [], description = '')

-- name "'''"
CREATE TABLE `p2 '''`.`d '''`.`'''` CLONE `p1 '''`.`d '''`.`'''` OPTIONS(expiration_timestamp = TIMESTAMP '2026-11-21 06:20:00 UTC', labels = [], description = '')

-- name "\\"
CREATE TABLE `p2 \\`.`d \\`.`\\` CLONE `p1 \\`.`d \\`.`\\` OPTIONS(expiration_timestamp = TIMESTAMP '2026-11-21 06:20:00 UTC', labels = [], description = '')

-- name "\\'"
CREATE TABLE `p2 \\'`.`d \\'`.`\\'` CLONE `p1 \\'`.`d \\'`.`\\'` OPTIONS(expiration_timestamp = TIMESTAMP '2026-11-21 06:20:00 UTC', labels = [], description = '')

-- name "my-project.x"
CREATE TABLE `p2 my-project.x`.`d my-project.x`.`my-project.x` CLONE `p1 my-project.x`.`d my-project.x`.`my-project.x` OPTIONS(expiration_timestamp = TIMESTAMP '2026-11-21 06:20:00 UTC', labels = [], description = '')

-- name "xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx"
CREATE TABLE `p2 xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx`.`d xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx`.`xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx` CLONE `p1 xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx`.`d xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx`.`xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx` OPTIONS(expiration_timestamp = TIMESTAMP '2026-11-21 06:20:00 UTC', labels = [], description = '')

