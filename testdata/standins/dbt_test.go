package standins_test

import (
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"sync"
	"testing"

	project "cutover/testdata/dbt"
	"cutover/testdata/standins"
)

// TestShop builds the shop with dbt-snowflake into both databases, in one of them
// in two days, the second one incrementally, and wants the numbers that the
// shop's README promises on DuckDB.
func TestShop(t *testing.T) {
	t.Parallel()
	s := standins.Start(t)
	c := connect(t, s)
	c.do(`CREATE DATABASE PROD`, `CREATE DATABASE STAGE`)
	var group sync.WaitGroup
	for target, days := range map[string][]int{"staging": {1, 2}, "prod": {2}} {
		dir := shop(t)
		group.Go(func() {
			for _, day := range days { // a build runs the project's tests too
				dbt(t, s, dir, "build", target, day)
			}
		})
	}
	group.Wait()
	for _, side := range []string{"STAGE", "PROD"} {
		c.want([][]string{{"20", "10", "2"}}, fmt.Sprintf(
			`SELECT (SELECT COUNT(*) FROM %[1]s.MART.FCT_ORDERS) AS A, (SELECT COUNT(*) FROM %[1]s.MART.DIM_CUSTOMERS) AS B, (SELECT COUNT(*) FROM %[1]s.UTILS.DIM_DATES) AS C`, side))
	}
	// Two days one after the other leave what one build of the second does.
	for _, mart := range []string{"MART.FCT_ORDERS", "MART.DIM_CUSTOMERS", "MART.ORDERS_SUMMARY", "UTILS.DIM_DATES"} {
		c.want(c.read(`SELECT * FROM PROD.`+mart+` ORDER BY 1`), `SELECT * FROM STAGE.`+mart+` ORDER BY 1`)
	}
	// Comments, kinds and full names are what publishing has to carry over.
	c.want([][]string{{"One row per order, loaded day by day.", "TRANSIENT"}}, `SHOW TABLES LIKE 'FCT_ORDERS' IN SCHEMA PROD.MART`, "comment", "kind")
	if text := c.read(`SHOW VIEWS LIKE 'ORDERS_SUMMARY' IN SCHEMA STAGE.MART`, "text")[0][0]; !strings.Contains(text, "STAGE.mart.orders_live") {
		t.Errorf("the view does not spell out its database:\n%s", text)
	}
}

// shop is a copy of the project.
func shop(t *testing.T) string {
	t.Helper()
	dir := filepath.Join(t.TempDir(), "shop")
	files, err := project.Shop()
	if err == nil {
		err = os.CopyFS(dir, files)
	}
	if err != nil {
		t.Fatal(err)
	}
	return dir
}

func dbt(t *testing.T, s *standins.Snowflake, dir, command, target string, day int) {
	t.Helper()
	cmd := exec.Command(s.DBT, "--quiet", command, "--target", target, "--vars", fmt.Sprintf("run_day: %d", day))
	cmd.Dir = dir
	cmd.Env = append(os.Environ(), "SHOP_PORT="+strconv.Itoa(s.Port), "DBT_PROFILES_DIR="+s.Profiles)
	if out, err := cmd.CombinedOutput(); err != nil {
		t.Errorf("%s: %v\n%s", strings.Join(cmd.Args, " "), err, out)
	}
}
