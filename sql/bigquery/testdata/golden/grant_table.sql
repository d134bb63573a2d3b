-- name "plain"
-- call: tables.setIamPolicy p1 plain.d plain.plain (give roles/bigquery.dataViewer to user:plain)

-- name "MiXed Case"
-- call: tables.setIamPolicy p1 MiXed Case.d MiXed Case.MiXed Case (give roles/bigquery.dataViewer to user:MiXed Case)

-- name "back`tick"
-- call: tables.setIamPolicy p1 back`tick.d back`tick.back`tick (give roles/bigquery.dataViewer to user:back`tick)

-- name "quo\"te"
-- call: tables.setIamPolicy p1 quo"te.d quo"te.quo"te (give roles/bigquery.dataViewer to user:quo"te)

-- name "apo'strophe; --"
-- call: tables.setIamPolicy p1 apo'strophe; --.d apo'strophe; --.apo'strophe; -- (give roles/bigquery.dataViewer to user:apo'strophe; --)

-- name "select"
-- call: tables.setIamPolicy p1 select.d select.select (give roles/bigquery.dataViewer to user:select)

-- name "été 日本"
-- call: tables.setIamPolicy p1 été 日本.d été 日本.été 日本 (give roles/bigquery.dataViewer to user:été 日本)

-- name "50%_off"
-- call: tables.setIamPolicy p1 50%_off.d 50%_off.50%_off (give roles/bigquery.dataViewer to user:50%_off)

-- name "back\\slash"
-- call: tables.setIamPolicy p1 back\slash.d back\slash.back\slash (give roles/bigquery.dataViewer to user:back\slash)

-- name "new\nline"
-- call: tables.setIamPolicy p1 new
line.d new
line.new
line (give roles/bigquery.dataViewer to user:new
line)

-- name "/* c */"
-- call: tables.setIamPolicy p1 /* c */.d /* c */./* c */ (give roles/bigquery.dataViewer to user:/* c */)

-- name "# c"
-- call: tables.setIamPolicy p1 # c.d # c.# c (give roles/bigquery.dataViewer to user:# c)

-- name "?"
-- call: tables.setIamPolicy p1 ?.d ?.? (give roles/bigquery.dataViewer to user:?)

-- name "@x"
-- call: tables.setIamPolicy p1 @x.d @x.@x (give roles/bigquery.dataViewer to user:@x)

-- name "'''"
-- call: tables.setIamPolicy p1 '''.d '''.''' (give roles/bigquery.dataViewer to user:''')

-- name "\\"
-- call: tables.setIamPolicy p1 \.d \.\ (give roles/bigquery.dataViewer to user:\)

-- name "\\'"
-- call: tables.setIamPolicy p1 \'.d \'.\' (give roles/bigquery.dataViewer to user:\')

-- name "my-project.x"
-- call: tables.setIamPolicy p1 my-project.x.d my-project.x.my-project.x (give roles/bigquery.dataViewer to user:my-project.x)

-- name "xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx"
-- call: tables.setIamPolicy p1 xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx.d xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx.xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx (give roles/bigquery.dataViewer to user:xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx)

