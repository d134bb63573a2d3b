-- name "plain"
-- call: datasets.patch p1 plain.d plain (take READER from user:plain)

-- name "MiXed Case"
-- call: datasets.patch p1 MiXed Case.d MiXed Case (take READER from user:MiXed Case)

-- name "back`tick"
-- call: datasets.patch p1 back`tick.d back`tick (take READER from user:back`tick)

-- name "quo\"te"
-- call: datasets.patch p1 quo"te.d quo"te (take READER from user:quo"te)

-- name "apo'strophe; --"
-- call: datasets.patch p1 apo'strophe; --.d apo'strophe; -- (take READER from user:apo'strophe; --)

-- name "select"
-- call: datasets.patch p1 select.d select (take READER from user:select)

-- name "été 日本"
-- call: datasets.patch p1 été 日本.d été 日本 (take READER from user:été 日本)

-- name "50%_off"
-- call: datasets.patch p1 50%_off.d 50%_off (take READER from user:50%_off)

-- name "back\\slash"
-- call: datasets.patch p1 back\slash.d back\slash (take READER from user:back\slash)

-- name "new\nline"
-- call: datasets.patch p1 new
line.d new
line (take READER from user:new
line)

-- name "/* c */"
-- call: datasets.patch p1 /* c */.d /* c */ (take READER from user:/* c */)

-- name "# c"
-- call: datasets.patch p1 # c.d # c (take READER from user:# c)

-- name "?"
-- call: datasets.patch p1 ?.d ? (take READER from user:?)

-- name "@x"
-- call: datasets.patch p1 @x.d @x (take READER from user:@x)

-- name "'''"
-- call: datasets.patch p1 '''.d ''' (take READER from user:''')

-- name "\\"
-- call: datasets.patch p1 \.d \ (take READER from user:\)

-- name "\\'"
-- call: datasets.patch p1 \'.d \' (take READER from user:\')

-- name "my-project.x"
-- call: datasets.patch p1 my-project.x.d my-project.x (take READER from user:my-project.x)

-- name "xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx"
-- call: datasets.patch p1 xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx.d xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx (take READER from user:xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx)

