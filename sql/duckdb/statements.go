package duckdb

import (
	"errors"
	"fmt"
	"strings"

	"cutover/sql/warehouse"
)

// renderer turns ops into statements. It is pure.
type renderer struct {
	opts Options
	d    warehouse.Dialect
}

func newRenderer(opts Options) renderer {
	return renderer{opts: opts, d: Dialect()}
}

func text(format string, args ...string) warehouse.Statement {
	list := make([]any, len(args))
	for i, a := range args {
		list[i] = a
	}
	return warehouse.Statement{Text: fmt.Sprintf(format, list...)}
}

const (
	begin  = "BEGIN TRANSACTION"
	commit = "COMMIT"
)

// render gives the statements of an op as Do sends them: several belong to one
// transaction.
func (r renderer) render(op warehouse.Op) ([]warehouse.Statement, error) {
	ops := []warehouse.Op{op}
	atomic, isAtomic := op.(warehouse.Atomic)
	if isAtomic {
		ops = atomic.Ops
	}
	var body []warehouse.Statement
	for _, one := range ops {
		sts, err := r.renderOne(one)
		if err != nil {
			return nil, opError(one, err)
		}
		for _, st := range sts {
			if st.System && isAtomic {
				return nil, opError(one, refuse(warehouse.Unsupported, "", "", "directories cannot be moved inside a transaction"))
			}
		}
		body = append(body, sts...)
	}
	if len(body) < 2 && !isAtomic {
		return body, nil
	}
	out := append([]warehouse.Statement{text(begin)}, body...)
	return append(out, text(commit)), nil
}

func opError(op warehouse.Op, err error) error {
	var known *warehouse.Error
	if errors.As(err, &known) {
		if known.Op == "" {
			known.Op = op.OpName()
		}
		return known
	}
	return &warehouse.Error{Code: warehouse.InvalidStatement, Op: op.OpName(), Err: err}
}

func (r renderer) renderOne(op warehouse.Op) ([]warehouse.Statement, error) {
	switch op := op.(type) {
	case warehouse.CreateContainer:
		if op.Container.Schema == "" {
			return r.directory(op)
		}
		return one(text("CREATE SCHEMA IF NOT EXISTS %s", r.d.QuoteContainer(op.Container))), nil
	case warehouse.DropContainer:
		if op.Container.Schema == "" {
			return r.directory(op)
		}
		return one(text("DROP SCHEMA %s CASCADE", r.d.QuoteContainer(op.Container))), nil
	case warehouse.CloneContainer, warehouse.MoveContainer, warehouse.SwapContainers:
		return r.directory(op)
	case warehouse.CopyTable:
		return r.copyTable(op)
	case warehouse.CreateView:
		return r.createView(op)
	case warehouse.Drop:
		return r.drop(op)
	case warehouse.Mark:
		return r.mark(op), nil
	}
	return r.state(op)
}

func one(st warehouse.Statement) []warehouse.Statement { return []warehouse.Statement{st} }

func (r renderer) copyTable(op warehouse.CopyTable) ([]warehouse.Statement, error) {
	table, err := readTable(op.Definition.SQL)
	if err != nil {
		return nil, err
	}
	create, err := table.moved(op.To)
	if err != nil {
		return nil, err
	}
	var out []warehouse.Statement
	if table.hasForeignKey() {
		// DuckDB looks for the referenced table in the session's database and
		// does not let the reference name another one.
		out = append(out, text("USE %s", r.d.QuoteName(op.To.Database)))
	}
	out = append(out, warehouse.Statement{Text: create})
	columns := r.copied(table, op.Definition.Columns)
	if columns == "" {
		return nil, fmt.Errorf("definition of %s has no columns", op.From)
	}
	out = append(out, text("INSERT INTO %s (%s) SELECT %s FROM %s",
		r.d.QuoteRef(op.To), columns, columns, r.d.QuoteRef(op.From)))
	for _, index := range op.Definition.Indexes {
		moved, err := r.d.RenameCreate(strings.TrimRight(strings.TrimSpace(index), ";"), op.To)
		if err != nil {
			return nil, err
		}
		out = append(out, warehouse.Statement{Text: moved})
	}
	return append(out, r.comments("TABLE", op.To, op.Definition)...), nil
}

