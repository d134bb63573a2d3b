{#- Day 1 is the date on which the shop opened. -#}
{% macro shop_date(day) -%}
  {%- if target.type == 'snowflake' -%}
  dateadd('day', ({{ day }}) - 1, date '{{ var("first_day") }}')
  {%- elif target.type == 'bigquery' -%}
  date_add(date '{{ var("first_day") }}', interval ({{ day }}) - 1 day)
  {%- else -%}
  (date '{{ var("first_day") }}' + ({{ day }} - 1)::integer)
  {%- endif -%}
{%- endmacro %}
