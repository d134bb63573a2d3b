package warehouse_test

import (
	"errors"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"cutover/sql/warehouse"
)

func same(s string) string { return s }

func duck() warehouse.Dialect {
	return warehouse.Dialect{
		Name: "duckdb", Quote: '"', Fold: same, EqualNames: strings.EqualFold,
		DollarQuotes: true, NestedComments: true, EscapeStrings: true,
	}
}

func snow() warehouse.Dialect {
	return warehouse.Dialect{
		Name: "snowflake", Quote: '"', Fold: strings.ToUpper, EqualNames: func(a, b string) bool { return a == b },
		DollarQuotes: true, BackslashEscapes: true, SlashComments: true,
	}
}

func google() warehouse.Dialect {
	return warehouse.Dialect{
		Name: "bigquery", Quote: '`', PathQuoted: true, Fold: same, EqualNames: func(a, b string) bool { return a == b },
		HashComments: true, BackslashEscapes: true,
	}
}

func dialects() []warehouse.Dialect { return []warehouse.Dialect{duck(), snow(), google()} }

func TestLexKinds(t *testing.T) {
	t.Parallel()
	const (
		word, quoted, text, number, other = warehouse.LexWord, warehouse.LexQuoted, warehouse.LexText, warehouse.LexNumber, warehouse.LexOther
	)
	for _, tc := range []struct {
		name string
		d    warehouse.Dialect
		sql  string
		want []warehouse.Lexeme
	}{
		{"duckdb quotes", duck(), `a."b""c.d"`, lexemes(word, "a", "a", other, ".", "", quoted, `"b""c.d"`, `b"c.d`)},
		{"duckdb text keeps backslash", duck(), `'\'||'it''s'`, lexemes(text, `'\'`, "", other, "|", "", other, "|", "", text, `'it''s'`, "")},
		{"duckdb escape string", duck(), `E'\''x`, lexemes(text, `E'\''`, "", word, "x", "x")},
		{"duckdb dollars", duck(), `$$it's$$,$t$ $$ $t$,$1`, lexemes(text, "$$it's$$", "", other, ",", "", text, "$t$ $$ $t$", "", other, ",", "", other, "$", "", number, "1", "")},
		{"duckdb numbers", duck(), `1_000+.5-1.5e-3*5.e3`, lexemes(number, "1_000", "", other, "+", "", number, ".5", "", other, "-", "", number, "1.5e-3", "", other, "*", "", number, "5.e3", "")},
		{"snowflake folds", snow(), `abc."abc"`, lexemes(word, "abc", "ABC", other, ".", "", quoted, `"abc"`, "abc")},
		{"snowflake backslash", snow(), `'\''`, lexemes(text, `'\''`, "")},
		{"bigquery path", google(), "`a-b.c.d`", lexemes(quoted, "`a-b.c.d`", "a-b.c.d")},
		{"bigquery backtick escape", google(), "`a\\`b`", lexemes(quoted, "`a\\`b`", "a`b")},
		{"bigquery literals", google(), `"it's",'''a'b''',r'\',b"x"`, nil},
		{"bigquery raw", google(), `r'\\',rb"""a"b""",B'x'`, lexemes(text, `r'\\'`, "", other, ",", "", text, `rb"""a"b"""`, "", other, ",", "", text, `B'x'`, "")},
		{"bigquery dashes", google(), "p-1.d", lexemes(word, "p", "p", other, "-", "", number, "1", "", other, ".", "", word, "d", "d")},
		{"unicode", duck(), "é.été", lexemes(word, "é", "é", other, ".", "", word, "été", "été")},
	} {
		t.Run(tc.name, func(t *testing.T) {
			t.Parallel()
			got, err := tc.d.Lex(tc.sql)
			if tc.want == nil {
				if err == nil {
					t.Fatalf("no error, got %v", got)
				}
				return
			}
			if err != nil {
				t.Fatal(err)
			}
			for i := range got {
				got[i].Offset = 0
			}
			if diff := cmp.Diff(tc.want, got); diff != "" {
				t.Error(diff)
			}
		})
	}
}

// lexemes takes triples of kind, text and name.
func lexemes(triples ...any) []warehouse.Lexeme {
	var out []warehouse.Lexeme
	for i := 0; i < len(triples); i += 3 {
		out = append(out, warehouse.Lexeme{
			Kind: triples[i].(warehouse.LexKind), Text: triples[i+1].(string), Name: triples[i+2].(string),
		})
	}
	return out
}

