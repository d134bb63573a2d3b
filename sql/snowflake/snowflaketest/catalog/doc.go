// Package catalog models a Snowflake account: its catalog (databases, schemas,
// objects, roles, grants, dropped versions) and as much of its SQL as cutover
// sends and a person or test needs to set the scene. It is the SQL half of the
// stand-in that sql/snowflake is tested against.
//
// It never reaches a real account, never guesses, and never answers a statement
// that it does not know: that is error 001003 with "not modelled by
// snowflaketest". Its one invariant: identity stays with the object. Ids,
// created_on, owner, grants, future grants, comments, tags and rows belong to an
// object; names and places are all that a swap or rename changes.
//
// What it knows comes from Snowflake's documentation and was not compared with a
// real account. Per topic, with the page that it follows:
//
//   - swap and rename: ALTER DATABASE, ALTER SCHEMA, ALTER TABLE (swap.go)
//   - clones of containers and tables, what they hold and in which state, COPY
//     GRANTS: "Cloning considerations", CREATE <object> ... CLONE, CREATE TABLE
//     (clone.go, create.go)
//   - future grants, in clones and swaps: GRANT <privileges>, "Future grants"
//     (access.go, grants.go)
//   - privileges and what they hide: "Overview of Access Control", "Access
//     control privileges", GRANT OWNERSHIP (access.go, names.go, grants.go)
//   - OR REPLACE, DROP, UNDROP, retention: CREATE TABLE, UNDROP <object>,
//     "Understanding & using Time Travel" (drop.go)
//   - SHOW: SHOW <objects>, SHOW GRANTS (show.go, showobjects.go, showgrants.go).
//     That a share's grantee_name begins with the account is what
//     terraform-provider-snowflake allows for.
//   - views: CREATE VIEW, "Working with Secure Views"; error numbers 002037 and
//     002057 as people quote them (views.go)
//   - streams: "Introduction to Streams" (others.go)
//   - names: "Identifier requirements" (names.go, translate.go)
//   - INFORMATION_SCHEMA and its functions: the page of each (information.go,
//     references.go)
//   - the guard block: EXECUTE IMMEDIATE, "Snowflake Scripting" (block.go)
//   - values on the wire: gosnowflake's converter.go (values.go)
//
// Assumed, because no page says it: created_on stays with a swapped object and
// never repeats; the comment of a container is copied to its clone; future
// grants of a database apply to a schema that is made by cloning; error number
// 002120 for a transient object cloned to a permanent one; a clone shares its
// source's bytes until one of both changes.
//
// Not modelled: time travel (AT, BEFORE), transactions over several statements,
// other scripts than the guard block, the effect of masking and row access
// policies on what is read, what a stream returns, refreshing of dynamic tables
// and materialized views, running tasks and pipes, managed access schemas,
// warehouses that are missing or suspended, time zones other than UTC (a
// TIMESTAMP_TZ comes back at offset zero), fractions of a second beyond six
// digits, semi-structured values, database roles granted to each other, replicas,
// and the difference between the block's two statements and one.
//
// Rows live in an in-memory DuckDB, one table per table; queries are rewritten
// to it lexeme by lexeme, so a query has DuckDB's semantics where the two differ
// in an expression.
package catalog
