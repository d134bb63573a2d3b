{{ config(
    materialized='incremental',
    incremental_strategy='merge' if target.type == 'bigquery' else 'delete+insert',
    unique_key='order_id',
    indexes=[{'columns': ['order_day']}]
) }}

select order_id, order_day, customer_id, status, payments, amount
from {{ ref('int_orders_so_far') }}
{% if is_incremental() %}
-- The last day is loaded again, because a payment may arrive one day after its order.
where order_day >= (select max(order_day) from {{ this }})
{% endif %}
