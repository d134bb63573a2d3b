package catalog

import (
	"fmt"
	"slices"
	"strings"
)

// setUp prepares the row store: its session settings and the functions that
// DuckDB does not have.
func setUp() []string {
	return []string{
		"SET GLOBAL TimeZone = 'UTC'",
		"SET GLOBAL threads = 1",
		"SET GLOBAL default_null_order = 'nulls_first_on_asc_last_on_desc'",
		"SET autoinstall_known_extensions = false",
		"CREATE MACRO bq_farm_fingerprint(x) AS CAST(hash(x) % 9223372036854775807 AS BIGINT)",
		"CREATE MACRO bq_md5(x) AS unhex(md5(x))",
		"CREATE MACRO bq_sha256(x) AS unhex(sha256(x))",
		"CREATE MACRO bq_to_hex(x) AS lower(hex(x))",
		"CREATE MACRO bq_generate_array(a, b) AS generate_series(a, b)",
		"CREATE MACRO bq_generate_date_array(a, b) AS CAST(generate_series(CAST(a AS TIMESTAMP), CAST(b AS TIMESTAMP), INTERVAL 1 DAY) AS DATE[])",
		"CREATE MACRO bq_safe_divide(a, b) AS a / nullif(b, 0)",
		"CREATE MACRO bq_timestamp_millis(x) AS make_timestamptz(x * 1000)",
		"CREATE MACRO bq_timestamp_seconds(x) AS make_timestamptz(x * 1000000)",
		"CREATE MACRO bq_to_json_string(x) AS CAST(to_json(x) AS VARCHAR)",
		"CREATE MACRO bq_regexp_contains(x, y) AS regexp_matches(x, y)",
		// The first group when there is one, else the whole match, as the two differ in DuckDB.
		"CREATE MACRO bq_regexp_extract(x, y) AS CASE WHEN regexp_matches(x, y) THEN regexp_extract(x, y, CASE WHEN contains(y, '(') THEN 1 ELSE 0 END) END",
		"CREATE MACRO bq_unix_seconds(x) AS CAST(floor(epoch(x)) AS BIGINT)",
	}
}

// functions are those that are written under another name, or under their own.
// All others are not known.
//
// Source: "Functions, operators, and conditionals", index by name.
var functions = map[string]string{
	"FARM_FINGERPRINT": "bq_farm_fingerprint", "MD5": "bq_md5", "SHA256": "bq_sha256", "TO_HEX": "bq_to_hex",
	"GENERATE_ARRAY": "bq_generate_array", "GENERATE_DATE_ARRAY": "bq_generate_date_array", "SAFE_DIVIDE": "bq_safe_divide", "TO_JSON_STRING": "bq_to_json_string",
	"TIMESTAMP_MILLIS": "bq_timestamp_millis", "TIMESTAMP_SECONDS": "bq_timestamp_seconds", "TIMESTAMP_MICROS": "make_timestamptz",
	"UNIX_MICROS": "epoch_us", "UNIX_MILLIS": "epoch_ms", "UNIX_SECONDS": "bq_unix_seconds",
	"REGEXP_CONTAINS": "bq_regexp_contains", "REGEXP_EXTRACT": "bq_regexp_extract", "REGEXP_REPLACE": "", "COUNTIF": "count_if", "GENERATE_UUID": "uuid", "ARRAY_LENGTH": "len",
	"CHAR_LENGTH": "length", "STARTS_WITH": "starts_with", "ENDS_WITH": "ends_with", "LOGICAL_OR": "bool_or", "LOGICAL_AND": "bool_and",
	"COUNT": "", "ARRAY_TO_STRING": "", "SUM": "", "MIN": "", "MAX": "", "AVG": "", "ANY_VALUE": "", "ARRAY_AGG": "", "STRING_AGG": "",
	"ABS": "", "CEIL": "", "FLOOR": "", "ROUND": "", "MOD": "", "SIGN": "", "SQRT": "", "POW": "", "GREATEST": "", "LEAST": "",
	"IFNULL": "", "NULLIF": "", "COALESCE": "", "CONCAT": "", "LOWER": "", "UPPER": "", "TRIM": "", "LTRIM": "", "RTRIM": "",
	"REPLACE": "", "SUBSTR": "", "LENGTH": "", "LPAD": "", "RPAD": "", "STRPOS": "", "REVERSE": "", "REPEAT": "",
	"ROW_NUMBER": "", "RANK": "", "DENSE_RANK": "", "LAG": "", "LEAD": "", "FIRST_VALUE": "", "LAST_VALUE": "", "NTILE": "",
}

