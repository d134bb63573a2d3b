package snowflake

import (
	"context"

	sf "github.com/snowflakedb/gosnowflake/v2"
)

// ConfigOf shows what a profile becomes.
func ConfigOf(ctx context.Context, p Profile) (*sf.Config, error) { return p.config(ctx) }
