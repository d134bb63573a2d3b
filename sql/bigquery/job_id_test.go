package bigquery

import (
	"regexp"
	"strings"
	"testing"

	"cutover/sql/warehouse"
)

// TestJobIDs: the same statement of the same attempt has the same id in every
// process; whatever differs gives another one.
func TestJobIDs(t *testing.T) {
	t.Parallel()
	token := warehouse.Token{Release: "20261121-ab", Step: "publish mart/été ✓ " + strings.Repeat("x", 80), Attempt: 2, Try: 1}
	st := warehouse.Statement{Text: "DROP TABLE `p`.`d`.`t`"}
	var one, two jobIDs
	id := one.id(token, "0", st)
	if id != two.id(token, "0", st) || id != one.id(token, "0", st) {
		t.Error("two processes give one statement two ids")
	}
	if !regexp.MustCompile(`^cutover_20261121-ab_publish_mart__t____xxxxxxxxxxxxxxxxxxxx?x?_[0-9a-f]{16}_a2_t1$`).MatchString(id) {
		t.Errorf("id %q", id)
	}
	if !strings.HasPrefix(id, releasePrefix(token.Release)) {
		t.Errorf("id %q does not start with %q", id, releasePrefix(token.Release))
	}
	change := func(f func(*warehouse.Token)) warehouse.Token {
		other := token
		f(&other)
		return other
	}
	seen := map[string]string{id: "itself"}
	for name, other := range map[string]string{
		"release":  one.id(change(func(t *warehouse.Token) { t.Release = "20261121/ab" }), "0", st),
		"step":     one.id(change(func(t *warehouse.Token) { t.Step = "publish mart/étè ✓ " }), "0", st),
		"attempt":  one.id(change(func(t *warehouse.Token) { t.Attempt = 3 }), "0", st),
		"try":      one.id(change(func(t *warehouse.Token) { t.Try = 2 }), "0", st),
		"path":     one.id(token, "0.1", st),
		"text":     one.id(token, "0", warehouse.Statement{Text: "DROP TABLE `p`.`d`.`u`"}),
		"argument": one.id(token, "0", warehouse.Statement{Text: st.Text, Args: []string{""}}),
		"none":     one.id(warehouse.Token{}, "0", st),
		"none 2":   two.id(warehouse.Token{}, "0", st),
	} {
		if before, ok := seen[other]; ok {
			t.Errorf("another %s has the id of %s: %s", name, before, other)
		}
		seen[other] = name
		if !regexp.MustCompile(`^[A-Za-z0-9_-]+$`).MatchString(other) || len(other) > 1024 {
			t.Errorf("%s: %q is no job id", name, other)
		}
	}
	one.end(token, "0", st)
	if one.id(token, "0", st) == id {
		t.Error("what was seen to its end is asked for again and has the same id")
	}
	if two.id(token, "0", st) != id {
		t.Error("another process has another id")
	}
}

func TestLabelValue(t *testing.T) {
	t.Parallel()
	long := strings.Repeat("a", 70)
	for in, want := range map[string]string{"": "", "r1": "r1", "20261121-a_b": "20261121-a_b"} {
		if got := labelValue(in); got != want {
			t.Errorf("%q becomes %q", in, got)
		}
	}
	seen := map[string]string{}
	for _, in := range []string{"R1", "r1", "R 1", "r 1", "é", long, long + "b"} {
		got := labelValue(in)
		if other, ok := seen[got]; ok {
			t.Errorf("%q and %q both become %q", in, other, got)
		}
		seen[got] = in
		if !regexp.MustCompile(`^[a-z0-9_-]{1,63}$`).MatchString(got) {
			t.Errorf("%q becomes %q", in, got)
		}
	}
}

func TestPacked(t *testing.T) {
	t.Parallel()
	for name, body := range map[string]string{
		"none": "", "short": `{"a": 1}`, "long": strings.Repeat(`{"a": 1}`, 20000), "looks packed": "gz:what",
	} {
		kept := packed(body)
		if len(kept) > packFrom || (len(body) > packFrom) != strings.HasPrefix(kept, packPrefix) && name != "looks packed" {
			t.Errorf("%s is kept in %d bytes", name, len(kept))
		}
		if got, err := unpacked(kept); err != nil || got != body {
			t.Errorf("%s: %v, %d bytes", name, err, len(got))
		}
	}
	for _, broken := range []string{"gz:%", "gz:AAAA", "gz:" + packed(strings.Repeat("x", packFrom+1))[3:40]} {
		if _, err := unpacked(broken); err == nil {
			t.Errorf("%q was read", broken)
		}
	}
}
