package ui

import (
	"io"
	"os"

	"golang.org/x/term"
)

// IO is where a command reads and writes. Nothing else in the program touches
// the process's own streams.
type IO struct {
	In       io.Reader
	Out, Err io.Writer
	// InTTY, OutTTY and ErrTTY say which of them are terminals.
	InTTY, OutTTY, ErrTTY bool
	// Color says that colour is wanted where there is a terminal; see OutPaint
	// and ErrPaint.
	Color bool
	// Width is the terminal's width in columns; 0 means unknown or no terminal.
	Width int
}

// Lookup reads one variable of the process environment.
type Lookup func(name string) (value string, ok bool)

// NewIO looks at the streams once. Colour is off with noColor (--no-color), a
// non-empty NO_COLOR (no-color.org), a non-empty CUTOVER_NO_COLOR or TERM=dumb.
func NewIO(in io.Reader, out, err io.Writer, env Lookup, noColor bool) IO {
	ios := IO{In: in, Out: out, Err: err, Color: wantsColor(env, noColor)}
	_, ios.InTTY = terminal(in)
	var outWidth, errWidth int
	outWidth, ios.OutTTY = terminal(out)
	errWidth, ios.ErrTTY = terminal(err)
	ios.Width = outWidth
	if !ios.OutTTY {
		ios.Width = errWidth
	}
	return ios
}

func wantsColor(env Lookup, noColor bool) bool {
	if noColor {
		return false
	}
	for _, name := range []string{"NO_COLOR", "CUTOVER_NO_COLOR"} {
		if v, _ := env(name); v != "" {
			return false
		}
	}
	kind, _ := env("TERM")
	return kind != "dumb"
}

// terminal tells whether a stream is a terminal, and its width when it is known.
func terminal(stream any) (width int, ok bool) {
	f, isFile := stream.(*os.File)
	if !isFile || f == nil || !term.IsTerminal(int(f.Fd())) {
		return 0, false
	}
	width, _, err := term.GetSize(int(f.Fd()))
	if err != nil {
		return 0, true
	}
	return width, true
}

// TableWidth is the width that a table on Out has to fit in; 0 means any, as in
// files and pipes, where nothing may be cut.
func (o IO) TableWidth() int {
	if !o.OutTTY {
		return 0
	}
	return o.Width
}

// OutPaint is how results are coloured.
func (o IO) OutPaint() Paint { return Paint(o.Color && o.OutTTY) }

// ErrPaint is how failures are coloured.
func (o IO) ErrPaint() Paint { return Paint(o.Color && o.ErrTTY) }

// Result writes one line to Out.
func (o IO) Result(line string) error { return writeText(o.Out, Sanitize(line)+"\n") }

// Talk writes one line to Err. A line that cannot be written is nobody's error:
// the result is on Out.
func (o IO) Talk(line string) { _ = writeText(o.Err, Sanitize(line)+"\n") }

// Paint colours text, or leaves it alone when it is false.
type Paint bool

func (p Paint) wrap(code, s string) string {
	if !p || s == "" {
		return s
	}
	return "\x1b[" + code + "m" + s + "\x1b[0m"
}

func (p Paint) bad(s string) string  { return p.wrap("1;31", s) }
func (p Paint) hint(s string) string { return p.wrap("36", s) }
func (p Paint) bold(s string) string { return p.wrap("1", s) }

func writeText(w io.Writer, text string) error {
	_, err := io.WriteString(w, text)
	return err
}
