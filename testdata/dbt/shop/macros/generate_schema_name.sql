{#- A target whose schema is `main` has the plain names for itself: mart, utils, raw.
    Every other target lives beside it and puts its own name in front: staging_mart. -#}
{% macro generate_schema_name(custom_schema_name, node) -%}
  {%- if custom_schema_name is none -%}
    {{ target.schema }}
  {%- elif target.schema == 'main' -%}
    {{ custom_schema_name | trim }}
  {%- else -%}
    {{ target.schema }}_{{ custom_schema_name | trim }}
  {%- endif -%}
{%- endmacro %}
