-- name "plain"
BEGIN
  BEGIN TRANSACTION;
  TRUNCATE TABLE `p1 plain`.`d plain`.`plain`;
  INSERT INTO `p1 plain`.`d plain`.`plain` (`a`, `plain`) SELECT `a`, `plain` FROM `p2 plain`.`d plain`.`plain`;
  INSERT INTO `p plain`.`cutover`.`marks` (release, step, `at`) SELECT 'r plain', 'publish plain', CURRENT_TIMESTAMP();
  COMMIT TRANSACTION;
EXCEPTION WHEN ERROR THEN
  ROLLBACK TRANSACTION;
  RAISE;
END

-- name "MiXed Case"
BEGIN
  BEGIN TRANSACTION;
  TRUNCATE TABLE `p1 MiXed Case`.`d MiXed Case`.`MiXed Case`;
  INSERT INTO `p1 MiXed Case`.`d MiXed Case`.`MiXed Case` (`a`, `MiXed Case`) SELECT `a`, `MiXed Case` FROM `p2 MiXed Case`.`d MiXed Case`.`MiXed Case`;
  INSERT INTO `p MiXed Case`.`cutover`.`marks` (release, step, `at`) SELECT 'r MiXed Case', 'publish MiXed Case', CURRENT_TIMESTAMP();
  COMMIT TRANSACTION;
EXCEPTION WHEN ERROR THEN
  ROLLBACK TRANSACTION;
  RAISE;
END

-- name "back`tick"
BEGIN
  BEGIN TRANSACTION;
  TRUNCATE TABLE `p1 back\`tick`.`d back\`tick`.`back\`tick`;
  INSERT INTO `p1 back\`tick`.`d back\`tick`.`back\`tick` (`a`, `back\`tick`) SELECT `a`, `back\`tick` FROM `p2 back\`tick`.`d back\`tick`.`back\`tick`;
  INSERT INTO `p back\`tick`.`cutover`.`marks` (release, step, `at`) SELECT 'r back`tick', 'publish back`tick', CURRENT_TIMESTAMP();
  COMMIT TRANSACTION;
EXCEPTION WHEN ERROR THEN
  ROLLBACK TRANSACTION;
  RAISE;
END

-- name "quo\"te"
BEGIN
  BEGIN TRANSACTION;
  TRUNCATE TABLE `p1 quo"te`.`d quo"te`.`quo"te`;
  INSERT INTO `p1 quo"te`.`d quo"te`.`quo"te` (`a`, `quo"te`) SELECT `a`, `quo"te` FROM `p2 quo"te`.`d quo"te`.`quo"te`;
  INSERT INTO `p quo"te`.`cutover`.`marks` (release, step, `at`) SELECT 'r quo"te', 'publish quo"te', CURRENT_TIMESTAMP();
  COMMIT TRANSACTION;
EXCEPTION WHEN ERROR THEN
  ROLLBACK TRANSACTION;
  RAISE;
END

-- name "apo'strophe; --"
BEGIN
  BEGIN TRANSACTION;
  TRUNCATE TABLE `p1 apo'strophe; --`.`d apo'strophe; --`.`apo'strophe; --`;
  INSERT INTO `p1 apo'strophe; --`.`d apo'strophe; --`.`apo'strophe; --` (`a`, `apo'strophe; --`) SELECT `a`, `apo'strophe; --` FROM `p2 apo'strophe; --`.`d apo'strophe; --`.`apo'strophe; --`;
  INSERT INTO `p apo'strophe; --`.`cutover`.`marks` (release, step, `at`) SELECT 'r apo\'strophe; --', 'publish apo\'strophe; --', CURRENT_TIMESTAMP();
  COMMIT TRANSACTION;
EXCEPTION WHEN ERROR THEN
  ROLLBACK TRANSACTION;
  RAISE;
END

-- name "select"
BEGIN
  BEGIN TRANSACTION;
  TRUNCATE TABLE `p1 select`.`d select`.`select`;
  INSERT INTO `p1 select`.`d select`.`select` (`a`, `select`) SELECT `a`, `select` FROM `p2 select`.`d select`.`select`;
  INSERT INTO `p select`.`cutover`.`marks` (release, step, `at`) SELECT 'r select', 'publish select', CURRENT_TIMESTAMP();
  COMMIT TRANSACTION;
EXCEPTION WHEN ERROR THEN
  ROLLBACK TRANSACTION;
  RAISE;
END

