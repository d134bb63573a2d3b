{#- Every day from the first to the run day, as a table with one column. -#}
{% macro shop_days() -%}
  {%- if target.type == 'snowflake' -%}
  (select dateadd('day', row_number() over (order by null) - 1, {{ shop_date(1) }}) from table(generator(rowcount => {{ var('run_day') }})))
  {%- else -%}
  generate_series(
  {{ shop_date(1) }}::timestamp,
  {{ shop_date(var('run_day')) }}::timestamp,
  interval 1 day
)
  {%- endif -%}
{%- endmacro %}

{#- Monday is 1, Sunday is 7. -#}
{% macro shop_weekday(day) -%}
  {{ 'dayofweekiso' if target.type == 'snowflake' else 'isodow' }}({{ day }})
{%- endmacro %}
