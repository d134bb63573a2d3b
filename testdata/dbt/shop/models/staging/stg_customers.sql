select
  id as customer_id,
  cast({{ shop_date('day') }} as timestamp) as changed_at,
  name,
  city
from {{ ref('raw_customers') }}
