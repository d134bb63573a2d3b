select
  cast(date_day as date) as date_day,
  {{ shop_dayname('date_day') }} as weekday,
  {{ shop_weekday('date_day') }} >= 6 as is_weekend
from {{ shop_days() }}
