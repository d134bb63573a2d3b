package manifest

import (
	"bytes"
	"fmt"
	"os"
	"path/filepath"
	"reflect"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/tidwall/gjson"
)

// byHand are documents whose middle or end is where a reader goes wrong.
func byHand() []string {
	node := `"model.a.b%d": {"resource_type": "model", "unique_id": "model.a.b%d", "tags": ["x"], "config": {"tags": ["y"]}, "columns": {"column.c": {"a": [1, {}]}, "column.d": {}}, "raw_code": "}, \"model.a.c\": {"}`
	var nodes []string
	for i := range 40 {
		nodes = append(nodes, fmt.Sprintf(node, i, i))
	}
	head := `{"metadata": {"dbt_schema_version": "a/manifest/v12.json", "dbt_version": "1.11.16"}, "nodes": {`
	tail := `}, "sources": {"source.a.s.t": {"name": "t"}, "source.a.s.u": {}, "source.a.s.v": {"name": "v"}}, "macros": {"macro.a.b": {"macro_sql": "x"}, "macro.a.c": {}}, "disabled": {"model.a.z": [{"name": "z"}], "model.a.y": [{}, {"name": "y"}]}, "child_map": {"model.a.b": [], "model.a.c": ["model.a.b"], "model.a.d": []}, "unit_tests": {}}`
	whole := head + strings.Join(nodes, ", ") + tail
	return []string{
		whole, strings.ReplaceAll(whole, `"nodes"`, `"no\u0064es"`), strings.ReplaceAll(whole, `"1.11.16"`, `"2.0.0"`),
		strings.NewReplacer(", ", ",", ": ", ":").Replace(whole), strings.NewReplacer(", ", " ,\n\t", "{", "{\r\n").Replace(whole),
		strings.Replace(whole, `"model.a.b7": {`, `"model.a.b7": {,`, 1), strings.Replace(whole, `}, "sources"`, `,}, "sources"`, 1),
		strings.Replace(whole, `"model.a.b20": {`, `"model.a.b20": [{`, 1), strings.Replace(whole, `"tags": ["x"]`, `"tags": [01]`, 1),
		whole + " ", whole + "x", whole + "}", whole[:len(whole)/2], whole[:len(whole)-1],
		head + `"macro.a.b": {"name": "m"}, "model.a.b": 3, ` + strings.Join(nodes, ", ") + `, "macro.a.c": {"name": "n"}, "model.a.q": []` + tail,
		head + strings.Join(nodes, ", ") + `}, "nodes": {` + strings.Join(nodes[:3], ", ") + tail, head + "}}", `{}`, `{ }`, `[]`, `{"a"}`, `{"a":}`, `{"a":1,}`, `{,}`,
		`{"a":"\u12g4"}`, `{"a":"\u12`, `{"a":"` + "\x1f" + `"}`, `{"a":"` + "\x7f\xff" + `"}`, `{"a":"12345678\"90"}`, `{"a":"1234567` + "\n" + `"}`,
		`{"a":-}`, `{"a":-0}`, `{"a":1.}`, `{"a":1.5e+}`, `{"a":1e5}`, `{"a":00}`, `{"a":tru}`, `{"a":truee}`, `{"a":nul`, `{"a":+1}`,
		strings.Repeat("[", scanDepth*2), `{"a":` + strings.Repeat("[", scanDepth-10) + strings.Repeat("]", scanDepth-10) + `}`,
		`{"a":` + strings.Repeat("[", scanDepth*2) + strings.Repeat("]", scanDepth*2) + `}`,
	}
}

// agree fails when the quick way accepts what gjson refuses, or reads anything else than the plain way does.
func agree(t *testing.T, data []byte) {
	t.Helper()
	valid := gjson.ValidBytes(data)
	for _, parts := range []int{1, 2, 3, 8, 50} {
		got, ok := readParts(data, parts)
		if !ok {
			continue
		}
		if !valid {
			t.Fatalf("accepted in %d parts what gjson refuses", parts)
		}
		want := findSections(string(data))
		fusion := readMetadata(want.metadata).Fusion()
		if got.metadata != want.metadata || got.selectors != want.selectors || got.hasNodes != want.hasNodes {
			t.Fatalf("%d parts: another head", parts)
		}
		var nodes []Node
		for _, some := range got.parsed {
			nodes = append(nodes, some...)
		}
		plain := parseAll(want.nodes, fusion)
		if len(plain)+len(nodes) > 0 && !reflect.DeepEqual(plain, nodes) { // cmp is too slow to fuzz with
			t.Fatalf("%d parts: other nodes (-plain +quick):\n%s", parts, cmp.Diff(plain, nodes, cmp.AllowUnexported(Node{})))
		}
		if !slices.Equal(want.disabled, got.disabled) {
			t.Fatalf("%d parts: other disabled nodes: %v, not %v", parts, got.disabled, want.disabled)
		}
	}
}

func TestQuickWayAgreesWithGjson(t *testing.T) {
	t.Parallel()
	documents := byHand()
	for _, name := range []string{"shop.json", "v4.json", "fusion.json"} {
		data, err := os.ReadFile(filepath.Join("testdata", name))
		if err != nil {
			t.Fatal(err)
		}
		documents = append(documents, string(data))
		if _, ok := readParts(data, 4); !ok {
			t.Errorf("%s took the slow way", name)
		}
	}
	for _, d := range documents {
		agree(t, []byte(d))
	}
	for _, parts := range []int{1, 7, 30} {
		if _, ok := readParts([]byte(documents[0]), parts); !ok {
			t.Errorf("a plain manifest took the slow way in %d parts", parts)
		}
	}
}

// TestQuickWayAgreesOnDamage cuts one document short at every byte, and puts every kind of byte in at many.
func TestQuickWayAgreesOnDamage(t *testing.T) {
	t.Parallel()
	whole := []byte(byHand()[0])
	for i := range whole {
		if _, ok := readParts(whole[:i], 3); ok {
			t.Fatalf("accepted %d of %d bytes", i, len(whole))
		}
	}
	for i := 0; i < len(whole); i += 11 {
		for _, c := range []byte("{}[]\",:\\ \n0tx-\x00") {
			damaged := bytes.Clone(whole)
			damaged[i] = c
			if _, ok := readParts(damaged, 3); ok && !gjson.ValidBytes(damaged) {
				t.Fatalf("accepted with %q at %d", c, i)
			}
		}
	}
}

func FuzzQuickWayAgreesWithGjson(f *testing.F) {
	for _, d := range byHand() {
		f.Add([]byte(d))
	}
	f.Fuzz(agree)
}
