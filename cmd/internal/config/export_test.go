package config

// Keys lists the keys of every section, dotted, by the section's name; those of
// an environment alone are below "".
func Keys() map[string][]string {
	out := map[string][]string{"": keysOf(environmentFields())}
	for _, f := range sections() {
		out[f.key] = leaves(f.fields)
	}
	return out
}

func leaves(fields []field) []string {
	var out []string
	for _, f := range fields {
		if f.kind != sectionField {
			out = append(out, f.key)
			continue
		}
		for _, below := range leaves(f.fields) {
			out = append(out, f.key+"."+below)
		}
	}
	return out
}