// callNames are the functions that call rewrites itself.
var callNames = strings.Fields(`CAST SAFE_CAST IF EXTRACT STRUCT DATE TIMESTAMP DATETIME
TIMESTAMP_ADD DATETIME_ADD DATE_ADD TIMESTAMP_SUB DATETIME_SUB DATE_SUB TIMESTAMP_DIFF DATETIME_DIFF DATE_DIFF
TIMESTAMP_TRUNC DATETIME_TRUNC DATE_TRUNC FORMAT_DATE FORMAT_TIMESTAMP FORMAT_DATETIME PARSE_DATE CURRENT_TIMESTAMP CURRENT_DATE CURRENT_DATETIME SESSION_USER`)

// known reports whether the word is a function.
func known(l lexeme) bool {
	word := strings.ToUpper(l.Text)
	_, ok := functions[word]
	return ok || slices.Contains(callNames, word)
}

// constants answer CURRENT_...() and SESSION_USER().
func (r *run) constants(word string) (string, bool) {
	switch word {
	case "CURRENT_TIMESTAMP":
		return "CAST(" + literal(r.now.Format("2006-01-02 15:04:05.000000+00")) + " AS TIMESTAMPTZ)", true
	case "CURRENT_DATE":
		return "CAST(" + literal(r.now.Format("2006-01-02")) + " AS DATE)", true
	case "CURRENT_DATETIME":
		return "CAST(" + literal(r.now.Format("2006-01-02 15:04:05.000000")) + " AS TIMESTAMP)", true
	case "SESSION_USER":
		return literal(r.s.User), true
	}
	return "", false
}

// constant writes CURRENT_TIMESTAMP and its like without parentheses.
func (t *translator) constant() bool {
	word := strings.ToUpper(t.at(0).Text)
	text, ok := t.r.constants(word)
	if !ok || word == "SESSION_USER" {
		return false
	}
	t.write(text)
	t.i++
	return true
}

// call writes a function with its arguments.
func (t *translator) call() {
	l := t.at(0)
	word := strings.ToUpper(l.Text)
	if word == "ARRAY_AGG" && t.ignoringNulls() {
		return
	}
	name, plain := functions[word]
	if plain {
		if name == "" {
			name = strings.ToLower(word)
		}
		t.write(name)
		t.i++
		t.stack = append(t.stack, frame{call: word})
		t.out.WriteString("(")
		t.i++
		return
	}
	p := &parser{sql: t.sql, s: t.s, i: t.i + 1}
	inner := p.parentheses()
	if p.err != nil {
		t.err = p.err
		return
	}
	text, ok := t.special(word, inner)
	if !ok && t.err == nil {
		t.err = notModelledText("function not found: " + l.Text)
	}
	t.write(text)
	t.i = p.i
}

// ignoringNulls writes ARRAY_AGG(value IGNORE NULLS [ORDER BY ...]), when that is
// what stands here.
func (t *translator) ignoringNulls() bool {
	p := &parser{sql: t.sql, s: t.s, i: t.i + 1}
	q := p.sub(p.parentheses())
	value := q.until("IGNORE NULLS", "ORDER BY")
	if p.err != nil || !q.accept("IGNORE NULLS") {
		return false
	}
	text := t.part(value)
	t.write("array_agg(" + text + " " + t.part(q.rest()) + ") FILTER (WHERE " + text + " IS NOT NULL)")
	t.i = p.i
	return true
}

// special writes the functions that are not just another name.
func (t *translator) special(word string, inner []lexeme) (string, bool) {
	if text, ok := t.r.constants(word); ok && len(inner) == 0 {
		return text, true
	}
	args := split(inner)
	switch word {
	case "CAST", "SAFE_CAST":
		return t.cast(word, inner)
	case "IF":
		if len(args) == 3 {
			return "CASE WHEN " + t.part(args[0]) + " THEN " + t.part(args[1]) + " ELSE " + t.part(args[2]) + " END", true
		}
	case "EXTRACT":
		if len(inner) > 2 && inner[1].Is("FROM") {
			return t.extract(verb(inner[0]), inner[2:])
		}
	case "STRUCT":
		return t.structure(args), true
	case "FORMAT_DATE", "FORMAT_TIMESTAMP", "FORMAT_DATETIME":
		if len(args) == 2 {
			return "strftime(" + t.part(args[1]) + ", " + t.part(args[0]) + ")", true
		}
	case "PARSE_DATE":
		if len(args) == 2 {
			return "CAST(strptime(" + t.part(args[1]) + ", " + t.part(args[0]) + ") AS DATE)", true
		}
	case "DATE", "TIMESTAMP", "DATETIME":
		if len(args) == 1 {
			to := map[string]string{"DATE": "DATE", "TIMESTAMP": "TIMESTAMPTZ", "DATETIME": "TIMESTAMP"}[word]
			return "CAST(" + t.part(args[0]) + " AS " + to + ")", true
		}
	}
	return t.dateFunction(word, args)
}