-- name "été 日本"
BEGIN
  BEGIN TRANSACTION;
  TRUNCATE TABLE `p1 été 日本`.`d été 日本`.`été 日本`;
  INSERT INTO `p1 été 日本`.`d été 日本`.`été 日本` (`a`, `été 日本`) SELECT `a`, `été 日本` FROM `p2 été 日本`.`d été 日本`.`été 日本`;
  INSERT INTO `p été 日本`.`cutover`.`marks` (release, step, `at`) SELECT 'r été 日本', 'publish été 日本', CURRENT_TIMESTAMP();
  COMMIT TRANSACTION;
EXCEPTION WHEN ERROR THEN
  ROLLBACK TRANSACTION;
  RAISE;
END

-- name "50%_off"
BEGIN
  BEGIN TRANSACTION;
  TRUNCATE TABLE `p1 50%_off`.`d 50%_off`.`50%_off`;
  INSERT INTO `p1 50%_off`.`d 50%_off`.`50%_off` (`a`, `50%_off`) SELECT `a`, `50%_off` FROM `p2 50%_off`.`d 50%_off`.`50%_off`;
  INSERT INTO `p 50%_off`.`cutover`.`marks` (release, step, `at`) SELECT 'r 50%_off', 'publish 50%_off', CURRENT_TIMESTAMP();
  COMMIT TRANSACTION;
EXCEPTION WHEN ERROR THEN
  ROLLBACK TRANSACTION;
  RAISE;
END

-- name "back\\slash"
BEGIN
  BEGIN TRANSACTION;
  TRUNCATE TABLE `p1 back\\slash`.`d back\\slash`.`back\\slash`;
  INSERT INTO `p1 back\\slash`.`d back\\slash`.`back\\slash` (`a`, `back\\slash`) SELECT `a`, `back\\slash` FROM `p2 back\\slash`.`d back\\slash`.`back\\slash`;
  INSERT INTO `p back\\slash`.`cutover`.`marks` (release, step, `at`) SELECT 'r back\\slash', 'publish back\\slash', CURRENT_TIMESTAMP();
  COMMIT TRANSACTION;
EXCEPTION WHEN ERROR THEN
  ROLLBACK TRANSACTION;
  RAISE;
END

-- name "new\nline"
BEGIN
  BEGIN TRANSACTION;
  TRUNCATE TABLE `p1 new\nline`.`d new\nline`.`new\nline`;
  INSERT INTO `p1 new\nline`.`d new\nline`.`new\nline` (`a`, `new\nline`) SELECT `a`, `new\nline` FROM `p2 new\nline`.`d new\nline`.`new\nline`;
  INSERT INTO `p new\nline`.`cutover`.`marks` (release, step, `at`) SELECT 'r new\nline', 'publish new\nline', CURRENT_TIMESTAMP();
  COMMIT TRANSACTION;
EXCEPTION WHEN ERROR THEN
  ROLLBACK TRANSACTION;
  RAISE;
END

-- name "/* c */"
BEGIN
  BEGIN TRANSACTION;
  TRUNCATE TABLE `p1 /* c */`.`d /* c */`.`/* c */`;
  INSERT INTO `p1 /* c */`.`d /* c */`.`/* c */` (`a`, `/* c */`) SELECT `a`, `/* c */` FROM `p2 /* c */`.`d /* c */`.`/* c */`;
  INSERT INTO `p /* c */`.`cutover`.`marks` (release, step, `at`) SELECT 'r /* c */', 'publish /* c */', CURRENT_TIMESTAMP();
  COMMIT TRANSACTION;
EXCEPTION WHEN ERROR THEN
  ROLLBACK TRANSACTION;
  RAISE;
END

-- name "# c"
BEGIN
  BEGIN TRANSACTION;
  TRUNCATE TABLE `p1 # c`.`d # c`.`# c`;
  INSERT INTO `p1 # c`.`d # c`.`# c` (`a`, `# c`) SELECT `a`, `# c` FROM `p2 # c`.`d # c`.`# c`;
  INSERT INTO `p # c`.`cutover`.`marks` (release, step, `at`) SELECT 'r # c', 'publish # c', CURRENT_TIMESTAMP();
  COMMIT TRANSACTION;
EXCEPTION WHEN ERROR THEN
  ROLLBACK TRANSACTION;
  RAISE;
END

