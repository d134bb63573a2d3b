package manifest

import (
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
)

// ErrManifestChanged is for a manifest whose file is no longer what was read.
var ErrManifestChanged = errors.New("manifest has changed since it was read")

// macro is what decides whether a macro, or something that uses it, has changed.
type macro struct {
	sql  string
	uses []Value // depends_on.macros: texts, or null for a macro that is gone
}

// macros reads the manifest's macros from its file. They are most of a small manifest and only state:modified asks for
// them, so they are not kept when the manifest is read; the checksum says whether the file still is what was read.
func (m *Manifest) macros() (map[string]macro, error) {
	data, err := readFile(m.Path, "macros of the manifest")
	if err != nil {
		return nil, err
	}
	if sum := sha256.Sum256(data); hex.EncodeToString(sum[:]) != m.SHA256() {
		return nil, fmt.Errorf("read macros of %s: %w", m.Path, ErrManifestChanged)
	}
	found := map[string]macro{}
	for id, raw := range members(descend(string(data), []string{"macros"}).raw) {
		found[id] = macro{
			sql:  descend(raw, []string{"macro_sql"}).Text(),
			uses: descend(raw, []string{"depends_on", "macros"}).List(),
		}
	}
	return found, nil
}

// macroChanges answers whether a node uses a macro, directly or through others, that differs between two manifests.
type macroChanges struct {
	now      map[string]macro
	modified map[string]bool // unique_ids of macros that are changed, new or gone
}

func compareMacros(now, before *Manifest) (*macroChanges, error) {
	after, err := now.macros()
	if err != nil {
		return nil, err
	}
	old, err := before.macros()
	if err != nil {
		return nil, err
	}
	c := &macroChanges{now: after, modified: map[string]bool{}}
	for id, m := range after {
		if was, ok := old[id]; !ok || was.sql != m.sql {
			c.modified[id] = true
		}
	}
	for id := range old {
		if _, ok := after[id]; !ok {
			c.modified[id] = true
		}
	}
	return c, nil
}

// reached reports whether n uses a modified macro. Errors: *SelectionError when a macro that it uses is not in the
// manifest, where dbt gives up too.
func (c *macroChanges) reached(n *Node) (bool, error) {
	if len(c.modified) == 0 {
		return false, nil
	}
	return c.follow(n.UniqueID, n.Value("depends_on", "macros").List(), map[string]bool{})
}

func (c *macroChanges) follow(user string, uses []Value, visited map[string]bool) (bool, error) {
	for _, v := range uses {
		id := v.Text()
		if visited[id] {
			continue
		}
		visited[id] = true
		if c.modified[id] {
			return true, nil
		}
		used, ok := c.now[id]
		if !ok {
			return false, &SelectionError{Spec: "state", Detail: fmt.Sprintf("%s uses the macro %q, which is not in the manifest", user, id)}
		}
		if hit, err := c.follow(user, used.uses, visited); hit || err != nil {
			return hit, err
		}
	}
	return false, nil
}
