-- name "PLAIN"
INSERT INTO "STATE PLAIN"."CUTOVER"."LEDGER" (KEY, AT, ENVIRONMENT, RELEASE, SERIAL, STEP, EVENT, FENCE, ACTOR, BODY) SELECT ?, CURRENT_TIMESTAMP(), ?, ?, 0, ?, ?, 0, ?, ?
-- ? 1: ""
-- ? 2: "PLAIN"
-- ? 3: ""
-- ? 4: ""
-- ? 5: "planned"
-- ? 6: ""
-- ? 7: ""

-- name "MiXed Case"
INSERT INTO "STATE MiXed Case"."CUTOVER"."LEDGER" (KEY, AT, ENVIRONMENT, RELEASE, SERIAL, STEP, EVENT, FENCE, ACTOR, BODY) SELECT ?, CURRENT_TIMESTAMP(), ?, ?, 0, ?, ?, 0, ?, ?
-- ? 1: ""
-- ? 2: "MiXed Case"
-- ? 3: ""
-- ? 4: ""
-- ? 5: "planned"
-- ? 6: ""
-- ? 7: ""

-- name "quo\"te"
INSERT INTO "STATE quo""te"."CUTOVER"."LEDGER" (KEY, AT, ENVIRONMENT, RELEASE, SERIAL, STEP, EVENT, FENCE, ACTOR, BODY) SELECT ?, CURRENT_TIMESTAMP(), ?, ?, 0, ?, ?, 0, ?, ?
-- ? 1: ""
-- ? 2: "quo\"te"
-- ? 3: ""
-- ? 4: ""
-- ? 5: "planned"
-- ? 6: ""
-- ? 7: ""

-- name "apo'strophe; --"
INSERT INTO "STATE apo'strophe; --"."CUTOVER"."LEDGER" (KEY, AT, ENVIRONMENT, RELEASE, SERIAL, STEP, EVENT, FENCE, ACTOR, BODY) SELECT ?, CURRENT_TIMESTAMP(), ?, ?, 0, ?, ?, 0, ?, ?
-- ? 1: ""
-- ? 2: "apo'strophe; --"
-- ? 3: ""
-- ? 4: ""
-- ? 5: "planned"
-- ? 6: ""
-- ? 7: ""

-- name "SELECT"
INSERT INTO "STATE SELECT"."CUTOVER"."LEDGER" (KEY, AT, ENVIRONMENT, RELEASE, SERIAL, STEP, EVENT, FENCE, ACTOR, BODY) SELECT ?, CURRENT_TIMESTAMP(), ?, ?, 0, ?, ?, 0, ?, ?
-- ? 1: ""
-- ? 2: "SELECT"
-- ? 3: ""
-- ? 4: ""
-- ? 5: "planned"
-- ? 6: ""
-- ? 7: ""

-- name "été 日本"
INSERT INTO "STATE été 日本"."CUTOVER"."LEDGER" (KEY, AT, ENVIRONMENT, RELEASE, SERIAL, STEP, EVENT, FENCE, ACTOR, BODY) SELECT ?, CURRENT_TIMESTAMP(), ?, ?, 0, ?, ?, 0, ?, ?
-- ? 1: ""
-- ? 2: "été 日本"
-- ? 3: ""
-- ? 4: ""
-- ? 5: "planned"
-- ? 6: ""
-- ? 7: ""

-- name "50%_off"
INSERT INTO "STATE 50%_off"."CUTOVER"."LEDGER" (KEY, AT, ENVIRONMENT, RELEASE, SERIAL, STEP, EVENT, FENCE, ACTOR, BODY) SELECT ?, CURRENT_TIMESTAMP(), ?, ?, 0, ?, ?, 0, ?, ?
-- ? 1: ""
-- ? 2: "50%_off"
-- ? 3: ""
-- ? 4: ""
-- ? 5: "planned"
-- ? 6: ""
-- ? 7: ""

-- name "do$$llar"
INSERT INTO "STATE do$$llar"."CUTOVER"."LEDGER" (KEY, AT, ENVIRONMENT, RELEASE, SERIAL, STEP, EVENT, FENCE, ACTOR, BODY) SELECT ?, CURRENT_TIMESTAMP(), ?, ?, 0, ?, ?, 0, ?, ?
-- ? 1: ""
-- ? 2: "do$$llar"
-- ? 3: ""
-- ? 4: ""
-- ? 5: "planned"
-- ? 6: ""
-- ? 7: ""

-- name "back\\slash"
INSERT INTO "STATE back\slash"."CUTOVER"."LEDGER" (KEY, AT, ENVIRONMENT, RELEASE, SERIAL, STEP, EVENT, FENCE, ACTOR, BODY) SELECT ?, CURRENT_TIMESTAMP(), ?, ?, 0, ?, ?, 0, ?, ?
-- ? 1: ""
-- ? 2: "back\\slash"
-- ? 3: ""
-- ? 4: ""
-- ? 5: "planned"
-- ? 6: ""
-- ? 7: ""

-- name "new\nline"
INSERT INTO "STATE new
line"."CUTOVER"."LEDGER" (KEY, AT, ENVIRONMENT, RELEASE, SERIAL, STEP, EVENT, FENCE, ACTOR, BODY) SELECT ?, CURRENT_TIMESTAMP(), ?, ?, 0, ?, ?, 0, ?, ?
-- ? 1: ""
-- ? 2: "new\nline"
-- ? 3: ""
-- ? 4: ""
-- ? 5: "planned"
-- ? 6: ""
-- ? 7: ""

-- name "/* c */"
INSERT INTO "STATE /* c */"."CUTOVER"."LEDGER" (KEY, AT, ENVIRONMENT, RELEASE, SERIAL, STEP, EVENT, FENCE, ACTOR, BODY) SELECT ?, CURRENT_TIMESTAMP(), ?, ?, 0, ?, ?, 0, ?, ?
-- ? 1: ""
-- ? 2: "/* c */"
-- ? 3: ""
-- ? 4: ""
-- ? 5: "planned"
-- ? 6: ""
-- ? 7: ""

-- name "?"
INSERT INTO "STATE ?"."CUTOVER"."LEDGER" (KEY, AT, ENVIRONMENT, RELEASE, SERIAL, STEP, EVENT, FENCE, ACTOR, BODY) SELECT ?, CURRENT_TIMESTAMP(), ?, ?, 0, ?, ?, 0, ?, ?
-- ? 1: ""
-- ? 2: "?"
-- ? 3: ""
-- ? 4: ""
-- ? 5: "planned"
-- ? 6: ""
-- ? 7: ""

-- name ":x"
INSERT INTO "STATE :x"."CUTOVER"."LEDGER" (KEY, AT, ENVIRONMENT, RELEASE, SERIAL, STEP, EVENT, FENCE, ACTOR, BODY) SELECT ?, CURRENT_TIMESTAMP(), ?, ?, 0, ?, ?, 0, ?, ?
-- ? 1: ""
-- ? 2: ":x"
-- ? 3: ""
-- ? 4: ""
-- ? 5: "planned"
-- ? 6: ""
-- ? 7: ""

