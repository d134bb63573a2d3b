select
  date_day::date as date_day,
  dayname(date_day) as weekday,
  {{ shop_weekday('date_day') }} >= 6 as is_weekend
from {{ shop_days() }} as days(date_day)
