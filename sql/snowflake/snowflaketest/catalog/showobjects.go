package catalog

import (
	"strings"
)

// scope reads IN SCHEMA, IN DATABASE or IN ACCOUNT and gives the schemas whose
// objects the role can reach. all says that whole databases are listed.
func (r *run) scope() (schemas []*schema, all bool, err error) {
	p := r.p
	var dbs []*database
	switch {
	case p.accept("IN ACCOUNT"):
		dbs = byName(r.c.databases)
	case p.accept("IN DATABASE"):
		d := r.findDatabase(p.name())
		if d == nil {
			return nil, false, firstError(p.err, missingScope())
		}
		dbs = []*database{d}
	case p.accept("IN"):
		p.accept("SCHEMA")
		full, err := r.completeSchema(p.name())
		if err := firstError(p.err, err); err != nil {
			return nil, false, err
		}
		s := r.findSchema(full)
		if s == nil {
			return nil, false, missingScope()
		}
		return r.usable([]*schema{s}), false, nil
	case r.s.Database != "" && r.s.Schema != "":
		s := r.findSchema(name{r.s.Database, r.s.Schema})
		if s == nil {
			return nil, false, missingScope()
		}
		return r.usable([]*schema{s}), false, nil
	default:
		dbs = byName(r.c.databases)
	}
	for _, d := range dbs {
		if r.may(&d.entity, "USAGE") {
			schemas = append(schemas, r.usable(d.sorted())...)
		}
	}
	return schemas, true, nil
}

func (r *run) usable(list []*schema) []*schema {
	var out []*schema
	for _, s := range list {
		if r.may(&s.entity, "USAGE") {
			out = append(out, s)
		}
	}
	return out
}

// showKind says how SHOW lists a kind: its columns and their values. The first
// six are those that all kinds have here.
type showKind struct {
	kinds   []kind
	columns string
	values  func(r *run, o *object) []cell
}

const commonColumns = "created_on name database_name schema_name owner comment "

// showKinds are the listings by the plural that SHOW names.
//
// Source: SHOW TABLES, SHOW VIEWS, SHOW STREAMS, SHOW TASKS and so on, "Output".
// Of the columns of the rarer kinds only those that cutover could use are given.
func showKinds() map[string]showKind {
	none := func(*run, *object) []cell { return nil }
	out := map[string]showKind{
		"TABLES": {
			[]kind{kindTable, kindDynamic, kindExternal},
			"kind cluster_by rows bytes retention_time automatic_clustering change_tracking is_external owner_role_type is_hybrid is_iceberg is_dynamic is_immutable is_event",
			(*run).tableCells,
		},
		"VIEWS":           {[]kind{kindView, kindMaterialized}, "text is_secure is_materialized owner_role_type change_tracking", (*run).viewCells},
		"OBJECTS":         {[]kind{kindTable, kindDynamic, kindExternal, kindView, kindMaterialized}, "kind rows bytes retention_time", (*run).objectCells},
		"STREAMS":         {[]kind{kindStream}, "table_name source_type stale mode", (*run).streamCells},
		"TASKS":           {[]kind{kindTask}, "state definition", stateCells},
		"ALERTS":          {[]kind{kindAlert}, "state action", stateCells},
		"PIPES":           {[]kind{kindPipe}, "definition", definitionCells},
		"STAGES":          {[]kind{kindStage}, "url type", (*run).stageCells},
		"FUNCTIONS":       {[]kind{kindFunction}, "arguments is_external_function", functionCells},
		"PROCEDURES":      {[]kind{kindProcedure}, "arguments", functionCells},
		"DYNAMIC TABLES":  {[]kind{kindDynamic}, "text rows bytes", dynamicCells},
		"EXTERNAL TABLES": {[]kind{kindExternal}, "invalid", func(*run, *object) []cell { return []cell{text("N")} }},
	}
	for _, k := range []kind{kindFileFormat, kindSequence, kindMaskingPolicy, kindRowPolicy, kindTag, kindMaterialized} {
		out[k.plural()] = showKind{[]kind{k}, "", none}
	}
	return out
}

