package livetest

import (
	"fmt"
	"time"

	client "cloud.google.com/go/bigquery"
)

// text is a cell as one line.
func text(cell client.Value) string {
	switch v := cell.(type) {
	case nil:
		return "NULL"
	case time.Time:
		return v.UTC().Format(time.RFC3339Nano)
	}
	return fmt.Sprint(cell)
}
