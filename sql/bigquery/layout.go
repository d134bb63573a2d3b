package bigquery

import (
	"fmt"
	"strconv"
	"strings"

	bq "google.golang.org/api/bigquery/v2"
)

// layout is how a table is partitioned and clustered.
type layout struct {
	// shape is what every copy of the table has too; rules are what a snapshot or a
	// copy may go without: when partitions expire, and that a filter is required.
	shape, rules []string
	// filtered: no query without a filter on the partitions.
	filtered bool
}

// sentence is the layout as Definition.Layout carries it, for example "PARTITION
// BY DAY(order_date) CLUSTER BY a, b EXPIRES 30 DAYS FILTER REQUIRED".
func (l layout) sentence() string {
	return strings.Join(append(append([]string{}, l.shape...), l.rules...), " ")
}

const msOfDay = 24 * 60 * 60 * 1000

// layoutOf reads what tables.list says; tables.get says the same.
func layoutOf(time *bq.TimePartitioning, ranges *bq.RangePartitioning, clustering *bq.Clustering, filtered bool) layout {
	var l layout
	if time != nil {
		column, every := time.Field, time.Type
		if column == "" {
			column = "_PARTITIONTIME"
		}
		if every == "" {
			every = "DAY"
		}
		l.shape = append(l.shape, "PARTITION BY "+every+"("+column+")")
		switch ms := time.ExpirationMs; {
		case ms <= 0:
		case ms%msOfDay == 0:
			l.rules = append(l.rules, "EXPIRES "+strconv.FormatInt(ms/msOfDay, 10)+" DAYS")
		default:
			l.rules = append(l.rules, "EXPIRES "+strconv.FormatInt(ms, 10)+" MILLISECONDS")
		}
		filtered = filtered || time.RequirePartitionFilter
	}
	if ranges != nil {
		bounds := bq.RangePartitioningRange{}
		if ranges.Range != nil {
			bounds = *ranges.Range
		}
		l.shape = append(l.shape, fmt.Sprintf("PARTITION BY RANGE(%s, %d, %d, %d)", ranges.Field, bounds.Start, bounds.End, bounds.Interval))
	}
	if clustering != nil && len(clustering.Fields) > 0 {
		l.shape = append(l.shape, "CLUSTER BY "+strings.Join(clustering.Fields, ", "))
	}
	if filtered {
		l.rules = append(l.rules, "FILTER REQUIRED")
		l.filtered = true
	}
	return l
}
