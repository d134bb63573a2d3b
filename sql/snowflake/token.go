package snowflake

import (
	"crypto/rand"
	"crypto/sha1"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"strings"
	"sync"

	sf "github.com/snowflakedb/gosnowflake/v2"

	"cutover/sql/warehouse"
)

// namespace is the UUID under which cutover's request ids are made (RFC 4122,
// version 5). It must never change.
const namespace = "5d7a1c3e-52f6-4c1b-9d0e-8f3b6a2c4e71"

// maxTag is the longest query tag that Snowflake takes.
const maxTag = 2000

// queryTag is the tag under which the statements of a step are found in the
// query history.
func queryTag(own string, t warehouse.Token) string {
	tag := "cutover:" + t.Release + ":" + t.Step
	if own != "" {
		tag = own + " " + tag
	}
	if len(tag) > maxTag {
		sum := sha256.Sum256([]byte(tag))
		tag = strings.ToValidUTF8(tag[:maxTag-65], "") + " " + hex.EncodeToString(sum[:])
	}
	return tag
}

// requestIDs gives every request of the driver its id. The service answers a
// request whose id it has seen with the answer it gave before, so two requests
// that must both happen never share one.
type requestIDs struct {
	mu sync.Mutex
	// used counts how often an id was given out by this process.
	used map[string]int
}

// next gives the id of the statement that stands at path inside an op.
func (ids *requestIDs) next(t warehouse.Token, path string, st warehouse.Statement) sf.UUID {
	h := sha256.New()
	fmt.Fprintf(h, "%q", st.Text)
	for _, a := range st.Args {
		fmt.Fprintf(h, " %q", a)
	}
	name := fmt.Sprintf("%s/%s/%d/%d/%s/%x", t.Release, t.Step, t.Attempt, t.Try, path, h.Sum(nil))
	ids.mu.Lock()
	if ids.used == nil {
		ids.used = map[string]int{}
	}
	n := ids.used[name]
	ids.used[name]++
	ids.mu.Unlock()
	if n > 0 {
		name = fmt.Sprintf("%s/%d", name, n)
	}
	if t.Release == "" {
		// Nothing tells this run from an earlier one that sent the same text.
		name += "/" + rand.Text()
	}
	return uuid5(name)
}

func uuid5(name string) sf.UUID {
	space := sf.ParseUUID(namespace)
	sum := sha1.Sum(append(space[:], name...)) // what version 5 is made of
	var u sf.UUID
	copy(u[:], sum[:])
	u[6] = u[6]&0x0f | 0x50
	u[8] = u[8]&0x3f | 0x80
	return u
}
