package standins_test

import (
	"errors"
	"fmt"
	"net/http"
	"strings"
	"testing"
	"time"

	"cloud.google.com/go/bigquery"
	"github.com/google/go-cmp/cmp"
	"google.golang.org/api/googleapi"
	"google.golang.org/api/iterator"

	"cutover/testdata/standins"
)

// A bigClient is the vendor's client, talking to a stand-in of the test's own.
type bigClient struct {
	t *testing.T
	*bigquery.Client
}

func (c bigClient) do(statements ...string) {
	c.t.Helper()
	for _, one := range statements {
		if _, err := c.read(one); err != nil {
			c.t.Fatalf("%s\n%v", one, err)
		}
	}
}

func (c bigClient) read(statement string, values ...string) ([][]string, error) {
	query := c.Query(statement)
	for _, value := range values {
		query.Parameters = append(query.Parameters, bigquery.QueryParameter{Value: value})
	}
	rows, err := query.Read(c.t.Context())
	if err != nil {
		return nil, err
	}
	var out [][]string
	for {
		var row []bigquery.Value
		switch err := rows.Next(&row); {
		case errors.Is(err, iterator.Done):
			return out, nil
		case err != nil:
			return nil, err
		}
		line := make([]string, len(row))
		for i, value := range row {
			line[i] = fmt.Sprint(value)
		}
		out = append(out, line)
	}
}

func (c bigClient) want(rows [][]string, statement string, values ...string) {
	c.t.Helper()
	got, err := c.read(statement, values...)
	if err != nil {
		c.t.Fatalf("%s\n%v", statement, err)
	}
	if diff := cmp.Diff(rows, got); diff != "" {
		c.t.Errorf("%s (-want +got):\n%s", statement, diff)
	}
}

// refused wants an error with this HTTP code, and gives its words.
func (c bigClient) refused(code int, statement string) string {
	c.t.Helper()
	_, err := c.read(statement)
	var failed *googleapi.Error
	if !errors.As(err, &failed) || failed.Code != code {
		c.t.Fatalf("%s\ngot %v, want an error with code %d", statement, err, code)
	}
	return failed.Message
}

func (c bigClient) table(dataset, name string) *bigquery.TableMetadata {
	c.t.Helper()
	meta, err := c.Dataset(dataset).Table(name).Metadata(c.t.Context())
	if err != nil {
		c.t.Fatalf("%s.%s: %v", dataset, name, err)
	}
	return meta
}

// TestBigQuery runs what cutover sends. What dbt needs is in TestBigQueryPublish
// of cmd/cutover, which builds the shop with it.
func TestBigQuery(t *testing.T) {
	t.Parallel()
	s := standins.StartBigQuery(t)
	c := bigClient{t: t, Client: s.Client(t)}
	for _, name := range []string{"stage", "prod", "state"} {
		if err := c.Dataset(name).Create(t.Context(), &bigquery.DatasetMetadata{Location: "US"}); err != nil {
			t.Fatal(err)
		}
	}
	c.do("CREATE TABLE `prj`.`stage`.`orders` (`id` INT64 NOT NULL OPTIONS(description = 'the number'), `day` DATE) PARTITION BY day CLUSTER BY id OPTIONS(description = 'made by dbt')",
		"INSERT INTO `prj`.`stage`.`orders` VALUES (1, DATE '2026-11-01'), (2, DATE '2026-11-02')",
		"CREATE VIEW `prj`.`stage`.`looks` AS SELECT id FROM `prj`.`stage`.`orders`")
	t.Run("clones", func(t *testing.T) { c.on(t).clones() })
	t.Run("transaction", func(t *testing.T) { c.on(t).transaction() })
	t.Run("lease", func(t *testing.T) { c.on(t).lease() })
	t.Run("jobs", func(t *testing.T) { c.on(t).jobs() })
}

func (c bigClient) on(t *testing.T) bigClient { return bigClient{t: t, Client: c.Client} }

