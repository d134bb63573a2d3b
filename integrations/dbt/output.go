package dbt

import (
	"bytes"
	"io"
	"strings"
	"sync"
)

// tailLines is how many lines of each stream an [ExitError] keeps: enough for dbt's summary of what failed.
const tailLines = 10

// lineWriter passes whole lines on, so that two streams into one terminal never mix within a line.
// Only the goroutine that copies its stream uses it.
type lineWriter struct {
	to      io.Writer   // nil drops the lines; last still sees them
	turn    *sync.Mutex // shared by both streams, whose writers may be one and the same
	pending []byte      // the line begun
	last    []string    // the last lines passed on, without blank ones
}

// lines returns the two ends that dbt writes to.
func lines(stdout, stderr io.Writer) (*lineWriter, *lineWriter) {
	turn := &sync.Mutex{}
	return &lineWriter{to: stdout, turn: turn}, &lineWriter{to: stderr, turn: turn}
}

func (w *lineWriter) Write(p []byte) (int, error) {
	w.pending = append(w.pending, p...)
	end := bytes.LastIndexByte(w.pending, '\n') + 1
	if end == 0 {
		return len(p), nil
	}
	if err := w.emit(w.pending[:end]); err != nil {
		return 0, err
	}
	w.pending = append(w.pending[:0], w.pending[end:]...)
	return len(p), nil
}

// flush passes on a last line that has no end. It is for after dbt's end.
func (w *lineWriter) flush() error {
	if len(w.pending) == 0 {
		return nil
	}
	rest := append(w.pending, '\n')
	w.pending = nil
	return w.emit(rest)
}

func (w *lineWriter) emit(text []byte) error {
	for line := range bytes.Lines(text) {
		if trimmed := strings.TrimSpace(string(line)); trimmed != "" {
			w.last = append(w.last, trimmed)
		}
	}
	w.last = w.last[max(0, len(w.last)-tailLines):]
	if w.to == nil {
		return nil
	}
	w.turn.Lock()
	defer w.turn.Unlock()
	_, err := w.to.Write(text)
	return err
}
