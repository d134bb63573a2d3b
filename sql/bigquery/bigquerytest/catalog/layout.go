package catalog

import (
	"fmt"
	"slices"
	"strings"

	bq "google.golang.org/api/bigquery/v2"
)

// field gives where a column stands, -1 when there is none. Case does not count.
func field(fields []*bq.TableFieldSchema, name string) int {
	return slices.IndexFunc(fields, func(f *bq.TableFieldSchema) bool { return strings.EqualFold(f.Name, name) })
}

// checkLayout refuses partitions and clusters by columns that are not there or not
// of a type for it.
func checkLayout(meta *bq.Table, fields []*bq.TableFieldSchema) error {
	if p := meta.TimePartitioning; p != nil && p.Field != "" {
		i := field(fields, p.Field)
		if i < 0 {
			return invalid("The field specified for time partitioning cannot be found in the schema: %s", p.Field)
		}
		if t := standard(fields[i].Type); t != "DATE" && t != "TIMESTAMP" && t != "DATETIME" {
			return invalid("PARTITION BY expression must be DATE(<timestamp_column>), a DATE column, ... : %s is %s", p.Field, t)
		}
	}
	if p := meta.RangePartitioning; p != nil {
		if i := field(fields, p.Field); i < 0 || standard(fields[i].Type) != "INT64" {
			return invalid("The field specified for range partitioning is not an INT64 column: %s", p.Field)
		}
	}
	if meta.Clustering != nil {
		for _, n := range meta.Clustering.Fields {
			if field(fields, n) < 0 {
				return invalid("The field specified for clustering cannot be found in the schema: %s", n)
			}
		}
	}
	return nil
}

// sameLayout refuses to replace a table by one with other partitions or clusters.
//
// Source: the service's message, as people quote it.
func sameLayout(meta *bq.Table, old *table) error {
	if old == nil {
		return nil
	}
	if now, was := partitionSpec(meta), partitionSpec(old.meta); now != was {
		return invalid("Cannot replace a table with a different partitioning spec. Instead, DROP the table, and then recreate it. New partitioning spec is %s and existing spec is %s", now, was)
	}
	if now, was := clusterSpec(meta), clusterSpec(old.meta); now != was {
		return invalid("Cannot replace a table with a different clustering spec. Instead, DROP the table, and then recreate it. New clustering spec is %s and existing spec is %s", now, was)
	}
	return nil
}

func partitionSpec(meta *bq.Table) string {
	switch {
	case meta.TimePartitioning != nil:
		return fmt.Sprintf("interval(type:%s,field:%s)", strings.ToLower(meta.TimePartitioning.Type), meta.TimePartitioning.Field)
	case meta.RangePartitioning != nil:
		p := meta.RangePartitioning
		return fmt.Sprintf("range(field:%s,start:%d,end:%d,interval:%d)", p.Field, p.Range.Start, p.Range.End, p.Range.Interval)
	}
	return "none"
}

func clusterSpec(meta *bq.Table) string {
	if meta.Clustering == nil {
		return "none"
	}
	return "clustering(" + strings.Join(meta.Clustering.Fields, ",") + ")"
}