// showObjects lists one kind; the parser stands behind it.
func (r *run) showObjects(plural string, terse bool) (*Result, error) {
	kindOf, ok := showKinds()[plural]
	if !ok || terse {
		return nil, notModelled(r.p.sql, 0)
	}
	history, f := r.head()
	schemas, all, err := r.scope()
	if err != nil {
		return nil, err
	}
	if err := r.filters(&f); err != nil {
		return nil, err
	}
	l := list(commonColumns + kindOf.columns + dropped(history))
	for _, s := range schemas {
		objects := s.sorted(kindOf.kinds...)
		if history {
			objects = append(append([]*object{}, s.dropped...), objects...)
		}
		for _, o := range objects {
			if !r.sees(&o.entity) || (!o.droppedOn.IsZero() && o.kind != kindOf.kinds[0]) {
				continue
			}
			row := []cell{stamp(o.createdOn), text(o.name), text(s.db.name), text(s.name), text(o.owner), text(o.comment)}
			row = append(row, kindOf.values(r, o)...)
			l.add(s.place().String(), o.name, r.historyRow(history, &o.entity, row...)...)
		}
	}
	if all && plural == "VIEWS" {
		r.addSystemViews(l, schemas)
	}
	return l.apply(f).result(), nil
}

// addSystemViews lists the views of INFORMATION_SCHEMA, which SHOW VIEWS of a
// whole database gives too. Not all of them are modelled.
func (r *run) addSystemViews(l *listing, schemas []*schema) {
	seen := map[string]bool{}
	for _, s := range schemas {
		if seen[s.db.name] {
			continue
		}
		seen[s.db.name] = true
		for _, n := range []string{"COLUMNS", "DATABASES", "OBJECT_PRIVILEGES", "SCHEMATA", "TABLES", "VIEWS"} {
			l.add(name{s.db.name, informationSchema}.String(), n, text("0.000"), text(n), text(s.db.name), text(informationSchema), text(""), text(""),
				text(""), text("false"), text("false"), text(""), text("OFF"))
		}
	}
}

func (o *object) tableKind() string {
	switch {
	case o.temporary:
		return "TEMPORARY"
	case o.transient:
		return "TRANSIENT"
	}
	return "TABLE"
}

func (r *run) tableCells(o *object) []cell {
	return []cell{
		text(o.tableKind()), text(o.clusterBy), whole(o.rows), whole(o.bytes), whole(o.kept()),
		text(map[bool]string{true: "ON", false: "OFF"}[o.clusterBy != ""]), text("OFF"), yesNo(o.kind == kindExternal), text("ROLE"),
		yesNo(o.variant == "hybrid"), yesNo(o.variant == "iceberg"), yesNo(o.kind == kindDynamic), text("N"), text("N"),
	}
}

func (r *run) viewCells(o *object) []cell {
	shownText := text(o.text)
	if o.secure && !r.ownsOrAdmin(&o.entity) {
		// Source: "Working with secure views": only the owner sees the text.
		shownText = text("")
	}
	boolean := func(b bool) cell { return text(map[bool]string{true: "true", false: "false"}[b]) }
	return []cell{shownText, boolean(o.secure), boolean(o.kind == kindMaterialized), text("ROLE"), text("OFF")}
}

func (r *run) objectCells(o *object) []cell {
	if o.kind == kindView || o.kind == kindMaterialized {
		return []cell{text("VIEW"), nil, nil, whole(o.kept())}
	}
	return []cell{text(o.tableKind()), whole(o.rows), whole(o.bytes), whole(o.kept())}
}

func (r *run) streamCells(o *object) []cell {
	table, source := "", "Table"
	if on := r.c.byID[o.on]; on != nil {
		table = on.place().String()
		if on.kind == kindView {
			source = "View"
		}
	}
	return []cell{text(table), text(source), text(map[bool]string{true: "true", false: "false"}[r.stale(o)]), text("DEFAULT")}
}

func stateCells(_ *run, o *object) []cell { return []cell{text(o.state), text(o.definition)} }

func definitionCells(_ *run, o *object) []cell { return []cell{text(o.definition)} }

func (r *run) stageCells(o *object) []cell {
	kind := "INTERNAL"
	if o.variant == "external" {
		kind = "EXTERNAL"
	}
	return []cell{text(o.definition), text(kind)}
}

func functionCells(_ *run, o *object) []cell {
	out := []cell{text(o.name + strings.ReplaceAll(o.arguments, ",", ", ") + " RETURN")}
	if o.kind == kindFunction {
		out = append(out, yesNo(o.variant == "external"))
	}
	return out
}

func dynamicCells(_ *run, o *object) []cell {
	return []cell{text(o.text), whole(o.rows), whole(o.bytes)}
}
