package manifest

// equality is Python's equality of what two JSON texts stand for: numbers by value (1, 1.0 and true are equal), lists in
// order, objects in any order.
type equality struct {
	absentIsNull bool // a field that is not there equals null: an older dbt did not write it
}

// sameValue compares fields that dbt gives a meaning.
func sameValue(a, b Value) bool { return equality{absentIsNull: true}.values(a, b) }

// sameWritten compares what a person wrote, where null is something else than nothing.
func sameWritten(a, b Value) bool { return equality{}.values(a, b) }

func (e equality) values(a, b Value) bool {
	if a.raw == b.raw {
		return true
	}
	if e.missing(a) || e.missing(b) {
		return e.missing(a) && e.missing(b)
	}
	if isText(a) || isText(b) {
		return isText(a) && isText(b) && a.Text() == b.Text()
	}
	switch kindA, kindB := a.raw[0], b.raw[0]; {
	case kindA == '{' && kindB == '{':
		return e.fields(a.Fields(), b.Fields())
	case kindA == '[' && kindB == '[':
		return e.lists(a.List(), b.List())
	}
	x, okX := number(a)
	y, okY := number(b)
	return okX && okY && x == y
}

// missing treats null like what is not there, if it may.
func (e equality) missing(v Value) bool { return !v.Exists() || e.absentIsNull && v.IsNull() }

func (e equality) fields(a, b map[string]Value) bool {
	for key, v := range a {
		if !e.values(v, b[key]) {
			return false
		}
	}
	for key, v := range b {
		if _, ok := a[key]; !ok && !e.missing(v) {
			return false
		}
	}
	return true
}

func (e equality) lists(a, b []Value) bool {
	if len(a) != len(b) {
		return false
	}
	for i := range a {
		if !e.values(a[i], b[i]) {
			return false
		}
	}
	return true
}