// copied lists the columns that hold data of their own.
func (r renderer) copied(table tableText, columns []warehouse.Column) string {
	generated := table.generated()
	var names []string
	for _, c := range columns {
		if !generated[c.Name] {
			names = append(names, r.d.QuoteName(c.Name))
		}
	}
	return strings.Join(names, ", ")
}

func (r renderer) comments(kind string, ref warehouse.Ref, def warehouse.Definition) []warehouse.Statement {
	var out []warehouse.Statement
	name := r.d.QuoteRef(ref)
	if def.Comment != "" || def.EmptyComment {
		out = append(out, text("COMMENT ON %s %s IS %s", kind, name, r.d.QuoteText(def.Comment)))
	}
	for _, c := range def.Columns {
		if c.Comment != "" || c.EmptyComment {
			out = append(out, text("COMMENT ON COLUMN %s.%s IS %s", name, r.d.QuoteName(c.Name), r.d.QuoteText(c.Comment)))
		}
	}
	return out
}

func (r renderer) createView(op warehouse.CreateView) ([]warehouse.Statement, error) {
	create, err := r.d.RenameCreate(strings.TrimRight(strings.TrimSpace(op.Definition.SQL), ";"), op.View)
	if err != nil {
		return nil, err
	}
	out := one(warehouse.Statement{Text: create})
	return append(out, r.comments("VIEW", op.View, op.Definition)...), nil
}

func (r renderer) drop(op warehouse.Drop) ([]warehouse.Statement, error) {
	switch op.Kind {
	case warehouse.KindTable:
		return one(text("DROP TABLE %s", r.d.QuoteRef(op.Ref))), nil
	case warehouse.KindView:
		return one(text("DROP VIEW %s", r.d.QuoteRef(op.Ref))), nil
	}
	return nil, refuse(warehouse.Unsupported, "drop", op.Ref.String(), "DuckDB has no %s", string(op.Kind))
}

func (r renderer) mark(op warehouse.Mark) []warehouse.Statement {
	c := warehouse.Container{Database: op.Database, Schema: op.Schema}
	marks := r.d.QuoteRef(warehouse.Ref{Database: op.Database, Schema: op.Schema, Name: "marks"})
	return []warehouse.Statement{
		text("CREATE SCHEMA IF NOT EXISTS %s", r.d.QuoteContainer(c)),
		text("CREATE TABLE IF NOT EXISTS %s (release VARCHAR, step VARCHAR, \"at\" TIMESTAMPTZ, PRIMARY KEY (release, step))", marks),
		text("INSERT INTO %s VALUES (%s, %s, now())", marks, r.d.QuoteText(op.Release), r.d.QuoteText(op.Step)),
	}
}

// directory gives the sentence for an op on a whole database file.
func (r renderer) directory(op warehouse.Op) ([]warehouse.Statement, error) {
	var sentence string
	var err error
	dir := func(c warehouse.Container) string {
		if c.Schema != "" {
			err = refuse(warehouse.Unsupported, op.OpName(), c.String(),
				"DuckDB cannot rename or clone a schema; copy its relations in one transaction instead")
			return ""
		}
		path, ok := r.opts.path(c.Database)
		if !ok {
			err = refuse(warehouse.NotFound, op.OpName(), c.String(), "no file is known for database %q", c.Database)
		}
		return directoryOf(path)
	}
	switch op := op.(type) {
	case warehouse.CreateContainer:
		sentence = "make an empty database file in directory " + dir(op.Container)
	case warehouse.DropContainer:
		sentence = "remove directory " + dir(op.Container)
	case warehouse.CloneContainer:
		sentence = "copy directory " + dir(op.From) + " -> " + dir(op.To) + " (copy beside, fsync, rename)"
	case warehouse.MoveContainer:
		sentence = "move directory " + dir(op.From) + " -> " + dir(op.To) + " (rename)"
	case warehouse.SwapContainers:
		sentence = "exchange directories " + dir(op.A) + " <-> " + dir(op.B) + " (" + exchangeCall + ")"
	}
	if err != nil {
		return nil, err
	}
	return one(warehouse.Statement{Text: sentence, System: true}), nil
}
