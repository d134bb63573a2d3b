select id, 1 as amount from {{ ref('fct_orders') }}
