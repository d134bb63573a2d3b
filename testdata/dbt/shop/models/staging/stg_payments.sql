select
  id as payment_id,
  {{ shop_date('day') }} as paid_day,
  order_id,
  method,
  {{ shop_euros('amount_cents / 100') }} as amount
from {{ ref('raw_payments') }}