// extract writes EXTRACT(part FROM value). A week begins on a Sunday, which is 1.
func (t *translator) extract(part string, value []lexeme) (string, bool) {
	switch {
	case part == "DATE":
		return "CAST(" + t.part(value) + " AS DATE)", true
	case part == "DAYOFWEEK":
		return "(EXTRACT(DAYOFWEEK FROM " + t.part(value) + ") + 1)", true
	case part == "DAYOFYEAR", part != "WEEK" && slices.Contains(dateParts, part):
		return "EXTRACT(" + part + " FROM " + t.part(value) + ")", true
	}
	return "", false
}

func (t *translator) cast(word string, inner []lexeme) (string, bool) {
	p := &parser{sql: t.sql, s: inner}
	value := p.until("AS")
	p.expect("AS")
	f := p.fieldType()
	if err := p.end(); err != nil {
		t.err = firstError(t.err, err)
		return "", true
	}
	name := "CAST"
	if word == "SAFE_CAST" {
		name = "TRY_CAST"
	}
	return name + "(" + t.part(value) + " AS " + duck(f) + ")", true
}

// structure writes STRUCT(a AS x, b).
func (t *translator) structure(args [][]lexeme) string {
	parts := make([]string, len(args))
	for i, a := range args {
		name := fmt.Sprintf("_field_%d", i+1)
		switch n := len(a); {
		case n > 2 && a[n-2].Is("AS"):
			name, a = a[n-1].Name, a[:n-2]
		case n > 0 && identifier(a[n-1]):
			name = a[n-1].Name
		}
		parts[i] = quote(name) + " := " + t.part(a)
	}
	return "struct_pack(" + strings.Join(parts, ", ") + ")"
}

// dateFunction writes ..._ADD, ..._SUB, ..._DIFF and ..._TRUNC.
func (t *translator) dateFunction(word string, args [][]lexeme) (string, bool) {
	of, what, ok := strings.Cut(word, "_")
	if !ok || !slices.Contains([]string{"TIMESTAMP", "DATETIME", "DATE"}, of) || len(args) < 2 {
		return "", false
	}
	kind := map[string]string{"TIMESTAMP": "TIMESTAMPTZ", "DATETIME": "TIMESTAMP", "DATE": "DATE"}[of]
	part := strings.ToUpper(source(t.sql, args[len(args)-1]))
	switch {
	case (what == "ADD" || what == "SUB") && len(args) == 2 && args[1][0].Is("INTERVAL"):
		sign := map[string]string{"ADD": "+", "SUB": "-"}[what]
		return "CAST(" + t.part(args[0]) + " " + sign + " " + t.part(args[1]) + " AS " + kind + ")", true
	case what == "DIFF" && len(args) == 3 && slices.Contains(dateParts, part):
		// A date's difference counts borders that are crossed, a time's whole units.
		name := "date_sub"
		if of == "DATE" {
			name = "date_diff"
		}
		return name + "(" + literal(strings.ToLower(part)) + ", " + t.part(args[1]) + ", " + t.part(args[0]) + ")", true
	case what == "TRUNC" && len(args) == 2 && slices.Contains(dateParts, part):
		return "CAST(date_trunc(" + literal(strings.ToLower(part)) + ", " + t.part(args[0]) + ") AS " + kind + ")", true
	}
	return "", false
}

// longText is where a parameter goes to the row store as a row: DuckDB takes
// minutes over a long constant with many quotes.
const longText = 4096

// nextParam writes the next query parameter.
func (r *run) nextParam(failed *error) string {
	if r.bound >= len(r.params) {
		if r.dry && len(r.params) == 0 {
			return "NULL"
		}
		*failed = firstError(*failed, invalidQuery("Query parameter number %d not found", r.bound+1))
		return "NULL"
	}
	b := r.params[r.bound]
	r.bound++
	kind := typedParam(b.Type)
	switch {
	case kind == "":
		*failed = firstError(*failed, notModelledText("parameter type "+b.Type))
	case b.Null:
		return "CAST(NULL AS " + kind + ")"
	case kind == "VARCHAR" && len(b.Value) > longText:
		table, err := r.materialize([]systemColumn{{"v", "VARCHAR"}}, [][]any{{b.Value}})
		*failed = firstError(*failed, err)
		return "(SELECT v FROM " + table + ")"
	}
	return "CAST(" + literal(b.Value) + " AS " + kind + ")"
}

func typedParam(t string) string {
	switch standard(t) {
	case "STRING":
		return "VARCHAR"
	case "INT64":
		return "BIGINT"
	case "FLOAT64":
		return "DOUBLE"
	case "NUMERIC", "BIGNUMERIC":
		return "DECIMAL(38,9)"
	case "BOOL":
		return "BOOLEAN"
	case "TIMESTAMP":
		return "TIMESTAMPTZ"
	case "DATETIME":
		return "TIMESTAMP"
	case "DATE":
		return "DATE"
	}
	if t == "" {
		return "VARCHAR"
	}
	return ""
}
