{#- Every day from the first to the run day, as something to select date_day from. -#}
{% macro shop_days() -%}
  {%- if target.type == 'snowflake' -%}
  (select dateadd('day', row_number() over (order by null) - 1, {{ shop_date(1) }}) from table(generator(rowcount => {{ var('run_day') }}))) as days(date_day)
  {%- elif target.type == 'bigquery' -%}
  unnest(generate_date_array({{ shop_date(1) }}, {{ shop_date(var('run_day')) }})) as date_day
  {%- else -%}
  generate_series(
  {{ shop_date(1) }}::timestamp,
  {{ shop_date(var('run_day')) }}::timestamp,
  interval 1 day
) as days(date_day)
  {%- endif -%}
{%- endmacro %}

{#- Monday is 1, Sunday is 7. -#}
{% macro shop_weekday(day) -%}
  {%- if target.type == 'bigquery' -%}
  mod(extract(dayofweek from {{ day }}) + 5, 7) + 1
  {%- else -%}
  {{ 'dayofweekiso' if target.type == 'snowflake' else 'isodow' }}({{ day }})
  {%- endif -%}
{%- endmacro %}

{% macro shop_dayname(day) -%}
  {{ "format_date('%A', " ~ day ~ ')' if target.type == 'bigquery' else 'dayname(' ~ day ~ ')' }}
{%- endmacro %}
