package snowflaketest

import (
	"sync"
	"time"
)

// Kind is what a fault does to a statement. "Effect" means that the statement is executed.
type Kind int

// The kinds. Where a reply is lost, the driver sends the request again by itself (same request id, retryCount 1,
// after one to three seconds); that arrival meets the fault again if Times says so.
const (
	Refused          Kind = iota + 1 // no effect, the connection is reset (the client sees "connection reset")
	HTTP503                          // no effect, HTTP 503
	LostBefore                       // no effect, the connection ends without a reply (the client sees EOF)
	LostAfter                        // effect, then the connection ends without a reply
	LostRunning                      // the connection ends at once, the statement stands RUNNING until released and then has its effect
	HalfReply                        // effect, then half of the JSON reply
	NotFoundHTTP                     // effect, then HTTP 404
	ErrorAfterCommit                 // effect, then error 000604; a statement that failed answers its own error
	PermissionDenied                 // no effect, error 003001 / 42501
	LockTimeout                      // no effect, error 000625 / 57014
	InProgress                       // effect, then 333333 and Polls times 333333 again before the result
	ExpiredSession                   // no effect, 390112; the token is dead from then on and must be renewed
	Blackout                         // no effect, and the port closes until Restore
	BlackoutAfter                    // effect, then the port closes until Restore
	Hold                             // stands until released (then has its effect) or aborted (then has none)
	Slow                             // takes Delay longer
)

var kindNames = map[Kind]string{
	Refused: "refused", HTTP503: "http 503", LostBefore: "lost before", LostAfter: "lost after", LostRunning: "lost running",
	HalfReply: "half reply", NotFoundHTTP: "http 404", ErrorAfterCommit: "error after commit", PermissionDenied: "permission denied",
	LockTimeout: "lock timeout", InProgress: "in progress", ExpiredSession: "expired session", Blackout: "blackout",
	BlackoutAfter: "blackout after", Hold: "hold", Slow: "slow",
}

// Kinds is every kind, in order, for tests that go through all of them.
func Kinds() []Kind {
	out := make([]Kind, 0, len(kindNames))
	for k := Refused; k <= Slow; k++ {
		out = append(out, k)
	}
	return out
}

// String is a short name for subtests and messages.
func (k Kind) String() string {
	if name, ok := kindNames[k]; ok {
		return name
	}
	return "no fault"
}

// Fault is one disturbance.
type Fault struct {
	Kind  Kind
	Match func(sql string) bool // which statements; nil is all
	Skip  int                   // how many matching arrivals pass first
	Times int                   // how many arrivals it meets; 0 is one, -1 all
	Polls int                   // InProgress: polls that are still told to wait
	Delay time.Duration         // Slow
}

// Injection is a fault in place.
type Injection struct {
	fault   Fault
	faults  *faults
	release chan struct{}
	once    sync.Once
	arrived chan string
	hits    int // guarded by faults.mu
	skip    int
	left    int
}

// arrivals is how many unread arrivals an Injection keeps; more are counted but not kept.
const arrivals = 1024

// Inject puts a fault in place. When several match, the first injected that is not used up meets the statement.
func (s *Server) Inject(f Fault) *Injection {
	in := &Injection{fault: f, faults: s.faults, release: make(chan struct{}), arrived: make(chan string, arrivals), skip: f.Skip, left: f.Times}
	if f.Times == 0 {
		in.left = 1
	}
	s.faults.mu.Lock()
	defer s.faults.mu.Unlock()
	s.faults.list = append(s.faults.list, in)
	return in
}

// ClearFaults takes every fault away and releases what they hold.
func (s *Server) ClearFaults() {
	s.faults.mu.Lock()
	list := s.faults.list
	s.faults.list = nil
	s.faults.mu.Unlock()
	for _, in := range list {
		in.Release()
	}
}

// Arrived gives the text of each statement as it meets the fault, so that a test waits for it without sleeping. For Hold and
// LostRunning it comes when the statement stands in the history as RUNNING; a repeat that only joins it says nothing.
func (in *Injection) Arrived() <-chan string { return in.arrived }

// Release lets every statement go that Hold or LostRunning holds, now and later.
func (in *Injection) Release() { in.once.Do(func() { close(in.release) }) }

// Remove takes the fault away. What it holds stays held until Release.
func (in *Injection) Remove() {
	in.faults.mu.Lock()
	defer in.faults.mu.Unlock()
	in.left = 0
}

// Hits is how many arrivals met the fault.
func (in *Injection) Hits() int {
	in.faults.mu.Lock()
	defer in.faults.mu.Unlock()
	return in.hits
}

type faults struct {
	mu   sync.Mutex
	list []*Injection
}

// meet gives the fault that sql meets and counts it; nil for none.
func (f *faults) meet(sql string) *Injection {
	f.mu.Lock()
	defer f.mu.Unlock()
	for _, in := range f.list {
		if in.left == 0 || in.fault.Match != nil && !in.fault.Match(sql) {
			continue
		}
		if in.skip > 0 {
			in.skip--
			continue
		}
		if in.left > 0 {
			in.left--
		}
		in.hits++
		if k := in.fault.Kind; k != Hold && k != LostRunning {
			in.announce(sql)
		}
		return in
	}
	return nil
}

// announce tells whoever waits for Arrived. What is held announces itself once it stands, so that it can be seen and aborted then.
func (in *Injection) announce(sql string) {
	select {
	case in.arrived <- sql:
	default:
	}
}

// kind is the kind of the fault, 0 for none.
func (in *Injection) kind() Kind {
	if in == nil {
		return 0
	}
	return in.fault.Kind
}
