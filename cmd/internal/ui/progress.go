package ui

import (
	"fmt"
	"io"
	"sync"
	"time"

	"cutover/strategies/engine"
)

// Progress shows on IO.Err how a run goes on: one line that is drawn again and
// again on a terminal, one plain line per step elsewhere, nothing when quiet.
// All methods may be called from several goroutines. Stop must be called before
// anything else is written.
type Progress struct {
	title string
	out   io.Writer
	width int
	tty   bool
	quiet bool
	now   func() time.Time

	mu      sync.Mutex // guards what follows, and writing to out
	started time.Time
	steps   int // done so far
	done    int // what the line shows: steps, or statements of one step
	total   int
	name    string
	drawn   bool // the line is on the screen
	midline bool // something else was written and has not ended its line
	stopped bool
	quit    chan struct{}
	gone    sync.WaitGroup
}

// ProgressOptions say how a run is shown.
type ProgressOptions struct {
	// Title begins the line, such as "Publishing to prod".
	Title string
	// Quiet shows nothing at all.
	Quiet bool
	// Clock gives the time for the running seconds.
	Clock func() time.Time
}

// NewProgress makes a progress; it shows nothing before the first event.
func NewProgress(o IO, opts ProgressOptions) *Progress {
	return &Progress{
		title: Sanitize(opts.Title), out: o.Err, width: o.Width, tty: o.ErrTTY, quiet: opts.Quiet, now: opts.Clock,
		quit: make(chan struct{}),
	}
}

// Step is the engine's event sink.
func (p *Progress) Step(ev engine.Event) {
	p.mu.Lock()
	defer p.mu.Unlock()
	if p.quiet || p.stopped {
		return
	}
	p.begin()
	switch ev.Kind {
	case engine.EventStarted:
		p.steps, p.done, p.total, p.name = 0, 0, ev.Total, ""
		p.plain(joined(": ", p.title, count(ev.Total, "step", "steps")))
	case engine.EventStep:
		p.done, p.total, p.name = p.steps, ev.Total, ev.Step.Title
		p.plain(stepLine(ev, ev.Step.Title))
	case engine.EventStepDone:
		p.steps++
		p.done, p.total, p.name = p.steps, ev.Total, ev.Step.Title
	case engine.EventStepKept:
		p.steps++
		p.done, p.total = p.steps, ev.Total
		p.plain(stepLine(ev, ev.Step.Title+": was done before"))
	case engine.EventLooked:
		p.say(stepLine(ev, joined(": ", ev.Step.Title, ev.Message)))
	case engine.EventWarned:
		p.say("warning: " + ev.Message)
	case engine.EventCompleted:
		p.say(fmt.Sprintf("the plan of phase %s is complete", ev.Message))
	}
	p.draw()
}

func stepLine(ev engine.Event, text string) string {
	return fmt.Sprintf("step %d of %d: %s", ev.Number, ev.Total, text)
}

// Statement shows how far one big step is: done of total, now at name. It has
// no effect outside a terminal.
func (p *Progress) Statement(done, total int, name string) {
	p.mu.Lock()
	defer p.mu.Unlock()
	if p.quiet || p.stopped || !p.tty {
		return
	}
	p.begin()
	p.done, p.total, p.name = done, total, name
	p.draw()
}

// Stop clears the line and ends the progress; later events show nothing. It may
// be called twice.
func (p *Progress) Stop() {
	p.mu.Lock()
	if !p.stopped {
		p.stopped = true
		close(p.quit)
		p.clear()
	}
	p.mu.Unlock()
	p.gone.Wait()
}

// Writer passes the output of another program (dbt) through to IO.Err, out of
// the way of the line. It is passed on as it is.
func (p *Progress) Writer() io.Writer { return passThrough{p} }

type passThrough struct{ p *Progress }

func (w passThrough) Write(text []byte) (int, error) {
	w.p.mu.Lock()
	defer w.p.mu.Unlock()
	w.p.clear()
	n, err := w.p.out.Write(text)
	if n > 0 {
		w.p.midline = text[n-1] != '\n'
	}
	if !w.p.stopped {
		w.p.draw()
	}
	return n, err
}

// begin starts the clock and, on a terminal, the goroutine that keeps the
// seconds running during a long step.
func (p *Progress) begin() {
	if !p.started.IsZero() {
		return
	}
	p.started = p.now()
	if !p.tty {
		return
	}
	p.gone.Go(func() {
		ticker := time.NewTicker(time.Second)
		defer ticker.Stop()
		for {
			select {
			case <-p.quit:
				return
			case <-ticker.C:
				p.tick()
			}
		}
	})
}

func (p *Progress) tick() {
	p.mu.Lock()
	defer p.mu.Unlock()
	if !p.stopped {
		p.draw()
	}
}

// plain writes a line where there is no terminal.
func (p *Progress) plain(line string) {
	if !p.tty {
		p.say(line)
	}
}

// say writes a line that stays. Progress that cannot be written is not worth an
// error.
func (p *Progress) say(line string) {
	p.clear()
	if p.midline {
		line = "\n" + Sanitize(line)
		p.midline = false
	} else {
		line = Sanitize(line)
	}
	_ = writeText(p.out, line+"\n")
}

func (p *Progress) clear() {
	if p.drawn {
		_ = writeText(p.out, "\r\x1b[2K")
		p.drawn = false
	}
}

func (p *Progress) draw() {
	if !p.tty || p.total <= 0 || p.midline {
		return
	}
	line := p.line()
	p.drawn = true
	_ = writeText(p.out, "\r\x1b[2K"+line)
}

// defaultWidth is taken when the terminal does not tell its own.
const defaultWidth = 80

// line is "Publishing to prod  67% ███░░  27/40  mart.fct_orders  00:07", cut so
// that it never wraps: a wrapped line could not be cleared.
func (p *Progress) line() string {
	counted := fmt.Sprintf("%d/%d", p.done, p.total)
	running := clock(p.now().Sub(p.started))
	name := Sanitize(p.name)
	width := p.width
	if width <= 0 {
		width = defaultWidth
	}
	bar := barText(p.done, p.total)
	rest := width - 1 - textWidth(joined(gap, p.title, bar, counted, running)) - len(gap)
	name = shorten(name, min(textWidth(name), rest))
	return shorten(joined(gap, p.title, bar, counted, name, running), width-1)
}
