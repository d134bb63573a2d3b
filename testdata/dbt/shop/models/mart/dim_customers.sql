select
  customers.customer_id,
  customers.name,
  customers.city,
  orders.first_order_day,
  cast(coalesce(orders.orders, 0) as integer) as orders,
  {{ shop_euros('coalesce(orders.amount, 0)') }} as amount
from {{ ref('int_customers_so_far') }} as customers
left join {{ ref('int_customer_orders') }} as orders
  on orders.customer_id = customers.customer_id
