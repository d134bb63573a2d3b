select
  date_day::date as date_day,
  dayname(date_day) as weekday,
  isodow(date_day) >= 6 as is_weekend
from generate_series(
  {{ shop_date(1) }}::timestamp,
  {{ shop_date(var('run_day')) }}::timestamp,
  interval 1 day
) as days(date_day)
