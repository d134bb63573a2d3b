-- name "PLAIN"
CREATE OR REPLACE TRANSIENT TABLE "D2 PLAIN"."S PLAIN"."PLAIN" CLONE "D1 PLAIN"."S PLAIN"."PLAIN" COPY GRANTS

-- name "MiXed Case"
CREATE OR REPLACE TRANSIENT TABLE "D2 MiXed Case"."S MiXed Case"."MiXed Case" CLONE "D1 MiXed Case"."S MiXed Case"."MiXed Case" COPY GRANTS

-- name "quo\"te"
CREATE OR REPLACE TRANSIENT TABLE "D2 quo""te"."S quo""te"."quo""te" CLONE "D1 quo""te"."S quo""te"."quo""te" COPY GRANTS

-- name "apo'strophe; --"
CREATE OR REPLACE TRANSIENT TABLE "D2 apo'strophe; --"."S apo'strophe; --"."apo'strophe; --" CLONE "D1 apo'strophe; --"."S apo'strophe; --"."apo'strophe; --" COPY GRANTS

-- name "SELECT"
CREATE OR REPLACE TRANSIENT TABLE "D2 SELECT"."S SELECT"."SELECT" CLONE "D1 SELECT"."S SELECT"."SELECT" COPY GRANTS

-- name "été 日本"
CREATE OR REPLACE TRANSIENT TABLE "D2 été 日本"."S été 日本"."été 日本" CLONE "D1 été 日本"."S été 日本"."été 日本" COPY GRANTS

-- name "50%_off"
CREATE OR REPLACE TRANSIENT TABLE "D2 50%_off"."S 50%_off"."50%_off" CLONE "D1 50%_off"."S 50%_off"."50%_off" COPY GRANTS

-- name "do$$llar"
CREATE OR REPLACE TRANSIENT TABLE "D2 do$$llar"."S do$$llar"."do$$llar" CLONE "D1 do$$llar"."S do$$llar"."do$$llar" COPY GRANTS

-- name "back\\slash"
CREATE OR REPLACE TRANSIENT TABLE "D2 back\slash"."S back\slash"."back\slash" CLONE "D1 back\slash"."S back\slash"."back\slash" COPY GRANTS

-- name "new\nline"
CREATE OR REPLACE TRANSIENT TABLE "D2 new
line"."S new
line"."new
line" CLONE "D1 new
line"."S new
line"."new
line" COPY GRANTS

-- name "/* c */"
CREATE OR REPLACE TRANSIENT TABLE "D2 /* c */"."S /* c */"."/* c */" CLONE "D1 /* c */"."S /* c */"."/* c */" COPY GRANTS

-- name "?"
CREATE OR REPLACE TRANSIENT TABLE "D2 ?"."S ?"."?" CLONE "D1 ?"."S ?"."?" COPY GRANTS

-- name ":x"
CREATE OR REPLACE TRANSIENT TABLE "D2 :x"."S :x".":x" CLONE "D1 :x"."S :x".":x" COPY GRANTS

