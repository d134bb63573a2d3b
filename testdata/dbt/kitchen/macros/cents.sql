{% macro cents(column) %}{{ times(column, 100) }}{% endmacro %}
{% macro times(column, n) %}({{ column }} * {{ n }}){% endmacro %}
{% macro lonely() %}1{% endmacro %}
