select
  id as payment_id,
  {{ shop_date('day') }} as paid_day,
  order_id,
  method,
  (amount_cents / 100)::decimal(12, 2) as amount
from {{ ref('raw_payments') }}
