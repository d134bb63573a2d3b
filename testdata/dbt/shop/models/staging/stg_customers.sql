select
  id as customer_id,
  {{ shop_date('day') }}::timestamp as changed_at,
  name,
  city
from {{ ref('raw_customers') }}
