-- Made by testdata/dbt/record.py from what dbt built. The views name the catalog, so the file must be called shop.duckdb.
begin;
create schema if not exists "staging";
create schema if not exists "staging_history";
create schema if not exists "staging_mart";
create schema if not exists "staging_raw";
create schema if not exists "staging_utils";

CREATE OR REPLACE TABLE staging_history.customers_history(customer_id INTEGER, changed_at TIMESTAMP, "name" VARCHAR, city VARCHAR, dbt_scd_id VARCHAR, dbt_updated_at TIMESTAMP, dbt_valid_from TIMESTAMP, dbt_valid_to TIMESTAMP);
insert into "staging_history"."customers_history" values
  ('1', '2026-11-01 00:00:00', 'Ada', 'Bremen', '7088e9d14cbdd96bf6e9c620cee9b001', '2026-11-01 00:00:00', '2026-11-01 00:00:00', null),
  ('2', '2026-11-01 00:00:00', 'Ben', 'Bremen', 'fb0e8f5f077b12014329ca072463bc33', '2026-11-01 00:00:00', '2026-11-01 00:00:00', null),
  ('3', '2026-11-01 00:00:00', 'Chloe', 'Kiel', '146843310069976b8a4dbabb07da5531', '2026-11-01 00:00:00', '2026-11-01 00:00:00', null),
  ('4', '2026-11-01 00:00:00', 'Dario', 'Bremen', '19a301f5bc158cd8c215d33ea6ba6ff3', '2026-11-01 00:00:00', '2026-11-01 00:00:00', null),
  ('5', '2026-11-01 00:00:00', 'Esra', 'Bremen', 'b561b6dde87bcb0f9cc757672e7ba53f', '2026-11-01 00:00:00', '2026-11-01 00:00:00', null),
  ('6', '2026-11-01 00:00:00', 'Finn', 'Bremen', '5b8106a0f0b44abb23d48d5b62e5c5e3', '2026-11-01 00:00:00', '2026-11-01 00:00:00', null),
  ('7', '2026-11-01 00:00:00', 'Greta', 'Leipzig', '2703d95cc3ad6d2acf3715cfca754db0', '2026-11-01 00:00:00', '2026-11-01 00:00:00', null),
  ('8', '2026-11-01 00:00:00', 'Hugo', 'Ulm', '680dbe774d59292d3b60560f2076244d', '2026-11-01 00:00:00', '2026-11-01 00:00:00', null);

CREATE OR REPLACE TABLE staging_mart.dim_customers(customer_id INTEGER PRIMARY KEY, "name" VARCHAR NOT NULL, city VARCHAR, first_order_day DATE, orders INTEGER NOT NULL, amount DECIMAL(12,2), CHECK((orders >= 0)));
insert into "staging_mart"."dim_customers" values
  ('1', 'Ada', 'Bremen', '2026-11-01', '3', '79.20'),
  ('2', 'Ben', 'Bremen', '2026-11-01', '1', '26.30'),
  ('3', 'Chloe', 'Kiel', '2026-11-01', '1', '0.00'),
  ('4', 'Dario', 'Bremen', null, '0', '0.00'),
  ('5', 'Esra', 'Bremen', '2026-11-01', '2', '57.70'),
  ('6', 'Finn', 'Bremen', null, '0', '0.00'),
  ('7', 'Greta', 'Leipzig', null, '0', '0.00'),
  ('8', 'Hugo', 'Ulm', '2026-11-01', '2', '186.40');

CREATE OR REPLACE TABLE staging_mart.fct_orders(order_id INTEGER, order_day DATE, customer_id INTEGER, status VARCHAR, payments INTEGER, amount DECIMAL(12,2));
insert into "staging_mart"."fct_orders" values
  ('1001', '2026-11-01', '3', 'open', '0', '0.00'),
  ('1002', '2026-11-01', '1', 'completed', '1', '55.60'),
  ('1003', '2026-11-01', '1', 'completed', '1', '23.60'),
  ('1004', '2026-11-01', '5', 'completed', '0', '0.00'),
  ('1005', '2026-11-01', '5', 'completed', '1', '57.70'),
  ('1006', '2026-11-01', '1', 'open', '0', '0.00'),
  ('1007', '2026-11-01', '1', 'cancelled', '0', '0.00'),
  ('1008', '2026-11-01', '8', 'completed', '1', '55.70'),
  ('1009', '2026-11-01', '8', 'completed', '2', '130.70'),
  ('1010', '2026-11-01', '2', 'completed', '1', '26.30');