func TestLexUnterminated(t *testing.T) {
	t.Parallel()
	for _, tc := range []struct {
		d    warehouse.Dialect
		sql  string
		what string
		at   int
	}{
		{duck(), `select 'x`, "string literal", 7},
		{duck(), `select "x`, "quoted identifier", 7},
		{duck(), `/* /* */`, "comment", 0},
		{duck(), `$a$ x`, "string literal", 0},
		{duck(), `E'\'`, "string literal", 0},
		{google(), "`x", "quoted identifier", 0},
		{google(), `"""x"`, "string literal", 0},
		{snow(), `'\'`, "string literal", 0},
	} {
		_, err := tc.d.Lex(tc.sql)
		var syntax *warehouse.SyntaxError
		if !errors.As(err, &syntax) || syntax.What != tc.what || syntax.Offset != tc.at {
			t.Errorf("%s: %s: got %v", tc.d.Name, tc.sql, err)
		}
		if _, _, err := tc.d.Retarget(tc.sql, func(r warehouse.Ref) (warehouse.Ref, bool) { return r, true }, warehouse.RetargetOptions{}); !errors.As(err, &syntax) {
			t.Errorf("retarget of %s: got %v", tc.sql, err)
		}
	}
	if _, err := snow().Lex("/* /* */"); err != nil {
		t.Errorf("comments of Snowflake do not nest: %v", err)
	}
}

func TestQuoteNameIsReadBack(t *testing.T) {
	t.Parallel()
	for _, d := range dialects() {
		for _, name := range hostileNames() {
			got, err := d.Lex(d.QuoteName(name))
			if err != nil {
				t.Errorf("%s: %q: %v", d.Name, name, err)
				continue
			}
			if len(got) != 1 || got[0].Kind != warehouse.LexQuoted || got[0].Name != name {
				t.Errorf("%s: %q was read as %+v", d.Name, name, got)
			}
			text, err := d.Lex(d.QuoteText(name))
			if err != nil || len(text) != 1 || text[0].Kind != warehouse.LexText {
				t.Errorf("%s: text %q was read as %+v, %v", d.Name, name, text, err)
			}
		}
	}
}

func hostileNames() []string {
	return []string{
		"plain", "with space", `quo"te`, `""`, "back`tick", "apo'strophe", "dot.ted", "semi;colon", "-- comment", "/* comment */",
		`back\slash`, `end\`, "$$", "$tag$", "select", "FROM", "été", "日本語", "tab\tname", "new\nline", "#hash", "// slash",
		"{{ jinja }}", "%s", strings.Repeat("long", 50), "1digit", "a$b", "'; DROP TABLE x; --",
	}
}

func FuzzLexer(f *testing.F) {
	for _, s := range []string{
		"", "select 1", `create view "a"."b" as select * from "x"."y" -- z`, "$$ $a$ $$", "`a.b`.c", "r'\\'", "E'\\'", "/*/**/*/", "1.e", "a-1.b", "\x80\xff", "'", "select extract(year from a.b), c.d from e.f x, g.h",
	} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, sql string) {
		for _, d := range dialects() {
			got, err := d.Lex(sql)
			if err != nil {
				continue
			}
			var joined strings.Builder
			for _, l := range got {
				if l.Text == "" || l.Offset != joined.Len() {
					t.Fatalf("%s: lexeme %+v at %d", d.Name, l, joined.Len())
				}
				joined.WriteString(l.Text)
			}
			if joined.String() != sql {
				t.Fatalf("%s: %q became %q", d.Name, sql, joined.String())
			}
			none := func(r warehouse.Ref) (warehouse.Ref, bool) { return r, false }
			out, hits, err := d.Retarget(sql, none, warehouse.RetargetOptions{DefaultDatabase: "d"})
			if err != nil || out != sql || len(hits) != 0 {
				t.Fatalf("%s: retarget without targets changed %q to %q (%v, %v)", d.Name, sql, out, hits, err)
			}
			all := func(r warehouse.Ref) (warehouse.Ref, bool) { return r, true }
			if out, _, err = d.Retarget(sql, all, warehouse.RetargetOptions{DefaultDatabase: "d"}); err != nil {
				t.Fatal(err)
			}
			if _, err := d.Lex(out); err != nil {
				t.Fatalf("%s: retargeted text %q cannot be read: %v", d.Name, out, err)
			}
			_, _ = d.RenameCreate(sql, warehouse.Ref{Database: "a", Schema: "b", Name: "c"})
		}
	})
}
