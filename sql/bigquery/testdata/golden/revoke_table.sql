-- name "plain"
-- call: tables.setIamPolicy p1 plain.d plain.plain (take roles/bigquery.dataViewer from user:plain)

-- name "MiXed Case"
-- call: tables.setIamPolicy p1 MiXed Case.d MiXed Case.MiXed Case (take roles/bigquery.dataViewer from user:MiXed Case)

-- name "back`tick"
-- call: tables.setIamPolicy p1 back`tick.d back`tick.back`tick (take roles/bigquery.dataViewer from user:back`tick)

-- name "quo\"te"
-- call: tables.setIamPolicy p1 quo"te.d quo"te.quo"te (take roles/bigquery.dataViewer from user:quo"te)

-- name "apo'strophe; --"
-- call: tables.setIamPolicy p1 apo'strophe; --.d apo'strophe; --.apo'strophe; -- (take roles/bigquery.dataViewer from user:apo'strophe; --)

-- name "select"
-- call: tables.setIamPolicy p1 select.d select.select (take roles/bigquery.dataViewer from user:select)

-- name "été 日本"
-- call: tables.setIamPolicy p1 été 日本.d été 日本.été 日本 (take roles/bigquery.dataViewer from user:été 日本)

-- name "50%_off"
-- call: tables.setIamPolicy p1 50%_off.d 50%_off.50%_off (take roles/bigquery.dataViewer from user:50%_off)

-- name "back\\slash"
-- call: tables.setIamPolicy p1 back\slash.d back\slash.back\slash (take roles/bigquery.dataViewer from user:back\slash)

-- name "new\nline"
-- call: tables.setIamPolicy p1 new
line.d new
line.new
line (take roles/bigquery.dataViewer from user:new
line)

-- name "/* c */"
-- call: tables.setIamPolicy p1 /* c */.d /* c */./* c */ (take roles/bigquery.dataViewer from user:/* c */)

-- name "# c"
-- call: tables.setIamPolicy p1 # c.d # c.# c (take roles/bigquery.dataViewer from user:# c)

-- name "?"
-- call: tables.setIamPolicy p1 ?.d ?.? (take roles/bigquery.dataViewer from user:?)

-- name "@x"
-- call: tables.setIamPolicy p1 @x.d @x.@x (take roles/bigquery.dataViewer from user:@x)

-- name "'''"
-- call: tables.setIamPolicy p1 '''.d '''.''' (take roles/bigquery.dataViewer from user:''')

-- name "\\"
-- call: tables.setIamPolicy p1 \.d \.\ (take roles/bigquery.dataViewer from user:\)

-- name "\\'"
-- call: tables.setIamPolicy p1 \'.d \'.\' (take roles/bigquery.dataViewer from user:\')

-- name "my-project.x"
-- call: tables.setIamPolicy p1 my-project.x.d my-project.x.my-project.x (take roles/bigquery.dataViewer from user:my-project.x)

-- name "xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx"
-- call: tables.setIamPolicy p1 xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx.d xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx.xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx (take roles/bigquery.dataViewer from user:xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx)