CREATE OR REPLACE TABLE staging_raw.raw_customers(id INTEGER, "day" INTEGER, "name" VARCHAR, city VARCHAR);
insert into "staging_raw"."raw_customers" values
  ('1', '1', 'Ada', 'Bremen'),
  ('1', '4', 'Ada', 'Leipzig'),
  ('10', '2', 'Jonas', 'Leipzig'),
  ('11', '3', 'Kaia', 'Leipzig'),
  ('12', '4', 'Luca', 'Kiel'),
  ('2', '1', 'Ben', 'Bremen'),
  ('3', '1', 'Chloe', 'Kiel'),
  ('3', '3', 'Chloe', 'Ulm'),
  ('4', '1', 'Dario', 'Bremen'),
  ('5', '1', 'Esra', 'Bremen'),
  ('6', '1', 'Finn', 'Bremen'),
  ('7', '1', 'Greta', 'Leipzig'),
  ('7', '2', 'Greta', 'Ulm'),
  ('8', '1', 'Hugo', 'Ulm'),
  ('9', '2', 'Ines', 'Ulm');

CREATE OR REPLACE TABLE staging_raw.raw_orders(id INTEGER, "day" INTEGER, customer_id INTEGER, status VARCHAR);
insert into "staging_raw"."raw_orders" values
  ('1001', '1', '3', 'open'),
  ('1002', '1', '1', 'completed'),
  ('1003', '1', '1', 'completed'),
  ('1004', '1', '5', 'completed'),
  ('1005', '1', '5', 'completed'),
  ('1006', '1', '1', 'open'),
  ('1007', '1', '1', 'cancelled'),
  ('1008', '1', '8', 'completed'),
  ('1009', '1', '8', 'completed'),
  ('1010', '1', '2', 'completed'),
  ('1011', '2', '8', 'cancelled'),
  ('1012', '2', '3', 'completed'),
  ('1013', '2', '9', 'completed'),
  ('1014', '2', '5', 'completed'),
  ('1015', '2', '6', 'cancelled'),
  ('1016', '2', '7', 'completed'),
  ('1017', '2', '9', 'returned'),
  ('1018', '2', '9', 'completed'),
  ('1019', '2', '6', 'completed'),
  ('1020', '2', '7', 'completed'),
  ('1021', '3', '8', 'completed'),
  ('1022', '3', '11', 'completed'),
  ('1023', '3', '1', 'completed'),
  ('1024', '3', '3', 'cancelled'),
  ('1025', '3', '9', 'completed'),
  ('1026', '3', '7', 'completed'),
  ('1027', '3', '10', 'cancelled'),
  ('1028', '3', '11', 'completed'),
  ('1029', '3', '1', 'cancelled'),
  ('1030', '3', '7', 'completed'),
  ('1031', '4', '7', 'completed'),
  ('1032', '4', '6', 'completed'),
  ('1033', '4', '10', 'returned'),
  ('1034', '4', '1', 'open'),
  ('1035', '4', '1', 'completed'),
  ('1036', '4', '8', 'cancelled'),
  ('1037', '4', '11', 'cancelled'),
  ('1038', '4', '7', 'returned'),
  ('1039', '4', '7', 'cancelled'),
  ('1040', '4', '7', 'returned');

CREATE OR REPLACE TABLE staging_raw.raw_payments(id INTEGER, "day" INTEGER, order_id INTEGER, "method" VARCHAR, amount_cents INTEGER);
insert into "staging_raw"."raw_payments" values
  ('1', '1', '1002', 'card', '5560'),
  ('10', '2', '1016', 'cash', '2500'),
  ('11', '2', '1017', 'card', '2090'),
  ('12', '2', '1018', 'card', '7030'),
  ('13', '2', '1019', 'card', '6520'),
  ('14', '3', '1012', 'cash', '4520'),
  ('15', '3', '1013', 'card', '3070'),
  ('16', '3', '1017', 'card', '5670'),
  ('17', '3', '1018', 'cash', '3270'),
  ('18', '3', '1019', 'card', '8400'),
  ('19', '3', '1020', 'voucher', '6680'),
  ('2', '1', '1003', 'card', '2360'),
  ('20', '3', '1021', 'voucher', '5500'),
  ('21', '3', '1021', 'card', '1180'),
  ('22', '3', '1022', 'card', '9910'),
  ('23', '3', '1026', 'cash', '8880'),
  ('24', '4', '1023', 'voucher', '1240'),
  ('25', '4', '1025', 'card', '8130'),
  ('26', '4', '1028', 'card', '8070'),
  ('27', '4', '1030', 'cash', '9210'),
  ('28', '4', '1033', 'voucher', '6020'),
  ('29', '4', '1035', 'cash', '2010'),
  ('3', '1', '1005', 'voucher', '5770'),
  ('30', '4', '1038', 'voucher', '8710'),
  ('31', '4', '1040', 'card', '2650'),
  ('32', '4', '1040', 'cash', '3690'),
  ('4', '1', '1008', 'card', '5570'),
  ('5', '1', '1009', 'voucher', '5520'),
  ('6', '1', '1009', 'card', '7550'),
  ('7', '1', '1010', 'voucher', '2630'),
  ('8', '2', '1004', 'card', '4710'),
  ('9', '2', '1014', 'cash', '8500');

