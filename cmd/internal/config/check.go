package config

import (
	"fmt"
	"math"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"time"
)

// Percent is a share in percent points, 0 to 100.
type Percent float64

// String gives "30%".
func (p Percent) String() string { return strconv.FormatFloat(float64(p), 'f', -1, 64) + "%" }

// checkMap reports every unknown key and wrong type of a mapping, at any depth.
func checkMap(found *findings, t *tree, fields []field, where string) {
	if t.null() {
		return
	}
	if t.kind != mapTree {
		found.add(t, "%s must be a mapping, not %s", where, t.describe())
		return
	}
	for _, key := range t.keys {
		at := slices.IndexFunc(fields, func(f field) bool { return f.key == key })
		if at < 0 {
			found.add(t.at(key), "unknown key %q in %s%s", key, where, suggest(key, keysOf(fields)))
			continue
		}
		name := key
		if where != "the file" {
			name = where + "." + key
		}
		checkField(found, t.children[key], fields[at], name)
	}
}

func checkField(found *findings, t *tree, f field, name string) {
	if t.null() {
		return
	}
	switch f.kind {
	case sectionField:
		checkMap(found, t, f.fields, name)
	case freeField:
		if t.kind != mapTree {
			found.add(t, "%s must be a mapping, not %s", name, t.describe())
		}
	case namesField:
		if t.kind != mapTree {
			found.add(t, "%s must be a mapping of names, not %s", name, t.describe())
			return
		}
		for _, key := range t.keys {
			if child := t.children[key]; child.kind != scalarTree {
				found.add(child, "%s.%s must be a name, not %s", name, key, child.describe())
			}
		}
	case listField:
		checkList(found, t, name)
	default:
		if t.kind != scalarTree {
			found.add(t, "%s must be a single value, not %s", name, t.describe())
			return
		}
		if err := checkScalar(t, f); err != nil {
			found.add(t, "%s must be %s", name, err)
		}
	}
}

func checkList(found *findings, t *tree, name string) {
	switch {
	case t.kind == scalarTree && strings.TrimSpace(t.text) == "":
		found.add(t, "%s is empty: leave it out, or write null to delete it", name)
	case t.kind == mapTree:
		found.add(t, "%s must be text or a list of text, not a mapping", name)
	}
	for _, item := range t.items {
		switch {
		case item.kind != scalarTree || item.null():
			found.add(item, "%s must be a list of text, not of %s", name, item.describe())
		case strings.TrimSpace(item.text) == "":
			found.add(item, "%s has an empty item", name)
		}
	}
}

// checkScalar says what a single value must be when it is not that.
func checkScalar(t *tree, f field) error {
	var err error
	switch f.kind {
	case boolField:
		_, err = parseBool(t)
	case countField:
		_, err = parseCount(t, f)
	case percentField:
		_, err = parsePercent(t.text)
	case durationField:
		_, err = parseDuration(t.text)
	case choiceField:
		if !slices.Contains(f.choices, t.text) {
			last := len(f.choices) - 1
			return fmt.Errorf("%s or %s, not %s%s", strings.Join(f.choices[:last], ", "), f.choices[last], t.describe(), nearest(t.text, f.choices))
		}
	default:
		if strings.TrimSpace(t.text) == "" {
			return fmt.Errorf("text, not empty: leave it out, or write null to delete it")
		}
		if strings.ContainsAny(t.text, "\x00\n\r") {
			return fmt.Errorf("text on one line")
		}
	}
	return err
}

func parseBool(t *tree) (bool, error) {
	switch t.text {
	case "true", "True", "TRUE":
		return true, nil
	case "false", "False", "FALSE":
		return false, nil
	}
	return false, fmt.Errorf("true or false, not %s", t.describe())
}

func parseCount(t *tree, f field) (int64, error) {
	v, err := strconv.ParseInt(strings.ReplaceAll(t.text, "_", ""), 10, 64)
	if err != nil {
		return 0, fmt.Errorf("a whole number, not %s", t.describe())
	}
	if v < f.least {
		return 0, fmt.Errorf("at least %d, not %d", f.least, v)
	}
	if f.most > 0 && v > f.most {
		return 0, fmt.Errorf("at most %d, not %d", f.most, v)
	}
	return v, nil
}

func parsePercent(text string) (Percent, error) {
	v, err := strconv.ParseFloat(strings.TrimSpace(strings.TrimSuffix(text, "%")), 64)
	if err != nil || math.IsNaN(v) || v < 0 || v > 100 {
		return 0, fmt.Errorf("a share between 0%% and 100%%, such as 30%%, not %q", text)
	}
	if !strings.HasSuffix(text, "%") && v > 0 && v < 1 {
		return 0, fmt.Errorf("a share in percent: write %v%% or %v%%, as %q can be read as either", v*100, v, text)
	}
	return Percent(v), nil
}

var durationPart = regexp.MustCompile(`^([0-9]+)(w|d|h|m|s)`)

// parseDuration reads "24h", "7d", "1d12h"; days are 24 hours.
func parseDuration(text string) (time.Duration, error) {
	bad := fmt.Errorf("a duration such as 90m, 24h or 7d, not %q", text)
	units := map[string]time.Duration{"w": 7 * 24 * time.Hour, "d": 24 * time.Hour, "h": time.Hour, "m": time.Minute, "s": time.Second}
	var total time.Duration
	for rest := text; rest != ""; {
		m := durationPart.FindStringSubmatch(rest)
		if m == nil {
			return 0, bad
		}
		n, err := strconv.ParseInt(m[1], 10, 32)
		if err != nil || time.Duration(n) > (math.MaxInt64-total)/units[m[2]] {
			return 0, bad
		}
		total += time.Duration(n) * units[m[2]]
		rest = rest[len(m[0]):]
	}
	if total <= 0 {
		return 0, bad
	}
	return total, nil
}
