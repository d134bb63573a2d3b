def model(dbt, session):
    dbt.config(materialized="table")
    return dbt.ref("dim_product", v=2)
