{{ config(materialized='ephemeral') }}
select * from {{ source('bank', 'payments') }} where at > '{{ var("cut_off") }}'
