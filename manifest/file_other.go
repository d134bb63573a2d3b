//go:build !linux

package manifest

// useHugePages does nothing where there is no way to ask.
func useHugePages([]byte) {}
