select
  customer_id,
  count(*)::integer as orders,
  min(order_day) as first_order_day,
  sum(amount)::decimal(12, 2) as amount
from {{ ref('fct_orders') }}
where status <> 'cancelled'
group by customer_id