// clones is what patches.py is there for: options of a clone, its layout, its
// kind, real row counts and a time of modification that moves.
func (c bigClient) clones() {
	c.do("CREATE OR REPLACE TABLE `prj`.`prod`.`orders` CLONE `prj`.`stage`.`orders` OPTIONS(expiration_timestamp = NULL, labels = [('cutover_depth', '1'), ('cutover_release', 'r1')], description = 'it\\'s OPTIONS(x)')",
		"CREATE SNAPSHOT TABLE IF NOT EXISTS `prj`.`state`.`orders_r1` CLONE `prj`.`prod`.`orders` OPTIONS(expiration_timestamp = TIMESTAMP '2126-11-28 06:20:00 UTC', labels = [('cutover_release', 'r1')], description = NULL)")
	made := c.table("prod", "orders")
	got := []string{made.Description, made.Labels["cutover_release"], made.TimePartitioning.Field, made.Clustering.Fields[0], made.Schema[0].Description, string(made.Type), made.CloneDefinition.BaseTableReference.DatasetID}
	if diff := cmp.Diff([]string{"it's OPTIONS(x)", "r1", "day", "id", "the number", "TABLE", "stage"}, got); diff != "" {
		c.t.Errorf("the clone (-want +got):\n%s", diff)
	}
	kept := c.table("state", "orders_r1")
	if want := time.Date(2126, 11, 28, 6, 20, 0, 0, time.UTC); kept.Type != bigquery.Snapshot || !kept.ExpirationTime.Equal(want) {
		c.t.Errorf("the snapshot is a %s that expires %s", kept.Type, kept.ExpirationTime)
	}

	before := c.table("prod", "orders")
	c.do("DELETE FROM `prj`.`prod`.`orders` WHERE id = 1")
	after := c.table("prod", "orders")
	if after.NumRows != 1 || !after.LastModifiedTime.After(before.LastModifiedTime) || after.ETag == before.ETag {
		c.t.Errorf("after a delete: %d rows, modified %s (before %s), tag %s (before %s)", after.NumRows, after.LastModifiedTime, before.LastModifiedTime, after.ETag, before.ETag)
	}
	c.want([][]string{{"2"}}, "SELECT COUNT(*) FROM `prj`.`stage`.`orders`")
	c.do("CREATE OR REPLACE TABLE `prj`.`prod`.`orders` COPY `prj`.`state`.`orders_r1` OPTIONS(expiration_timestamp = NULL, labels = [], description = NULL)")
	c.want([][]string{{"2"}}, "SELECT COUNT(*) FROM `prj`.`prod`.`orders`")
	c.do("CREATE OR REPLACE TABLE `prj`.`prod`.`orders__beside` CLONE `prj`.`stage`.`orders` FOR SYSTEM_TIME AS OF TIMESTAMP '"+time.Now().UTC().Format("2006-01-02 15:04:05.000000")+" UTC' OPTIONS(expiration_timestamp = NULL, labels = [], description = NULL)", //nolint:forbidigo // the stand-in's own clock
		"DROP TABLE `prj`.`prod`.`orders`", "ALTER TABLE `prj`.`prod`.`orders__beside` RENAME TO `orders`")
	c.want([][]string{{"orders", "2"}}, "SELECT table_id, row_count FROM `prj`.`prod`.`__TABLES__`")
	c.refused(http.StatusBadRequest, "CREATE OR REPLACE TABLE `prj`.`prod`.`looks` CLONE `prj`.`stage`.`looks`")
	c.refused(http.StatusNotFound, "CREATE OR REPLACE TABLE `prj`.`prod`.`none` CLONE `prj`.`stage`.`none` OPTIONS(expiration_timestamp = NULL, labels = [], description = NULL)")
}

// transaction is a publish of rows in one script: all of it, or nothing.
func (c bigClient) transaction() {
	script := "BEGIN\n  BEGIN TRANSACTION;\n  ASSERT (SELECT COUNT(*) FROM `prj`.`stage`.`orders`) = %d AS 'cutover: the lease is no longer held with this fence';\n" +
		"  TRUNCATE TABLE `prj`.`prod`.`rows`;\n  INSERT INTO `prj`.`prod`.`rows` (`id`, `day`) SELECT `id`, %s FROM `prj`.`stage`.`orders`;\n  COMMIT TRANSACTION;\n" +
		"EXCEPTION WHEN ERROR THEN\n  ROLLBACK TRANSACTION;\n  RAISE;\nEND"
	c.do("CREATE TABLE `prj`.`prod`.`rows` (`id` INT64, `day` DATE)", "INSERT INTO `prj`.`prod`.`rows` VALUES (7, NULL)")
	if said := c.refused(http.StatusBadRequest, fmt.Sprintf(script, 3, "`day`")); !strings.Contains(said, "cutover: the lease is no longer held") {
		c.t.Errorf("a failed assertion says %q", said)
	}
	c.refused(http.StatusBadRequest, fmt.Sprintf(script, 2, "ERROR('late')"))
	c.want([][]string{{"7"}}, "SELECT id FROM `prj`.`prod`.`rows`")
	c.do(fmt.Sprintf(script, 2, "`day`"))
	c.want([][]string{{"1"}, {"2"}}, "SELECT id FROM `prj`.`prod`.`rows` ORDER BY id")
}

// lease is a conditional write with bound values.
func (c bigClient) lease() {
	c.do("CREATE TABLE IF NOT EXISTS `prj`.`state`.`lease` (environment STRING NOT NULL, owner STRING NOT NULL, fence INT64 NOT NULL, expires_at TIMESTAMP NOT NULL);\n")
	take := "MERGE INTO `prj`.`state`.`lease` AS t USING (SELECT ? AS environment, ? AS owner) AS s ON t.environment = s.environment " +
		"WHEN MATCHED AND (t.owner = '' OR t.expires_at <= CURRENT_TIMESTAMP()) THEN UPDATE SET owner = s.owner, fence = t.fence + 1, expires_at = TIMESTAMP_ADD(CURRENT_TIMESTAMP(), INTERVAL 600000 MILLISECOND) " +
		"WHEN NOT MATCHED THEN INSERT (environment, owner, fence, expires_at) VALUES (s.environment, s.owner, 1, TIMESTAMP_ADD(CURRENT_TIMESTAMP(), INTERVAL 600000 MILLISECOND))"
	for _, who := range []string{"me", "you"} {
		if _, err := c.read(take, "prod", who); err != nil {
			c.t.Fatal(err)
		}
	}
	c.want([][]string{{"me", "1"}}, "SELECT owner, fence FROM `prj`.`state`.`lease` WHERE environment = ? AND expires_at > CURRENT_TIMESTAMP()", "prod")
}

// jobs is that an id is taken once.
func (c bigClient) jobs() {
	query := c.Query("SELECT 1")
	query.JobID = "cutover_r1_once"
	if _, err := query.Run(c.t.Context()); err != nil {
		c.t.Fatal(err)
	}
	_, err := query.Run(c.t.Context())
	var failed *googleapi.Error
	if !errors.As(err, &failed) || failed.Code != http.StatusConflict {
		c.t.Errorf("the second job of one id: %v, want an error with code 409", err)
	}
}
