{{ config(materialized='ephemeral') }}

select
  orders.order_id,
  orders.order_day,
  orders.customer_id,
  orders.status,
  count(payments.payment_id)::integer as payments,
  coalesce(sum(payments.amount), 0)::decimal(12, 2) as amount
from {{ ref('stg_orders') }} as orders
left join {{ ref('stg_payments') }} as payments
  on payments.order_id = orders.order_id
  and payments.paid_day <= {{ shop_date(var('run_day')) }}
where orders.order_day <= {{ shop_date(var('run_day')) }}
group by all
