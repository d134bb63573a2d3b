{{ config(materialized='table', tags=['nightly']) }}
select {{ pantry.today() }} as day
