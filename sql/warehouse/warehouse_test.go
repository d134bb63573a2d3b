package warehouse_test

import (
	"context"
	"errors"
	"slices"
	"strings"
	"testing"

	"cutover/sql/warehouse"
)

// scripted answers Do with one error after the other.
type scripted struct {
	warehouse.Driver
	answers []error
	sent    int
	closed  bool
}

func (s *scripted) Do(context.Context, warehouse.Op, warehouse.Token) (warehouse.Receipt, error) {
	s.sent++
	if len(s.answers) == 0 {
		return warehouse.Receipt{}, nil
	}
	err := s.answers[0]
	s.answers = s.answers[1:]
	return warehouse.Receipt{}, err
}

func (s *scripted) Capabilities() warehouse.Capabilities {
	return warehouse.Capabilities{ExclusiveFile: true}
}

func (s *scripted) Close() error { s.closed = true; return nil }

func code(c warehouse.Code) error { return &warehouse.Error{Code: c, Err: errors.New("native")} }

// TestRetryByClass: only what certainly did not happen is sent again.
func TestRetryByClass(t *testing.T) {
	t.Parallel()
	for c, sends := range map[warehouse.Code]int{
		warehouse.Throttled: 2, warehouse.Unavailable: 2, warehouse.Locked: 2,
		warehouse.OutcomeUnknown: 1, warehouse.Conflict: 1, warehouse.PermissionDenied: 1, warehouse.InvalidStatement: 1,
		warehouse.LeaseLost: 1, warehouse.Canceled: 1, warehouse.NoSpace: 1, warehouse.Internal: 1, warehouse.AlreadyExists: 1,
	} {
		t.Run(string(c), func(t *testing.T) {
			t.Parallel()
			d := &scripted{answers: []error{code(c)}}
			w, err := warehouse.New(t.Context(), func(context.Context) (warehouse.Driver, error) { return d, nil })
			if err != nil {
				t.Fatal(err)
			}
			_, err = w.Do(t.Context(), warehouse.Drop{}, warehouse.Token{})
			if d.sent != sends {
				t.Errorf("sent %d times, want %d", d.sent, sends)
			}
			if (err == nil) != (sends > 1) {
				t.Errorf("err = %v", err)
			}
			if err != nil && warehouse.CodeOf(err) != c {
				t.Errorf("code %q became %q on the way", c, warehouse.CodeOf(err))
			}
		})
	}
}

// TestYield: the file is closed while another program has it, and opened again
// after it, also when that program failed or the run was interrupted.
func TestYield(t *testing.T) {
	t.Parallel()
	var drivers []*scripted
	w, err := warehouse.New(t.Context(), func(context.Context) (warehouse.Driver, error) {
		drivers = append(drivers, &scripted{})
		return drivers[len(drivers)-1], nil
	})
	if err != nil {
		t.Fatal(err)
	}
	ctx, stop := context.WithCancel(t.Context())
	failed := errors.New("dbt failed")
	err = w.Yield(ctx, func(context.Context) error {
		if !drivers[0].closed {
			t.Error("the file is still open while another program has it")
		}
		stop()
		return failed
	})
	if !errors.Is(err, failed) {
		t.Errorf("err = %v, want dbt's", err)
	}
	if len(drivers) != 2 || drivers[1].closed {
		t.Errorf("the file was not opened again: %d drivers", len(drivers))
	}
}

// TestIndexed: an index answers as the list does, and only for its own list.
func TestIndexed(t *testing.T) {
	t.Parallel()
	d := warehouse.Dialect{Quote: '"', EqualNames: strings.EqualFold}
	ref := func(name string) warehouse.Ref { return warehouse.Ref{Database: "d", Schema: "s", Name: name} }
	inv := warehouse.Inventory{Dialect: d, Objects: []warehouse.Object{{Ref: ref("A")}, {Ref: ref("b")}, {Ref: ref("\u017f")}}}.Indexed()
	for _, name := range []string{"a", "B", "s"} {
		if _, ok := inv.Object(ref(name)); !ok {
			t.Errorf("%s is not found", name)
		}
	}
	if _, ok := inv.Object(ref("c")); ok {
		t.Error("c is found")
	}
	less := inv
	less.Objects = slices.DeleteFunc(slices.Clone(inv.Objects), func(o warehouse.Object) bool { return o.Ref.Name == "A" })
	if _, ok := less.Object(ref("a")); ok {
		t.Error("a is found in a list without it")
	}
	if o, ok := less.Object(ref("b")); !ok || o.Ref.Name != "b" {
		t.Errorf("b is %v", o)
	}
	more := inv
	more.Objects = append(slices.Clone(inv.Objects), warehouse.Object{Ref: ref("c")})
	if _, ok := more.Object(ref("c")); !ok {
		t.Error("c is not found in a list with it")
	}
}