CREATE OR REPLACE TABLE staging_utils.dim_dates(date_day DATE, weekday VARCHAR, is_weekend BOOLEAN);
insert into "staging_utils"."dim_dates" values
  ('2026-11-01', 'Sunday', 'True');

CREATE INDEX "5851f25e0c96c5014fa841cd4ac3c38c" ON staging_mart.dim_customers(city);

CREATE INDEX "54ea38890dcf26b1605ede8b0b6c4801" ON staging_mart.fct_orders(order_day);

CREATE OR REPLACE VIEW staging.int_customer_orders AS SELECT customer_id, CAST(count_star() AS INTEGER) AS orders, min(order_day) AS first_order_day, CAST(sum(amount) AS DECIMAL(12,2)) AS amount FROM shop.staging_mart.fct_orders WHERE (status != 'cancelled') GROUP BY customer_id;

CREATE OR REPLACE VIEW staging.stg_customers AS SELECT id AS customer_id, CAST((CAST('2026-11-01' AS DATE) + CAST(("day" - 1) AS INTEGER)) AS TIMESTAMP) AS changed_at, "name", city FROM shop.staging_raw.raw_customers;

CREATE OR REPLACE VIEW staging.stg_orders AS SELECT id AS order_id, (CAST('2026-11-01' AS DATE) + CAST(("day" - 1) AS INTEGER)) AS order_day, customer_id, status FROM shop.staging_raw.raw_orders;

CREATE OR REPLACE VIEW staging.stg_payments AS SELECT id AS payment_id, (CAST('2026-11-01' AS DATE) + CAST(("day" - 1) AS INTEGER)) AS paid_day, order_id, "method", CAST((amount_cents / 100) AS DECIMAL(12,2)) AS amount FROM shop.staging_raw.raw_payments;

CREATE OR REPLACE VIEW staging_mart.orders_live AS SELECT order_id, order_day, customer_id, payments, amount FROM shop.staging_mart.fct_orders WHERE (status != 'cancelled');

CREATE OR REPLACE VIEW staging_mart.orders_summary AS SELECT order_day, CAST(count_star() AS INTEGER) AS orders, CAST(sum(amount) AS DECIMAL(12,2)) AS amount FROM shop.staging_mart.orders_live GROUP BY order_day;

comment on table "staging_mart"."dim_customers" is 'One row per customer, with what they have bought.';
comment on table "staging_mart"."fct_orders" is 'One row per order, loaded day by day.';
comment on table "staging_utils"."dim_dates" is 'Every day since the shop opened.';
comment on view "staging"."int_customer_orders" is 'Orders added up per customer.';
comment on view "staging"."stg_customers" is 'One row for every time a customer signed up or moved.';
comment on view "staging"."stg_orders" is 'One row per order.';
comment on view "staging"."stg_payments" is 'One row per payment. A payment arrives on the day of its order or one day later.';
comment on view "staging_mart"."orders_live" is 'Orders that were not cancelled.';
comment on view "staging_mart"."orders_summary" is 'Orders and takings per day.';
comment on column "staging"."stg_orders"."order_id" is '';
comment on column "staging"."stg_payments"."payment_id" is '';
comment on column "staging_mart"."dim_customers"."customer_id" is 'The shop''s customer number.';
comment on column "staging_mart"."dim_customers"."name" is '';
comment on column "staging_mart"."dim_customers"."city" is '';
comment on column "staging_mart"."dim_customers"."first_order_day" is 'Empty until the first order.';
comment on column "staging_mart"."dim_customers"."orders" is '';
comment on column "staging_mart"."dim_customers"."amount" is 'What has been paid so far, in euros.';
comment on column "staging_mart"."fct_orders"."order_id" is 'The shop''s order number.';
comment on column "staging_mart"."fct_orders"."customer_id" is '';
comment on column "staging_mart"."fct_orders"."amount" is 'What has been paid so far, in euros.';
comment on column "staging_mart"."orders_summary"."order_day" is '';
comment on column "staging_utils"."dim_dates"."date_day" is 'The calendar day.';
commit;
