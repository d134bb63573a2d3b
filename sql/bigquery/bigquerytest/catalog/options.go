package catalog

import (
	"maps"
	"slices"
	"strconv"
	"strings"

	bq "google.golang.org/api/bigquery/v2"

	"cutover/sql/warehouse"
)

// option is one name = value of an OPTIONS list.
type option struct {
	name  string
	value []lexeme
}

// options reads OPTIONS(...), when it stands next. Nil means that it does not.
func (p *parser) options() []option {
	if !p.is("OPTIONS (") {
		return nil
	}
	p.expect("OPTIONS")
	out := []option{}
	for _, part := range split(p.parentheses()) {
		q := p.sub(part)
		o := option{name: strings.ToLower(q.one())}
		q.expect("=")
		o.value = q.rest()
		if q.err != nil || len(o.value) == 0 {
			p.fail()
			return nil
		}
		out = append(out, o)
	}
	return out
}

// given reports whether the list says something about the option.
func given(list []option, name string) bool {
	for _, o := range list {
		if o.name == name {
			return true
		}
	}
	return false
}

func (o option) null() bool { return len(o.value) == 1 && o.value[0].Is("NULL") }

// text is the value of an option that is a string or NULL.
func (o option) text() (string, error) {
	if o.null() {
		return "", nil
	}
	if len(o.value) == 1 && o.value[0].Kind == warehouse.LexText {
		return unquoteText(o.value[0].Text), nil
	}
	return "", invalid("Option %s must be a string", o.name)
}

func (o option) number() (float64, error) {
	if o.null() {
		return 0, nil
	}
	if len(o.value) == 1 && o.value[0].Kind == warehouse.LexNumber {
		if n, err := strconv.ParseFloat(o.value[0].Text, 64); err == nil {
			return n, nil
		}
	}
	return 0, invalid("Option %s must be a number", o.name)
}

func (o option) bool() (bool, error) {
	if len(o.value) == 1 && (o.value[0].Is("TRUE") || o.value[0].Is("FALSE") || o.value[0].Is("NULL")) {
		return o.value[0].Is("TRUE"), nil
	}
	return false, invalid("Option %s must be TRUE or FALSE", o.name)
}

// pairs is the value of an option such as [('k', 'v'), ('k2', 'v2')].
func (o option) pairs() (map[string]string, error) {
	out := map[string]string{}
	if o.null() {
		return out, nil
	}
	p := &parser{s: o.value}
	p.expect("[")
	for p.err == nil && !p.is("]") {
		p.accept("STRUCT")
		p.expect("(")
		k := p.text()
		p.expect(",")
		v := p.text()
		p.expect(")")
		if _, twice := out[k]; twice {
			return nil, invalid("Duplicate key %s in option %s", k, o.name)
		}
		out[k] = v
		if !p.accept(",") {
			break
		}
	}
	p.expect("]")
	if p.end() != nil {
		return nil, invalid("Option %s must be an array of pairs of strings", o.name)
	}
	return out, nil
}

// describe puts a table's options into its resource. What is not named stays.
//
// Source: CREATE TABLE, table_option_list; the same for views and snapshots.
func (r *run) describe(t *table, list []option) error {
	meta := *t.meta
	for _, o := range list {
		if err := r.describeOne(t, &meta, o); err != nil {
			return err
		}
	}
	t.meta = &meta
	return nil
}

func (r *run) describeOne(t *table, meta *bq.Table, o option) (err error) {
	switch o.name {
	case "description":
		meta.Description, err = o.text()
	case "friendly_name":
		meta.FriendlyName, err = o.text()
	case "labels":
		meta.Labels, err = o.pairs()
		err = firstError(err, checkLabels(meta.Labels))
	case "tags":
		meta.ResourceTags, err = o.pairs()
	case "expiration_timestamp":
		meta.ExpirationTime = 0
		t.never = r.c.rules.NullExpirationIsNone
		if !o.null() {
			when, failed := r.moment(r.p.sql, o.value)
			if failed == nil && !when.After(r.c.now()) {
				failed = invalid("Invalid value: expiration_timestamp must be in the future")
			}
			meta.ExpirationTime, err = when.UnixMilli(), failed
		}
	case "kms_key_name":
		key, failed := o.text()
		meta.EncryptionConfiguration, err = &bq.EncryptionConfiguration{KmsKeyName: key}, failed
		if key == "" {
			meta.EncryptionConfiguration = nil
		}
	case "require_partition_filter", "partition_expiration_days":
		err = partitionOption(meta, o)
	case "max_staleness", "enable_refresh", "refresh_interval_minutes":
		if t.kind != kindMaterialized {
			err = invalid("Option %s is not for a %s", o.name, t.kind)
		}
	default:
		err = notModelledText("option " + o.name)
	}
	return err
}

