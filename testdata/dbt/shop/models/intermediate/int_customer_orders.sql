select
  customer_id,
  cast(count(*) as integer) as orders,
  min(order_day) as first_order_day,
  {{ shop_euros('sum(amount)') }} as amount
from {{ ref('fct_orders') }}
where status <> 'cancelled'
group by customer_id
