package command

import (
	"regexp"
	"slices"
	"strings"

	"cutover/manifest"
)

// selected is what a selection means on one manifest.
type selected struct {
	IDs []string
	// Select and Exclude are what was asked for; a selector counts as
	// selector:name.
	Select, Exclude []string
	// Tags are those that the criteria name, in order.
	Tags []string
}

// selectRequest is what the flags ask for.
func selectRequest(o options, state *manifest.State) manifest.SelectRequest {
	return manifest.SelectRequest{
		Select: o.Select, Exclude: o.Exclude, Selector: o.Selector, Indirect: o.Indirect,
		ResourceTypes: o.ResourceTypes, ExcludeResourceTypes: o.ExcludeResourceTypes, State: state,
	}
}

// choose evaluates the selection and tells its warnings.
func (a *app) choose(m *manifest.Manifest, o options) (selected, error) {
	return a.chooseSince(m, o, nil)
}

// chooseSince is choose where an earlier run can be compared with; nil is none.
func (a *app) chooseSince(m *manifest.Manifest, o options, state *manifest.State) (selected, error) {
	s, err := m.Select(selectRequest(o, state))
	if err != nil {
		return selected{}, err
	}
	for _, w := range s.Warnings {
		a.say("warning: %s", w)
	}
	out := selected{IDs: s.UniqueIDs, Select: o.Select, Exclude: o.Exclude, Tags: tagsIn(o.Select)}
	if s.Selector != "" {
		out.Select, out.Exclude = []string{"selector:" + s.Selector}, nil
	}
	return out, nil
}

// criteria splits selection arguments into single criteria: a blank is a union,
// a comma an intersection.
func criteria(arguments []string) []string {
	var out []string
	for _, argument := range arguments {
		out = append(out, strings.FieldsFunc(argument, func(r rune) bool { return r == ' ' || r == ',' })...)
	}
	return out
}

var tagCriterion = regexp.MustCompile(`^(?:@|\d*\+)?tag:(.+?)(?:\+\d*)?$`)

// tagsIn lists the tags that selection arguments name, once each.
func tagsIn(arguments []string) []string {
	var tags []string
	for _, c := range criteria(arguments) {
		if m := tagCriterion.FindStringSubmatch(c); m != nil && !slices.Contains(tags, m[1]) {
			tags = append(tags, m[1])
		}
	}
	return tags
}

// withAncestors asks for everything that a selection is built from: a plus
// sign before each criterion that has none.
func withAncestors(arguments []string) []string {
	out := make([]string, len(arguments))
	for i, argument := range arguments {
		words := strings.Fields(argument)
		for j, word := range words {
			parts := strings.Split(word, ",")
			for k, part := range parts {
				if !strings.HasPrefix(part, "+") && !strings.HasPrefix(part, "@") && !depthPrefix.MatchString(part) {
					parts[k] = "+" + part
				}
			}
			words[j] = strings.Join(parts, ",")
		}
		out[i] = strings.Join(words, " ")
	}
	return out
}

var depthPrefix = regexp.MustCompile(`^\d+\+`)