func partitionOption(meta *bq.Table, o option) error {
	if meta.TimePartitioning == nil && (meta.RangePartitioning == nil || o.name == "partition_expiration_days") {
		if o.null() {
			return nil
		}
		return invalid("Option %s needs a partitioned table", o.name)
	}
	if o.name == "require_partition_filter" {
		on, err := o.bool()
		meta.RequirePartitionFilter = on
		return err
	}
	days, err := o.number()
	parts := *meta.TimePartitioning
	parts.ExpirationMs = int64(days * 86400000)
	meta.TimePartitioning = &parts
	return err
}

// checkLabels refuses what no label may hold.
//
// Source: "Introduction to labels", requirements.
func checkLabels(labels map[string]string) error {
	if len(labels) > 64 {
		return invalid("A resource can have at most 64 labels")
	}
	for k, v := range labels {
		if k == "" || len([]rune(k)) > 63 || len([]rune(v)) > 63 || !labelText(k) || !labelText(v) || k[0] == '-' || (k[0] >= '0' && k[0] <= '9') {
			return invalid("Label %q with value %q is not valid", k, v)
		}
	}
	return nil
}

func labelText(s string) bool {
	for _, c := range s {
		lower := c >= 'a' && c <= 'z' || c >= '0' && c <= '9' || c == '_' || c == '-' || c >= 0x80
		if !lower {
			return false
		}
	}
	return true
}

// describeDataset puts a dataset's options into its resource.
//
// Source: CREATE SCHEMA, schema_option_list.
func describeDataset(meta *bq.Dataset, list []option) (err error) {
	for _, o := range list {
		var n float64
		switch o.name {
		case "location":
			meta.Location, err = o.text()
		case "description":
			meta.Description, err = o.text()
		case "friendly_name":
			meta.FriendlyName, err = o.text()
		case "labels":
			meta.Labels, err = o.pairs()
			err = firstError(err, checkLabels(meta.Labels))
		case "default_table_expiration_days":
			n, err = o.number()
			meta.DefaultTableExpirationMs = int64(n * 86400000)
		case "default_partition_expiration_days":
			n, err = o.number()
			meta.DefaultPartitionExpirationMs = int64(n * 86400000)
		case "max_time_travel_hours":
			n, err = o.number()
			meta.MaxTimeTravelHours = int64(n)
		case "storage_billing_model":
			meta.StorageBillingModel, err = o.text()
		default:
			err = notModelledText("option " + o.name)
		}
		if err != nil {
			return err
		}
	}
	return nil
}

// inherit keeps labels and description of what is replaced, where the rules say so.
func (r *run) inherit(t, old *table, list []option) {
	if old == nil || !r.c.rules.ReplaceKeepsLabels {
		return
	}
	meta := *t.meta
	if !given(list, "labels") {
		meta.Labels = maps.Clone(old.meta.Labels)
	}
	if !given(list, "description") {
		meta.Description = old.meta.Description
	}
	t.meta = &meta
}

// labelList is how TABLE_OPTIONS prints labels.
func labelList(labels map[string]string) string {
	parts := []string{}
	for _, k := range slices.Sorted(maps.Keys(labels)) {
		parts = append(parts, "STRUCT("+strconv.Quote(k)+", "+strconv.Quote(labels[k])+")")
	}
	return "[" + strings.Join(parts, ", ") + "]"
}

// verb is a keyword in upper case.
func verb(l lexeme) string { return strings.ToUpper(l.Text) }
