{{ config(materialized='incremental', unique_key='id', meta={'tier': 1, 'certified': true, 'teams': ['fin', 'ops']}, alias='orders') }}
select o.id, {{ cents('p.amount') }} as amount from {{ ref('stg_orders') }} o join {{ ref('stg_payments') }} p on p.id = o.id
