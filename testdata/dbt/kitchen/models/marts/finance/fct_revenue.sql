select * from {{ ref('fct_orders') }} join {{ ref('pantry_daily') }} using (day) join {{ ref('dim_product', v=1) }} using (id)
