-- Passes on its own. `--vars '{run_day: 3, fail_day: 3}'` makes it fail, to see an audit say no.
select order_id, order_day
from {{ ref('fct_orders') }}
where order_day = {{ shop_date(var('fail_day')) }}
