select
  id as order_id,
  {{ shop_date('day') }} as order_day,
  customer_id,
  status
from {{ ref('raw_orders') }}
