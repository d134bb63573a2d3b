{{ config(materialized='view') }}

select order_id, order_day, customer_id, payments, amount
from {{ ref('fct_orders') }}
where status <> 'cancelled'
