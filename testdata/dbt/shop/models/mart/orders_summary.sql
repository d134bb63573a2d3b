{{ config(materialized='view') }}

select
  order_day,
  cast(count(*) as integer) as orders,
  {{ shop_euros('sum(amount)') }} as amount
from {{ ref('orders_live') }}
group by order_day
