{{ config(tags=['pii', 'two words']) }}
select id, {{ cents('amount') }} as amount from {{ source('raw', 'customers') }}
