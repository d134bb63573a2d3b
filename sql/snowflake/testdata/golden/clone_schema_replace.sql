-- name "PLAIN"
CREATE OR REPLACE TRANSIENT SCHEMA "D2 PLAIN"."S PLAIN" CLONE "D1 PLAIN"."S PLAIN"

-- name "MiXed Case"
CREATE OR REPLACE TRANSIENT SCHEMA "D2 MiXed Case"."S MiXed Case" CLONE "D1 MiXed Case"."S MiXed Case"

-- name "quo\"te"
CREATE OR REPLACE TRANSIENT SCHEMA "D2 quo""te"."S quo""te" CLONE "D1 quo""te"."S quo""te"

-- name "apo'strophe; --"
CREATE OR REPLACE TRANSIENT SCHEMA "D2 apo'strophe; --"."S apo'strophe; --" CLONE "D1 apo'strophe; --"."S apo'strophe; --"

-- name "SELECT"
CREATE OR REPLACE TRANSIENT SCHEMA "D2 SELECT"."S SELECT" CLONE "D1 SELECT"."S SELECT"

-- name "été 日本"
CREATE OR REPLACE TRANSIENT SCHEMA "D2 été 日本"."S été 日本" CLONE "D1 été 日本"."S été 日本"

-- name "50%_off"
CREATE OR REPLACE TRANSIENT SCHEMA "D2 50%_off"."S 50%_off" CLONE "D1 50%_off"."S 50%_off"

-- name "do$$llar"
CREATE OR REPLACE TRANSIENT SCHEMA "D2 do$$llar"."S do$$llar" CLONE "D1 do$$llar"."S do$$llar"

-- name "back\\slash"
CREATE OR REPLACE TRANSIENT SCHEMA "D2 back\slash"."S back\slash" CLONE "D1 back\slash"."S back\slash"

-- name "new\nline"
CREATE OR REPLACE TRANSIENT SCHEMA "D2 new
line"."S new
line" CLONE "D1 new
line"."S new
line"

-- name "/* c */"
CREATE OR REPLACE TRANSIENT SCHEMA "D2 /* c */"."S /* c */" CLONE "D1 /* c */"."S /* c */"

-- name "?"
CREATE OR REPLACE TRANSIENT SCHEMA "D2 ?"."S ?" CLONE "D1 ?"."S ?"

-- name ":x"
CREATE OR REPLACE TRANSIENT SCHEMA "D2 :x"."S :x" CLONE "D1 :x"."S :x"

