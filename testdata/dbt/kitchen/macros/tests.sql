{% test positive(model, field) %}
select * from {{ model }} where {{ cents(field) }} <= 0
{% endtest %}
{% test dbt_is_here(model) %}
select 1 from {{ model }} where false
{% endtest %}
