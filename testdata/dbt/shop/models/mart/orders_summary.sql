{{ config(materialized='view') }}

select
  order_day,
  count(*)::integer as orders,
  sum(amount)::decimal(12, 2) as amount
from {{ ref('orders_live') }}
group by order_day
