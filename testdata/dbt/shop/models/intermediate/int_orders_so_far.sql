{{ config(materialized='ephemeral') }}

select
  orders.order_id,
  orders.order_day,
  orders.customer_id,
  orders.status,
  cast(count(payments.payment_id) as integer) as payments,
  {{ shop_euros('coalesce(sum(payments.amount), 0)') }} as amount
from {{ ref('stg_orders') }} as orders
left join {{ ref('stg_payments') }} as payments
  on payments.order_id = orders.order_id
  and payments.paid_day <= {{ shop_date(var('run_day')) }}
where orders.order_day <= {{ shop_date(var('run_day')) }}
group by all
