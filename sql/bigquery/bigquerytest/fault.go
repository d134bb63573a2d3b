package bigquerytest

import (
	"sync"
	"time"
)

// Kind is what a fault does to a request. "Effect" means that the call is carried out; for jobs.insert and jobs.query the
// effect is the whole run of the job, and a reply that is lost after it is lost when the job is done.
type Kind int

// The kinds. What the Go client does by itself: HTTP 500 and 503, a reset or refused connection and half a reply are
// repeated with a growing pause (the first at most one second); an end of file is not, except that net/http repeats a GET
// once; a repeated insert carries the same job id and is told 409.
const (
	Refused       Kind = iota + 1 // no effect, the connection is reset (the client sees "connection reset")
	HTTP503                       // no effect, HTTP 503 backendError
	HTTP500                       // no effect, HTTP 500 internalError
	LostBefore                    // no effect, the connection ends without a reply (the client sees EOF)
	LostAfter                     // effect, then the connection ends without a reply
	HalfReply                     // effect, then half of the JSON reply
	NotFoundHTTP                  // effect, then HTTP 404 notFound
	Duplicate409                  // effect, then HTTP 409 duplicate, as after a repeat of which nobody knew
	Forbidden403                  // no effect, HTTP 403 accessDenied
	RateLimited                   // no effect, HTTP 403 rateLimitExceeded
	Etag412                       // no effect, HTTP 412 conditionNotMet
	Blackout                      // no effect, and the port closes until Restore
	BlackoutAfter                 // effect, then the port closes until Restore
	Hold                          // the request, or the job it starts (RUNNING), stands before its effect until released; cancel does nothing
	Slow                          // takes Delay longer

	// Only requests that start a job meet these.
	JobRateLimited   // the job ran and failed without effect: 400 jobRateLimitExceeded
	JobBackendError  // the job ran and failed without effect: 400 jobBackendError
	JobInternalError // the job ran and failed without effect: 400 jobInternalError
	JobAccessDenied  // the job ran and failed without effect: 403 accessDenied
	ErrorAfterCommit // effect, then the job says backendError; a job that failed keeps its own error
	Pending          // the job stands PENDING for Polls looks (0: until released), then has its effect; cancel stops it
	Running          // the same, RUNNING
	LostRunning      // the connection ends at once, the job stands RUNNING until released and then has its effect
)

var kindNames = map[Kind]string{
	Refused: "refused", HTTP503: "http 503", HTTP500: "http 500", LostBefore: "lost before", LostAfter: "lost after",
	HalfReply: "half reply", NotFoundHTTP: "http 404", Duplicate409: "http 409", Forbidden403: "http 403", RateLimited: "rate limited",
	Etag412: "http 412", Blackout: "blackout", BlackoutAfter: "blackout after", Hold: "hold", Slow: "slow",
	JobRateLimited: "job rate limited", JobBackendError: "job backend error", JobInternalError: "job internal error",
	JobAccessDenied: "job access denied", ErrorAfterCommit: "error after commit", Pending: "pending", Running: "running",
	LostRunning: "lost running",
}

// Kinds is every kind, in order, for tests that go through all of them.
func Kinds() []Kind {
	out := make([]Kind, 0, len(kindNames))
	for k := Refused; k <= LostRunning; k++ {
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

// ofJobs tells whether only requests that start a job meet the kind.
func (k Kind) ofJobs() bool { return k >= JobRateLimited }

// Fault is one disturbance.
type Fault struct {
	Kind  Kind
	Match func(Request) bool // which requests; nil is all
	Skip  int                // how many matching arrivals pass first
	Times int                // how many arrivals it meets; 0 is one, -1 all
	Polls int                // Pending and Running: how many looks (jobs.get, getQueryResults) still see it; 0 is until released
	Delay time.Duration      // Slow
}

// Injection is a fault in place.
type Injection struct {
	fault   Fault
	faults  *faults
	release chan struct{}
	once    sync.Once
	arrived chan Request
	hits    int // guarded by faults.mu
	skip    int
	left    int
}

// arrivals is how many unread arrivals an Injection keeps; more are counted but not kept.
const arrivals = 1024

// Inject puts a fault in place. When several match, the first injected that is not used up meets the request.
func (s *Server) Inject(f Fault) *Injection {
	in := &Injection{fault: f, faults: s.faults, release: make(chan struct{}), arrived: make(chan Request, arrivals), skip: f.Skip, left: f.Times}
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

// Arrived gives each request as it meets the fault, so that a test waits for it without sleeping. For a job that stands it
// comes when jobs.get shows the job so.
func (in *Injection) Arrived() <-chan Request { return in.arrived }

// Release lets everything go that the fault holds, now and later.
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

// meet gives the fault that a request meets and counts it; nil for none.
func (f *faults) meet(r Request) *Injection {
	f.mu.Lock()
	defer f.mu.Unlock()
	for _, in := range f.list {
		if in.left == 0 || in.fault.Kind.ofJobs() && !r.StartsJob || in.fault.Match != nil && !in.fault.Match(r) {
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
		return in
	}
	return nil
}

// announce tells whoever waits for Arrived.
func (in *Injection) announce(r Request) {
	select {
	case in.arrived <- r:
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
