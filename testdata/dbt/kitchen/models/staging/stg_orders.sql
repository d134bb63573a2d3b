{{ config(meta={'tier': 2, 'owner': 'ingest'}) }}
select * from {{ source('raw', 'orders') }}
