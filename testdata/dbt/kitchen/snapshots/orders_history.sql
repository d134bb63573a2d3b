{% snapshot orders_history %}
{{ config(strategy='timestamp', unique_key='id', updated_at='at', target_schema='history', tags=['nightly']) }}
select * from {{ source('raw', 'orders') }}
{% endsnapshot %}
