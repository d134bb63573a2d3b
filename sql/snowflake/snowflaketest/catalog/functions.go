package catalog

import (
	"fmt"
	"slices"
	"strings"

	"cutover/sql/warehouse"
)

// setUp prepares the row store: its session settings and the functions that
// DuckDB does not have.
func setUp() []string {
	return []string{
		"SET GLOBAL TimeZone = 'UTC'",
		"SET autoinstall_known_extensions = false",
		"CREATE MACRO to_varchar(x) AS CAST(x AS VARCHAR)",
		"CREATE MACRO to_char(x) AS CAST(x AS VARCHAR)",
		"CREATE MACRO to_number(x) AS CAST(x AS HUGEINT)",
		"CREATE MACRO to_boolean(x) AS CAST(x AS BOOLEAN)",
		"CREATE MACRO to_timestamp_tz(x) AS CAST(x AS TIMESTAMPTZ)",
		"CREATE MACRO to_timestamp_ltz(x) AS CAST(x AS TIMESTAMPTZ)",
		"CREATE MACRO to_timestamp_ntz(x) AS CAST(x AS TIMESTAMP)",
		"CREATE MACRO to_date(x) AS CAST(x AS DATE)",
		"CREATE MACRO iff(c, a, b) AS CASE WHEN c THEN a ELSE b END",
		"CREATE MACRO nvl(a, b) AS COALESCE(a, b)",
		"CREATE MACRO zeroifnull(a) AS COALESCE(a, 0)",
		"CREATE MACRO uuid_string() AS CAST(uuid() AS VARCHAR)",
		"CREATE MACRO sha2(x) AS sha256(x)",
		`CREATE MACRO dateadd(part, n, t) AS t + CAST(n AS BIGINT) * CASE lower(part)
			WHEN 'millisecond' THEN INTERVAL 1 MILLISECOND WHEN 'second' THEN INTERVAL 1 SECOND
			WHEN 'minute' THEN INTERVAL 1 MINUTE WHEN 'hour' THEN INTERVAL 1 HOUR WHEN 'day' THEN INTERVAL 1 DAY
			WHEN 'month' THEN INTERVAL 1 MONTH WHEN 'year' THEN INTERVAL 1 YEAR END`,
	}
}

// constants answer CURRENT_...(), with or without parentheses.
func (r *run) constants(word string) (string, bool) {
	text := func(s string) (string, bool) {
		if s == "" {
			return "CAST(NULL AS VARCHAR)", true
		}
		return literal(s), true
	}
	switch word {
	case "CURRENT_TIMESTAMP", "LOCALTIMESTAMP", "SYSDATE", "SYSTIMESTAMP":
		return "TIMESTAMPTZ " + literal(r.now.Format("2006-01-02 15:04:05.000000+00")), true
	case "CURRENT_DATE":
		return "DATE " + literal(r.now.Format("2006-01-02")), true
	case "CURRENT_ROLE":
		return text(r.s.Role)
	case "CURRENT_USER":
		return text(r.s.User)
	case "CURRENT_ACCOUNT":
		return text(accountName)
	case "CURRENT_VERSION":
		return text("9.38.0")
	case "CURRENT_WAREHOUSE":
		return text(r.s.Warehouse)
	case "CURRENT_DATABASE":
		return text(r.s.Database)
	case "CURRENT_SCHEMA":
		return text(r.s.Schema)
	case "CURRENT_REGION":
		return text("LOCAL")
	case "CURRENT_SESSION":
		return text(fmt.Sprint(r.s.ID))
	}
	return "", false
}

// constant writes CURRENT_TIMESTAMP and its like without parentheses.
func (t *translator) constant() bool {
	text, ok := t.r.constants(strings.ToUpper(t.at(0).Text))
	if ok {
		t.write(text)
		t.i++
	}
	return ok
}

// call writes a function's name; the parenthesis is read next.
func (t *translator) call() {
	word := strings.ToUpper(t.at(0).Text)
	if text, ok := t.r.constants(word); ok && t.at(2).IsOther(")") {
		t.write(text)
		t.i += 3
		return
	}
	switch {
	case word == "HASH_AGG" && t.at(2).IsOther("*") && t.at(3).IsOther(")"):
		t.hashAll()
		return
	case slices.Contains([]string{"DATEADD", "DATEDIFF", "DATE_PART", "DATE_TRUNC", "TIMESTAMPADD"}, word) && t.at(2).Kind == warehouse.LexWord && t.at(3).IsOther(","):
		t.write(strings.ToLower(word) + "(" + literal(strings.ToLower(t.at(2).Text)))
		t.stack = append(t.stack, frame{call: word})
		t.i += 3
		return
	}
	t.write(strings.ToLower(word))
	t.i++
}

// hashAll writes HASH_AGG(*) of the one relation that stands behind the next
// FROM: a sum over the rows' hashes, so that the order does not matter and equal
// rows do not cancel out.
func (t *translator) hashAll() {
	for j := t.i; j+1 < len(t.s); j++ {
		if !t.s[j].Is("FROM") {
			continue
		}
		p := &parser{sql: t.sql, s: t.s, i: j + 1}
		n := p.name()
		alias := n.last()
		if p.accept("AS") || p.peek(0).Kind == warehouse.LexQuoted {
			alias = p.one()
		}
		if p.err == nil {
			t.write("CAST(COALESCE(SUM(CAST(hash(" + quote(alias) + ") AS HUGEINT)), 0) % 9223372036854775807 AS BIGINT)")
			t.i += 4
			return
		}
		break
	}
	t.err = notModelled(t.sql, t.at(0).Offset)
}

// longText is where a bound text goes to the row store as a row: DuckDB takes
// minutes over a long constant with many quotes. Short ones are literals,
// because a literal takes the type that its place asks for, as on Snowflake.
const longText = 4096

// nextBind writes the next bound value.
func (r *run) nextBind() (string, error) {
	if r.bound >= len(r.binds) {
		return "", failf(2049, "42601", "SQL compilation error: error line 1 at position 0\nBind variable ? not set.")
	}
	b := r.binds[r.bound]
	r.bound++
	if b.Null {
		return "NULL", nil
	}
	switch b.Type {
	case "FIXED", "REAL":
		if !isNumber(b.Value) {
			return "", failf(100038, "22018", "Numeric value '%s' is not recognized", b.Value)
		}
		return b.Value, nil
	case "BOOLEAN":
		return "CAST(" + literal(b.Value) + " AS BOOLEAN)", nil
	case "TEXT":
		if len(b.Value) > longText {
			table, _, err := r.materialize(systemColumns("V"), [][]cell{{text(b.Value)}})
			return "(SELECT V FROM " + table + ")", err
		}
		return literal(b.Value), nil
	}
	return "", notModelledText("bind type " + b.Type)
}

func isNumber(s string) bool {
	digits := strings.TrimLeft(s, "-")
	return digits != "" && strings.Trim(digits, "0123456789.eE+-") == "" && digits[0] != 'e' && digits[0] != 'E'
}
