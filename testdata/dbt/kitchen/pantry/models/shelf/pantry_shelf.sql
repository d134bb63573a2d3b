select * from {{ ref('pantry_base') }}
