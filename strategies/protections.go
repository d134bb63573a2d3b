package strategies

import (
	"fmt"
	"slices"
	"strings"

	"cutover/sql/warehouse"
)

// tagWord begins the sentence of Object.Protections that is about a tag.
const tagWord = "tag "

// guardProtections compares what is attached to production's relations with what
// is attached to those that take their place. A loss is refused; what only the
// candidate carries is a note.
func (b *builder) guardProtections() {
	if b.early {
		return
	}
	for _, dr := range b.drafts {
		if !dr.there || dr.before == nil || dr.inPlace {
			continue
		}
		b.guardProtected(dr, b.carried(dr))
	}
}

// guardProtected refuses what production's relation carries and the new one does
// not.
func (b *builder) guardProtected(dr *draft, carried []string) {
	name := dr.pair.Target.Short()
	var policies, tags []string
	for _, p := range sorted(dr.before.Protections) {
		switch {
		case slices.Contains(carried, p):
		case strings.HasPrefix(p, tagWord):
			tags = append(tags, p)
		default:
			policies = append(policies, p)
		}
	}
	how := "the candidate's relation does not carry it"
	if b.remade(dr) {
		how = "a view is made again from its text, which does not carry it"
	}
	if len(policies) > 0 {
		b.refuse(PolicyLost, name, fmt.Sprintf("%s would lose %s: %s", name, strings.Join(policies, ", "), how), "")
	}
	if len(tags) > 0 {
		b.refuse(TagLost, name, fmt.Sprintf("%s would lose %s: %s", name, strings.Join(tags, ", "), how), "")
	}
}

// carried lists the protections that the relation will have in production, named
// as production names them.
func (b *builder) carried(dr *draft) []string {
	var out []string
	for _, p := range sorted(dr.source.Protections) {
		if !b.remade(dr) || b.namedIn(dr.view.SQL, p) {
			out = append(out, b.asProduction(p))
		}
	}
	return out
}

// remade reports whether the relation is a view that is created anew: then only
// what stands in its text comes with it.
func (b *builder) remade(dr *draft) bool {
	if dr.source.Kind != warehouse.KindView {
		return false
	}
	return b.req.Strategy != Swap || dr.anew
}

// asProduction writes a protection that lives in the candidate's side with the
// name that it has after a swap of the sides.
func (b *builder) asProduction(protection string) string {
	if b.req.Strategy != Swap {
		return protection
	}
	kind, rest, ok := cutProtection(protection)
	from := b.req.From.container().String() + "."
	if !ok || !strings.HasPrefix(rest, from) {
		return protection
	}
	return kind + b.req.To.container().String() + "." + strings.TrimPrefix(rest, from)
}

// cutProtection parts the kind from the name: "tag " and "GOV.T.PII='x'".
func cutProtection(p string) (kind, rest string, ok bool) {
	for _, kind := range []string{rowPolicyWord, "masking policy ", tagWord} {
		if rest, ok := strings.CutPrefix(p, kind); ok {
			return kind, rest, true
		}
	}
	return "", "", false
}

// namedIn reports whether a view's text attaches a protection itself: behind the
// word POLICY or TAG it names it.
func (b *builder) namedIn(sql, protection string) bool {
	_, rest, ok := cutProtection(protection)
	lexemes, err := b.d.Lex(sql)
	if !ok || err != nil {
		return false
	}
	full, _, _ := strings.Cut(rest, " ")
	full, _, _ = strings.Cut(full, "=")
	name := full[strings.LastIndex(full, ".")+1:]
	attached := false
	for _, l := range lexemes {
		if l.Is("POLICY") || l.Is("TAG") {
			attached = true
		}
		if attached && (l.Kind == warehouse.LexWord || l.Kind == warehouse.LexQuoted) && b.d.EqualNames(l.Name, name) {
			return true
		}
	}
	return false
}

// protectionNotes says what the candidate's relation carries and production's
// does not.
func (b *builder) protectionNotes(dr *draft) []string {
	if !dr.there || b.early {
		return nil
	}
	var had []string
	if dr.before != nil {
		had = dr.before.Protections
	}
	var out []string
	for _, p := range b.carried(dr) {
		if !slices.Contains(had, p) {
			out = append(out, "brings "+p)
		}
	}
	return out
}

func sorted(list []string) []string {
	out := slices.Clone(list)
	slices.Sort(out)
	return out
}
