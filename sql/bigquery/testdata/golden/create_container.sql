-- name "plain"
-- call: datasets.insert p2 plain.d plain (location of the connection)

-- name "MiXed Case"
-- call: datasets.insert p2 MiXed Case.d MiXed Case (location of the connection)

-- name "back`tick"
-- call: datasets.insert p2 back`tick.d back`tick (location of the connection)

-- name "quo\"te"
-- call: datasets.insert p2 quo"te.d quo"te (location of the connection)

-- name "apo'strophe; --"
-- call: datasets.insert p2 apo'strophe; --.d apo'strophe; -- (location of the connection)

-- name "select"
-- call: datasets.insert p2 select.d select (location of the connection)

-- name "été 日本"
-- call: datasets.insert p2 été 日本.d été 日本 (location of the connection)

-- name "50%_off"
-- call: datasets.insert p2 50%_off.d 50%_off (location of the connection)

-- name "back\\slash"
-- call: datasets.insert p2 back\slash.d back\slash (location of the connection)

-- name "new\nline"
-- call: datasets.insert p2 new
line.d new
line (location of the connection)

-- name "/* c */"
-- call: datasets.insert p2 /* c */.d /* c */ (location of the connection)

-- name "# c"
-- call: datasets.insert p2 # c.d # c (location of the connection)

-- name "?"
-- call: datasets.insert p2 ?.d ? (location of the connection)

-- name "@x"
-- call: datasets.insert p2 @x.d @x (location of the connection)

-- name "'''"
-- call: datasets.insert p2 '''.d ''' (location of the connection)

-- name "\\"
-- call: datasets.insert p2 \.d \ (location of the connection)

-- name "\\'"
-- call: datasets.insert p2 \'.d \' (location of the connection)

-- name "my-project.x"
-- call: datasets.insert p2 my-project.x.d my-project.x (location of the connection)

-- name "xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx"
-- call: datasets.insert p2 xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx.d xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx (location of the connection)

