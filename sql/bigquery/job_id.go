package bigquery

import (
	"crypto/rand"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"strings"
	"sync"

	"cutover/sql/warehouse"
)

const (
	// idPrefix starts the id of every job that changes something.
	idPrefix = "cutover_"
	// maxStep is how much of a step's name stands in a job id.
	maxStep = 40
	// maxLabel is the longest value of a label that BigQuery takes.
	maxLabel = 63
)

// jobIDs gives jobs their ids. The same statement of the same attempt has the
// same id in every process, so that a second insert of it is refused and the
// first one found. Only what this process has seen the end of gets a new id when
// it is asked for once more.
type jobIDs struct {
	mu sync.Mutex // guards ended
	// ended counts how often a job was seen to its end under a name.
	ended map[string]int
}

// jobName is what makes a statement's id.
func jobName(t warehouse.Token, path string, st warehouse.Statement) string {
	h := sha256.New()
	fmt.Fprintf(h, "%q %q %d %d %q %q", t.Release, t.Step, t.Attempt, t.Try, path, st.Text)
	for _, a := range st.Args {
		fmt.Fprintf(h, " %q", a)
	}
	return hex.EncodeToString(h.Sum(nil))
}

// id gives the id of the statement that stands at path inside an op. Without a
// release nothing tells this run from an earlier one that sent the same text, so
// that the id is good for one job only.
func (ids *jobIDs) id(t warehouse.Token, path string, st warehouse.Statement) string {
	name := jobName(t, path, st)
	if t.Release == "" {
		return format(t, name+rand.Text(), 1)
	}
	ids.mu.Lock()
	defer ids.mu.Unlock()
	return format(t, name, ids.ended[name])
}

// given are the ids that a statement can have had, oldest first.
func (ids *jobIDs) given(t warehouse.Token, path string, st warehouse.Statement) []string {
	name := jobName(t, path, st)
	ids.mu.Lock()
	defer ids.mu.Unlock()
	out := make([]string, ids.ended[name]+1)
	for n := range out {
		out[n] = format(t, name, n)
	}
	return out
}

// format writes the id of the n-th job under a name.
func format(t warehouse.Token, name string, n int) string {
	if n > 0 {
		sum := sha256.Sum256(fmt.Appendf(nil, "%s/%d", name, n))
		name = hex.EncodeToString(sum[:])
	}
	return fmt.Sprintf("%s%s_%s_a%d_t%d", releasePrefix(t.Release), clean(t.Step, maxStep), name[:16], t.Attempt, t.Try)
}

// end notes that the job of a statement was seen to its end.
func (ids *jobIDs) end(t warehouse.Token, path string, st warehouse.Statement) {
	ids.mu.Lock()
	defer ids.mu.Unlock()
	if ids.ended == nil {
		ids.ended = map[string]int{}
	}
	ids.ended[jobName(t, path, st)]++
}

// releasePrefix starts the ids of all jobs of a release.
func releasePrefix(release string) string { return idPrefix + clean(release, 2*maxLabel) + "_" }

// clean keeps what may stand in a job id.
func clean(s string, most int) string {
	s = strings.Map(func(r rune) rune {
		switch {
		case r >= 'a' && r <= 'z', r >= 'A' && r <= 'Z', r >= '0' && r <= '9', r == '_', r == '-':
			return r
		}
		return '_'
	}, s)
	return s[:min(len(s), most)]
}

// labelValue writes a text so that a label can carry it: lower case letters,
// digits, underscores and dashes. Texts that had to be changed stay apart by a
// hash.
func labelValue(s string) string {
	out := strings.ToLower(clean(s, len(s)))
	if out == s && len(out) <= maxLabel {
		return out
	}
	sum := sha256.Sum256([]byte(s))
	tail := "-" + hex.EncodeToString(sum[:4])
	return out[:min(len(out), maxLabel-len(tail))] + tail
}
