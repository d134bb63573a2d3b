package config

import (
	"fmt"
	"regexp"
	"slices"
	"strings"
)

// StrategyWAP is the value of publish.strategy for which Scaffold makes an
// environment for the audit.
const StrategyWAP = "wap"

// Audit says which targets wap builds on.
type Audit struct {
	// Production and Candidate are the two environments, ProductionTarget and
	// Target their dbt targets.
	Production, Candidate    string
	ProductionTarget, Target string
	// Missing says that profiles.yml has no output Target yet.
	Missing bool
}

// Lines is what cutover.yml has to hold for wap, as YAML.
func (a Audit) Lines() []string {
	return []string{
		"environments:",
		"  " + quoteYAML(a.Candidate) + ":",
		"    target: " + quoteYAML(a.Target),
		"  " + quoteYAML(a.Production) + ":",
		"    target: " + quoteYAML(a.ProductionTarget),
		"    promotes_from: " + quoteYAML(a.Candidate),
		"publish:",
		"  strategy: " + StrategyWAP,
	}
}

// AuditOf says between which targets Scaffold proposes wap for these options.
func AuditOf(project Project, profiles *Profiles, options ScaffoldOptions) (Audit, error) {
	options.Strategy = StrategyWAP
	proposals, outputs, err := proposals(project, profiles, options)
	if err != nil {
		return Audit{}, err
	}
	for _, p := range proposals {
		if p.from == "" {
			continue
		}
		at := slices.IndexFunc(proposals, func(o proposal) bool { return o.name == p.from })
		return Audit{
			Production: p.name, ProductionTarget: p.target, Candidate: p.from, Target: proposals[at].target,
			Missing: !slices.Contains(outputs.live(), proposals[at].target),
		}, nil
	}
	return Audit{}, fmt.Errorf("propose an audit: no environment promotes from another")
}

var auditName = regexp.MustCompile(`(?i)^(.*[_.-])?audit([_.-].*)?$`)

// forAudit makes sure that one environment is production and promotes from
// another one, in which wap audits: an output called audit, else the one that is
// promoted from anyway, else a new one.
func forAudit(proposed []proposal, production string) ([]proposal, error) {
	to := slices.IndexFunc(proposed, func(p proposal) bool {
		if production != "" {
			return p.target == production
		}
		return p.protected && !auditName.MatchString(p.name)
	})
	if to < 0 {
		var have []string
		for _, p := range proposed {
			have = append(have, p.target)
		}
		if production != "" {
			return nil, fmt.Errorf("propose an audit: profiles.yml has no output %q (it has %s)", production, strings.Join(have, ", "))
		}
		return nil, fmt.Errorf("propose an audit: no output of %s has the name of a production: say which one it is with --env", strings.Join(have, ", "))
	}
	audit := slices.IndexFunc(proposed, func(p proposal) bool { return p.name != proposed[to].name && auditName.MatchString(p.name) })
	from := proposed[to].from
	switch {
	case audit >= 0:
		from = proposed[audit].name
	case from == "" && len(proposed) == 2:
		from = proposed[1-to].name
	case from == "":
		from = "audit"
		proposed = append(proposed, proposal{name: from, target: from})
	}
	for i := range proposed {
		if proposed[i].name == from {
			proposed[i].protected = false
		}
		proposed[i].from = ""
	}
	proposed[to].protected, proposed[to].from = true, from
	return proposed, nil
}
