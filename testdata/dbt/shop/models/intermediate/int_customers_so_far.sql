{{ config(materialized='ephemeral') }}

select customer_id, changed_at, name, city
from {{ ref('stg_customers') }}
where changed_at <= {{ shop_date(var('run_day')) }}
qualify row_number() over (partition by customer_id order by changed_at desc) = 1
