-- name "plain"
SELECT release, step FROM `p1 plain`.`d plain`.`marks` ORDER BY `at`, release, step

-- name "MiXed Case"
SELECT release, step FROM `p1 MiXed Case`.`d MiXed Case`.`marks` ORDER BY `at`, release, step

-- name "back`tick"
SELECT release, step FROM `p1 back\`tick`.`d back\`tick`.`marks` ORDER BY `at`, release, step

-- name "quo\"te"
SELECT release, step FROM `p1 quo"te`.`d quo"te`.`marks` ORDER BY `at`, release, step

-- name "apo'strophe; --"
SELECT release, step FROM `p1 apo'strophe; --`.`d apo'strophe; --`.`marks` ORDER BY `at`, release, step

-- name "select"
SELECT release, step FROM `p1 select`.`d select`.`marks` ORDER BY `at`, release, step

-- name "été 日本"
SELECT release, step FROM `p1 été 日本`.`d été 日本`.`marks` ORDER BY `at`, release, step

-- name "50%_off"
SELECT release, step FROM `p1 50%_off`.`d 50%_off`.`marks` ORDER BY `at`, release, step

-- name "back\\slash"
SELECT release, step FROM `p1 back\\slash`.`d back\\slash`.`marks` ORDER BY `at`, release, step

-- name "new\nline"
SELECT release, step FROM `p1 new\nline`.`d new\nline`.`marks` ORDER BY `at`, release, step

-- name "/* c */"
SELECT release, step FROM `p1 /* c */`.`d /* c */`.`marks` ORDER BY `at`, release, step

-- name "# c"
SELECT release, step FROM `p1 # c`.`d # c`.`marks` ORDER BY `at`, release, step

-- name "?"
SELECT release, step FROM `p1 ?`.`d ?`.`marks` ORDER BY `at`, release, step

-- name "@x"
SELECT release, step FROM `p1 @x`.`d @x`.`marks` ORDER BY `at`, release, step

-- name "'''"
SELECT release, step FROM `p1 '''`.`d '''`.`marks` ORDER BY `at`, release, step

-- name "\\"
SELECT release, step FROM `p1 \\`.`d \\`.`marks` ORDER BY `at`, release, step

-- name "\\'"
SELECT release, step FROM `p1 \\'`.`d \\'`.`marks` ORDER BY `at`, release, step

-- name "my-project.x"
SELECT release, step FROM `p1 my-project.x`.`d my-project.x`.`marks` ORDER BY `at`, release, step

-- name "xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx"
SELECT release, step FROM `p1 xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx`.`d xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx`.`marks` ORDER BY `at`, release, step

