package plan

import "cutover/sql/warehouse"

// Latest makes one list of several looks, oldest first: each relation stands in
// it once, at its first place and as the last look saw it. Containers are not
// folded, because nothing says which of two looks at one is still true.
func Latest(looks ...[]Expectation) []Expectation {
	var out []Expectation
	at := map[warehouse.Ref]int{}
	for _, look := range looks {
		for _, x := range look {
			if x.Ref == nil {
				out = append(out, x)
				continue
			}
			if i, seen := at[*x.Ref]; seen {
				out[i] = x
				continue
			}
			at[*x.Ref] = len(out)
			out = append(out, x)
		}
	}
	return out
}
