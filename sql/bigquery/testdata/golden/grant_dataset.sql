-- name "plain"
-- call: datasets.patch p1 plain.d plain (give READER to user:plain)

-- name "MiXed Case"
-- call: datasets.patch p1 MiXed Case.d MiXed Case (give READER to user:MiXed Case)

-- name "back`tick"
-- call: datasets.patch p1 back`tick.d back`tick (give READER to user:back`tick)

-- name "quo\"te"
-- call: datasets.patch p1 quo"te.d quo"te (give READER to user:quo"te)

-- name "apo'strophe; --"
-- call: datasets.patch p1 apo'strophe; --.d apo'strophe; -- (give READER to user:apo'strophe; --)

-- name "select"
-- call: datasets.patch p1 select.d select (give READER to user:select)

-- name "été 日本"
-- call: datasets.patch p1 été 日本.d été 日本 (give READER to user:été 日本)

-- name "50%_off"
-- call: datasets.patch p1 50%_off.d 50%_off (give READER to user:50%_off)

-- name "back\\slash"
-- call: datasets.patch p1 back\slash.d back\slash (give READER to user:back\slash)

-- name "new\nline"
-- call: datasets.patch p1 new
line.d new
line (give READER to user:new
line)

-- name "/* c */"
-- call: datasets.patch p1 /* c */.d /* c */ (give READER to user:/* c */)

-- name "# c"
-- call: datasets.patch p1 # c.d # c (give READER to user:# c)

-- name "?"
-- call: datasets.patch p1 ?.d ? (give READER to user:?)

-- name "@x"
-- call: datasets.patch p1 @x.d @x (give READER to user:@x)

-- name "'''"
-- call: datasets.patch p1 '''.d ''' (give READER to user:''')

-- name "\\"
-- call: datasets.patch p1 \.d \ (give READER to user:\)

-- name "\\'"
-- call: datasets.patch p1 \'.d \' (give READER to user:\')

-- name "my-project.x"
-- call: datasets.patch p1 my-project.x.d my-project.x (give READER to user:my-project.x)

-- name "xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx"
-- call: datasets.patch p1 xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx.d xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx (give READER to user:xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx)

