select * from {{ source('bank', 'refunds') }} join {{ source('bank', 'payments') }} using (id)
