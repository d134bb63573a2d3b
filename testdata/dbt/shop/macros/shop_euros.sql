{#- Euros and cents. BigQuery takes no precision in a cast. -#}
{% macro shop_euros(amount) -%}
  {%- if target.type == 'bigquery' -%}
  cast({{ amount }} as numeric)
  {%- else -%}
  cast({{ amount }} as decimal(12, 2))
  {%- endif -%}
{%- endmacro %}
