-- name "PLAIN"
UPDATE "STATE PLAIN"."CUTOVER"."LEASE" SET EXPIRES_AT = DATEADD('millisecond', 60000, CURRENT_TIMESTAMP()) WHERE ENVIRONMENT = ? AND OWNER = ? AND FENCE = 3
-- ? 1: "PLAIN"
-- ? 2: "oPLAIN"

-- name "MiXed Case"
UPDATE "STATE MiXed Case"."CUTOVER"."LEASE" SET EXPIRES_AT = DATEADD('millisecond', 60000, CURRENT_TIMESTAMP()) WHERE ENVIRONMENT = ? AND OWNER = ? AND FENCE = 3
-- ? 1: "MiXed Case"
-- ? 2: "oMiXed Case"

-- name "quo\"te"
UPDATE "STATE quo""te"."CUTOVER"."LEASE" SET EXPIRES_AT = DATEADD('millisecond', 60000, CURRENT_TIMESTAMP()) WHERE ENVIRONMENT = ? AND OWNER = ? AND FENCE = 3
-- ? 1: "quo\"te"
-- ? 2: "oquo\"te"

-- name "apo'strophe; --"
UPDATE "STATE apo'strophe; --"."CUTOVER"."LEASE" SET EXPIRES_AT = DATEADD('millisecond', 60000, CURRENT_TIMESTAMP()) WHERE ENVIRONMENT = ? AND OWNER = ? AND FENCE = 3
-- ? 1: "apo'strophe; --"
-- ? 2: "oapo'strophe; --"

-- name "SELECT"
UPDATE "STATE SELECT"."CUTOVER"."LEASE" SET EXPIRES_AT = DATEADD('millisecond', 60000, CURRENT_TIMESTAMP()) WHERE ENVIRONMENT = ? AND OWNER = ? AND FENCE = 3
-- ? 1: "SELECT"
-- ? 2: "oSELECT"

-- name "été 日本"
UPDATE "STATE été 日本"."CUTOVER"."LEASE" SET EXPIRES_AT = DATEADD('millisecond', 60000, CURRENT_TIMESTAMP()) WHERE ENVIRONMENT = ? AND OWNER = ? AND FENCE = 3
-- ? 1: "été 日本"
-- ? 2: "oété 日本"

-- name "50%_off"
UPDATE "STATE 50%_off"."CUTOVER"."LEASE" SET EXPIRES_AT = DATEADD('millisecond', 60000, CURRENT_TIMESTAMP()) WHERE ENVIRONMENT = ? AND OWNER = ? AND FENCE = 3
-- ? 1: "50%_off"
-- ? 2: "o50%_off"

-- name "do$$llar"
UPDATE "STATE do$$llar"."CUTOVER"."LEASE" SET EXPIRES_AT = DATEADD('millisecond', 60000, CURRENT_TIMESTAMP()) WHERE ENVIRONMENT = ? AND OWNER = ? AND FENCE = 3
-- ? 1: "do$$llar"
-- ? 2: "odo$$llar"

-- name "back\\slash"
UPDATE "STATE back\slash"."CUTOVER"."LEASE" SET EXPIRES_AT = DATEADD('millisecond', 60000, CURRENT_TIMESTAMP()) WHERE ENVIRONMENT = ? AND OWNER = ? AND FENCE = 3
-- ? 1: "back\\slash"
-- ? 2: "oback\\slash"

-- name "new\nline"
UPDATE "STATE new
line"."CUTOVER"."LEASE" SET EXPIRES_AT = DATEADD('millisecond', 60000, CURRENT_TIMESTAMP()) WHERE ENVIRONMENT = ? AND OWNER = ? AND FENCE = 3
-- ? 1: "new\nline"
-- ? 2: "onew\nline"

-- name "/* c */"
UPDATE "STATE /* c */"."CUTOVER"."LEASE" SET EXPIRES_AT = DATEADD('millisecond', 60000, CURRENT_TIMESTAMP()) WHERE ENVIRONMENT = ? AND OWNER = ? AND FENCE = 3
-- ? 1: "/* c */"
-- ? 2: "o/* c */"

-- name "?"
UPDATE "STATE ?"."CUTOVER"."LEASE" SET EXPIRES_AT = DATEADD('millisecond', 60000, CURRENT_TIMESTAMP()) WHERE ENVIRONMENT = ? AND OWNER = ? AND FENCE = 3
-- ? 1: "?"
-- ? 2: "o?"

-- name ":x"
UPDATE "STATE :x"."CUTOVER"."LEASE" SET EXPIRES_AT = DATEADD('millisecond', 60000, CURRENT_TIMESTAMP()) WHERE ENVIRONMENT = ? AND OWNER = ? AND FENCE = 3
-- ? 1: ":x"
-- ? 2: "o:x"

