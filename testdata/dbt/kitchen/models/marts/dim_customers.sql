select c.id, o.customer_id from {{ ref('stg_customers') }} c join {{ ref('stg_orders') }} o on o.customer_id = c.id
left join {{ ref('base.countries') }} using (id)
