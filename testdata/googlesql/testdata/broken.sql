-- name "no name after RENAME TO"
ALTER TABLE `p`.`d`.`t` RENAME TO

-- name "the second of two statements"
DROP TABLE `p`.`d`.`t`
DROP TABLE FROM `p`.`d`.`t`

-- name "a quote too many"
CREATE OR REPLACE TABLE `p`.`d`.`t` CLONE `p`.`d`.`s` OPTIONS(description = 'it's')

-- name "a block without its end"
BEGIN
  BEGIN TRANSACTION;
  COMMIT TRANSACTION;
EXCEPTION WHEN ERROR THEN
  ROLLBACK TRANSACTION;

-- name "options in the wrong place"
CREATE TABLE `p`.`d`.`t` OPTIONS(labels = []) CLONE `p`.`d`.`s`

-- name "Snowflake's words"
ALTER SCHEMA `p`.`d` SWAP WITH `p`.`e`

-- name "a word of GoogleSQL as a column"
-- call: datasets.insert p.d (location of the
connection)
CREATE TABLE `p`.`d`.`t` (at TIMESTAMP)
