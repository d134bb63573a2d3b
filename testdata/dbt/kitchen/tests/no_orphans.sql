{{ config(tags=['critical'], store_failures=true) }}
select * from {{ ref('stg_orders') }} where {{ cents('1') }} = 0
