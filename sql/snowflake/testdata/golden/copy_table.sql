-- name "PLAIN"
CREATE TABLE "D2 PLAIN"."S PLAIN"."PLAIN" CLONE "D1 PLAIN"."S PLAIN"."PLAIN"

-- name "MiXed Case"
CREATE TABLE "D2 MiXed Case"."S MiXed Case"."MiXed Case" CLONE "D1 MiXed Case"."S MiXed Case"."MiXed Case"

-- name "quo\"te"
CREATE TABLE "D2 quo""te"."S quo""te"."quo""te" CLONE "D1 quo""te"."S quo""te"."quo""te"

-- name "apo'strophe; --"
CREATE TABLE "D2 apo'strophe; --"."S apo'strophe; --"."apo'strophe; --" CLONE "D1 apo'strophe; --"."S apo'strophe; --"."apo'strophe; --"

-- name "SELECT"
CREATE TABLE "D2 SELECT"."S SELECT"."SELECT" CLONE "D1 SELECT"."S SELECT"."SELECT"

-- name "été 日本"
CREATE TABLE "D2 été 日本"."S été 日本"."été 日本" CLONE "D1 été 日本"."S été 日本"."été 日本"

-- name "50%_off"
CREATE TABLE "D2 50%_off"."S 50%_off"."50%_off" CLONE "D1 50%_off"."S 50%_off"."50%_off"

-- name "do$$llar"
CREATE TABLE "D2 do$$llar"."S do$$llar"."do$$llar" CLONE "D1 do$$llar"."S do$$llar"."do$$llar"

-- name "back\\slash"
CREATE TABLE "D2 back\slash"."S back\slash"."back\slash" CLONE "D1 back\slash"."S back\slash"."back\slash"

-- name "new\nline"
CREATE TABLE "D2 new
line"."S new
line"."new
line" CLONE "D1 new
line"."S new
line"."new
line"

-- name "/* c */"
CREATE TABLE "D2 /* c */"."S /* c */"."/* c */" CLONE "D1 /* c */"."S /* c */"."/* c */"

-- name "?"
CREATE TABLE "D2 ?"."S ?"."?" CLONE "D1 ?"."S ?"."?"

-- name ":x"
CREATE TABLE "D2 :x"."S :x".":x" CLONE "D1 :x"."S :x".":x"

