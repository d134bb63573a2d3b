{#- Day 1 is the date on which the shop opened. -#}
{% macro shop_date(day) -%}
  (date '{{ var("first_day") }}' + ({{ day }} - 1)::integer)
{%- endmacro %}
