package catalog

import "strings"

// PauseAt calls do before each statement whose text holds part.
func PauseAt(c *Catalog, part string, do func()) (restore func()) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.before = func(text string) {
		if strings.Contains(text, part) {
			do()
		}
	}
	return func() {
		c.mu.Lock()
		defer c.mu.Unlock()
		c.before = nil
	}
}
