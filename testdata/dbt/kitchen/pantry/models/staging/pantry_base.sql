select * from {{ ref('pantry_daily') }}
