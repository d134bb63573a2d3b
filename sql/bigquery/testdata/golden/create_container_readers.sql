-- name "plain"
-- call: datasets.insert p2 plain.d plain (location, writers and readers of p1 plain.d plain)

-- name "MiXed Case"
-- call: datasets.insert p2 MiXed Case.d MiXed Case (location, writers and readers of p1 MiXed Case.d MiXed Case)

-- name "back`tick"
-- call: datasets.insert p2 back`tick.d back`tick (location, writers and readers of p1 back`tick.d back`tick)

-- name "quo\"te"
-- call: datasets.insert p2 quo"te.d quo"te (location, writers and readers of p1 quo"te.d quo"te)

-- name "apo'strophe; --"
-- call: datasets.insert p2 apo'strophe; --.d apo'strophe; -- (location, writers and readers of p1 apo'strophe; --.d apo'strophe; --)

-- name "select"
-- call: datasets.insert p2 select.d select (location, writers and readers of p1 select.d select)

-- name "été 日本"
-- call: datasets.insert p2 été 日本.d été 日本 (location, writers and readers of p1 été 日本.d été 日本)

-- name "50%_off"
-- call: datasets.insert p2 50%_off.d 50%_off (location, writers and readers of p1 50%_off.d 50%_off)

-- name "back\\slash"
-- call: datasets.insert p2 back\slash.d back\slash (location, writers and readers of p1 back\slash.d back\slash)

-- name "new\nline"
-- call: datasets.insert p2 new
line.d new
line (location, writers and readers of p1 new
line.d new
line)

-- name "/* c */"
-- call: datasets.insert p2 /* c */.d /* c */ (location, writers and readers of p1 /* c */.d /* c */)

-- name "# c"
-- call: datasets.insert p2 # c.d # c (location, writers and readers of p1 # c.d # c)

-- name "?"
-- call: datasets.insert p2 ?.d ? (location, writers and readers of p1 ?.d ?)

-- name "@x"
-- call: datasets.insert p2 @x.d @x (location, writers and readers of p1 @x.d @x)

-- name "'''"
-- call: datasets.insert p2 '''.d ''' (location, writers and readers of p1 '''.d ''')

-- name "\\"
-- call: datasets.insert p2 \.d \ (location, writers and readers of p1 \.d \)

-- name "\\'"
-- call: datasets.insert p2 \'.d \' (location, writers and readers of p1 \'.d \')

-- name "my-project.x"
-- call: datasets.insert p2 my-project.x.d my-project.x (location, writers and readers of p1 my-project.x.d my-project.x)

-- name "xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx"
-- call: datasets.insert p2 xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx.d xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx (location, writers and readers of p1 xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx.d xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx)