-- name "?"
BEGIN
  BEGIN TRANSACTION;
  TRUNCATE TABLE `p1 ?`.`d ?`.`?`;
  INSERT INTO `p1 ?`.`d ?`.`?` (`a`, `?`) SELECT `a`, `?` FROM `p2 ?`.`d ?`.`?`;
  INSERT INTO `p ?`.`cutover`.`marks` (release, step, `at`) SELECT 'r ?', 'publish ?', CURRENT_TIMESTAMP();
  COMMIT TRANSACTION;
EXCEPTION WHEN ERROR THEN
  ROLLBACK TRANSACTION;
  RAISE;
END

-- name "@x"
BEGIN
  BEGIN TRANSACTION;
  TRUNCATE TABLE `p1 @x`.`d @x`.`@x`;
  INSERT INTO `p1 @x`.`d @x`.`@x` (`a`, `@x`) SELECT `a`, `@x` FROM `p2 @x`.`d @x`.`@x`;
  INSERT INTO `p @x`.`cutover`.`marks` (release, step, `at`) SELECT 'r @x', 'publish @x', CURRENT_TIMESTAMP();
  COMMIT TRANSACTION;
EXCEPTION WHEN ERROR THEN
  ROLLBACK TRANSACTION;
  RAISE;
END

-- name "'''"
BEGIN
  BEGIN TRANSACTION;
  TRUNCATE TABLE `p1 '''`.`d '''`.`'''`;
  INSERT INTO `p1 '''`.`d '''`.`'''` (`a`, `'''`) SELECT `a`, `'''` FROM `p2 '''`.`d '''`.`'''`;
  INSERT INTO `p '''`.`cutover`.`marks` (release, step, `at`) SELECT 'r \'\'\'', 'publish \'\'\'', CURRENT_TIMESTAMP();
  COMMIT TRANSACTION;
EXCEPTION WHEN ERROR THEN
  ROLLBACK TRANSACTION;
  RAISE;
END

-- name "\\"
BEGIN
  BEGIN TRANSACTION;
  TRUNCATE TABLE `p1 \\`.`d \\`.`\\`;
  INSERT INTO `p1 \\`.`d \\`.`\\` (`a`, `\\`) SELECT `a`, `\\` FROM `p2 \\`.`d \\`.`\\`;
  INSERT INTO `p \\`.`cutover`.`marks` (release, step, `at`) SELECT 'r \\', 'publish \\', CURRENT_TIMESTAMP();
  COMMIT TRANSACTION;
EXCEPTION WHEN ERROR THEN
  ROLLBACK TRANSACTION;
  RAISE;
END

-- name "\\'"
BEGIN
  BEGIN TRANSACTION;
  TRUNCATE TABLE `p1 \\'`.`d \\'`.`\\'`;
  INSERT INTO `p1 \\'`.`d \\'`.`\\'` (`a`, `\\'`) SELECT `a`, `\\'` FROM `p2 \\'`.`d \\'`.`\\'`;
  INSERT INTO `p \\'`.`cutover`.`marks` (release, step, `at`) SELECT 'r \\\'', 'publish \\\'', CURRENT_TIMESTAMP();
  COMMIT TRANSACTION;
EXCEPTION WHEN ERROR THEN
  ROLLBACK TRANSACTION;
  RAISE;
END

-- name "my-project.x"
BEGIN
  BEGIN TRANSACTION;
  TRUNCATE TABLE `p1 my-project.x`.`d my-project.x`.`my-project.x`;
  INSERT INTO `p1 my-project.x`.`d my-project.x`.`my-project.x` (`a`, `my-project.x`) SELECT `a`, `my-project.x` FROM `p2 my-project.x`.`d my-project.x`.`my-project.x`;
  INSERT INTO `p my-project.x`.`cutover`.`marks` (release, step, `at`) SELECT 'r my-project.x', 'publish my-project.x', CURRENT_TIMESTAMP();
  COMMIT TRANSACTION;
EXCEPTION WHEN ERROR THEN
  ROLLBACK TRANSACTION;
  RAISE;
END

-- name "xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx"
BEGIN
  BEGIN TRANSACTION;
  TRUNCATE TABLE `p1 xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx`.`d xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx`.`xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx`;
  INSERT INTO `p1 xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx`.`d xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx`.`xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx` (`a`, `xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx`) SELECT `a`, `xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx` FROM `p2 xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx`.`d xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx`.`xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx`;
  INSERT INTO `p xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx`.`cutover`.`marks` (release, step, `at`) SELECT 'r xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx', 'publish xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx', CURRENT_TIMESTAMP();
  COMMIT TRANSACTION;
EXCEPTION WHEN ERROR THEN
  ROLLBACK TRANSACTION;
  RAISE;
END

