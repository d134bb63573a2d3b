-- name "plain"
-- call: datasets.patch p2 plain.d plain (its data may be read by all views of p1 plain.d plain)

-- name "MiXed Case"
-- call: datasets.patch p2 MiXed Case.d MiXed Case (its data may be read by all views of p1 MiXed Case.d MiXed Case)

-- name "back`tick"
-- call: datasets.patch p2 back`tick.d back`tick (its data may be read by all views of p1 back`tick.d back`tick)

-- name "quo\"te"
-- call: datasets.patch p2 quo"te.d quo"te (its data may be read by all views of p1 quo"te.d quo"te)

-- name "apo'strophe; --"
-- call: datasets.patch p2 apo'strophe; --.d apo'strophe; -- (its data may be read by all views of p1 apo'strophe; --.d apo'strophe; --)

-- name "select"
-- call: datasets.patch p2 select.d select (its data may be read by all views of p1 select.d select)

-- name "été 日本"
-- call: datasets.patch p2 été 日本.d été 日本 (its data may be read by all views of p1 été 日本.d été 日本)

-- name "50%_off"
-- call: datasets.patch p2 50%_off.d 50%_off (its data may be read by all views of p1 50%_off.d 50%_off)

-- name "back\\slash"
-- call: datasets.patch p2 back\slash.d back\slash (its data may be read by all views of p1 back\slash.d back\slash)

-- name "new\nline"
-- call: datasets.patch p2 new
line.d new
line (its data may be read by all views of p1 new
line.d new
line)

-- name "/* c */"
-- call: datasets.patch p2 /* c */.d /* c */ (its data may be read by all views of p1 /* c */.d /* c */)

-- name "# c"
-- call: datasets.patch p2 # c.d # c (its data may be read by all views of p1 # c.d # c)

-- name "?"
-- call: datasets.patch p2 ?.d ? (its data may be read by all views of p1 ?.d ?)

-- name "@x"
-- call: datasets.patch p2 @x.d @x (its data may be read by all views of p1 @x.d @x)

-- name "'''"
-- call: datasets.patch p2 '''.d ''' (its data may be read by all views of p1 '''.d ''')

-- name "\\"
-- call: datasets.patch p2 \.d \ (its data may be read by all views of p1 \.d \)

-- name "\\'"
-- call: datasets.patch p2 \'.d \' (its data may be read by all views of p1 \'.d \')

-- name "my-project.x"
-- call: datasets.patch p2 my-project.x.d my-project.x (its data may be read by all views of p1 my-project.x.d my-project.x)

-- name "xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx"
-- call: datasets.patch p2 xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx.d xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx (its data may be read by all views of p1 xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx.d xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx)

