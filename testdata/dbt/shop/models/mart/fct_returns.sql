{{ config(enabled=false) }}

select order_id, order_day
from {{ ref('stg_orders') }}
where status = 'returned'
