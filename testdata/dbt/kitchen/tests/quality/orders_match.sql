select * from {{ ref('fct_orders') }} full join {{ ref('dim_customers') }} using (id) where id is null
