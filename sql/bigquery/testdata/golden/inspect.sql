-- name "read 1"
SELECT '0' AS r, CAST(SUM(CAST(FARM_FINGERPRINT(TO_JSON_STRING(t)) AS NUMERIC)) AS STRING) AS h FROM `prj`.`mart`.`t` AS t UNION ALL SELECT '1' AS r, CAST(SUM(CAST(FARM_FINGERPRINT(TO_JSON_STRING(t)) AS NUMERIC)) AS STRING) AS h FROM `prj`.`stage`.`t` AS t

-- name "read 2"
SELECT 'mart' AS dataset, table_name, column_name, ordinal_position, is_nullable, data_type FROM `prj`.`mart`.INFORMATION_SCHEMA.COLUMNS UNION ALL SELECT 'stage' AS dataset, table_name, column_name, ordinal_position, is_nullable, data_type FROM `prj`.`stage`.INFORMATION_SCHEMA.COLUMNS

-- name "read 3"
SELECT 'mart' AS dataset, table_name, view_definition FROM `prj`.`mart`.INFORMATION_SCHEMA.VIEWS UNION ALL SELECT 'stage' AS dataset, table_name, view_definition FROM `prj`.`stage`.INFORMATION_SCHEMA.VIEWS

-- name "read 4"
SELECT CURRENT_TIMESTAMP() AS now

-- name "read 5"
SELECT CURRENT_TIMESTAMP() AS now, 'mart' AS dataset, table_id, row_count, size_bytes, last_modified_time, creation_time FROM `prj`.`mart`.`__TABLES__` UNION ALL SELECT CURRENT_TIMESTAMP() AS now, 'stage' AS dataset, table_id, row_count, size_bytes, last_modified_time, creation_time FROM `prj`.`stage`.`__TABLES__`

