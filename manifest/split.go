package manifest

import (
	"bytes"
	"runtime"
	"sync"
	"sync/atomic"
	"unsafe"
)

// A manifest is validated, cut into nodes and parsed in one pass, by all cores. Where a core may begin is guessed: at what
// looks like the key of a node. The core before it reads strictly until it stands at that place or beyond. Standing there,
// in a section of the document and before a key, it has proven the guess: what the next core read is what it would have
// read itself. A wrong guess costs time, never truth: the part is read again from where the core before it stopped.

// walk is one stretch of the document: the whole, or from one guess to the next.
type walk struct {
	data   []byte
	fusion bool

	start, limit int  // the walk stops at the first key of a root's member's member at or behind limit
	inside       bool // it starts inside a section, whose name only the walk before knows

	failed   bool
	stop     int      // where it stopped, before a key; len(data) at the end
	stopped  position // in what
	sections []section
}

// position says between which brackets a walk stands.
type position uint8

const (
	atEnd     position = iota
	inSection          // in an object that is a member of the root
)

// section is a stretch of one member of the root.
type section struct {
	name    string // empty: the section that the walk started in
	raw     string // the whole value, where it is known to be needed; see keepsRaw
	object  bool
	nodes   []Node
	spans   []nodeSpan // of the nodes, in the same order
	skipped bool       // something in it was taken for no node before the section's name was known
}

// originOf says which sections hold nodes, and what a node of one is when it does not say so.
func originOf(name string) (origin ResourceType, ok bool) {
	switch name {
	case "nodes":
		return "", true
	case "sources":
		return ResourceSource, true
	case "exposures":
		return ResourceExposure, true
	case "metrics":
		return ResourceMetric, true
	case "semantic_models":
		return ResourceSemanticModel, true
	case "saved_queries":
		return ResourceSavedQuery, true
	case "unit_tests":
		return ResourceUnitTest, true
	case "functions":
		return ResourceFunction, true
	}
	return "", false
}

// keepsRaw names the sections that are read as one value.
func keepsRaw(name string) bool {
	return name == "metadata" || name == "selectors" || name == "disabled"
}

// run walks. Afterwards failed, stop and sections are set.
func (w *walk) run() {
	i := w.start
	if w.inside {
		w.sections = append(w.sections, section{object: true})
		if i = w.members(i); i == bad || w.stopped == inSection {
			return
		}
	} else {
		if i = scanSpace(w.data, i); i >= len(w.data) || w.data[i] != '{' {
			w.failed = true
			return
		}
		if i = scanSpace(w.data, i+1); i < len(w.data) && w.data[i] == '}' {
			w.finish(i + 1)
			return
		}
		if i = w.rootMember(i); i == bad || w.stopped == inSection {
			return
		}
	}
	for {
		next, done := scanNext(w.data, i, '}')
		switch {
		case next == bad:
			w.failed = true
			return
		case done:
			w.finish(next)
			return
		}
		if i = w.rootMember(next); i == bad || w.stopped == inSection {
			return
		}
	}
}

// finish is behind the root's closing bracket, where only space may follow.
func (w *walk) finish(i int) {
	w.stop, w.stopped = scanSpace(w.data, i), atEnd
	w.failed = w.stop != len(w.data)
}

// rootMember reads one member of the root and returns the index behind it; bad when it failed.
func (w *walk) rootMember(i int) int {
	keyEnd, value := scanKey(w.data, i)
	if value == bad || value >= len(w.data) {
		return w.fail()
	}
	s := section{name: decodeKey(w.text(i, keyEnd)), object: w.data[value] == '{'}
	if s.object && !keepsRaw(s.name) {
		w.sections = append(w.sections, s)
		first := scanSpace(w.data, value+1)
		if first < len(w.data) && w.data[first] == '}' {
			return first + 1
		}
		return w.members(first)
	}
	end := scanValue(w.data, value, 1)
	if end == bad {
		return w.fail()
	}
	s.raw = w.text(value, end)
	w.sections = append(w.sections, s)
	return end
}

// members reads the members of a section from a key on, until the section ends (the index behind it is returned) or the
// limit is reached (stopped says so).
func (w *walk) members(i int) int {
	s := &w.sections[len(w.sections)-1]
	origin, holdsNodes := originOf(s.name)
	begun := w.inside && len(w.sections) == 1
	if begun {
		holdsNodes = true // most likely; appendTo decides
	}
	for {
		if i >= w.limit {
			w.stop, w.stopped = i, inSection
			return i
		}
		keyEnd, value := scanKey(w.data, i)
		if value == bad {
			return w.fail()
		}
		isNode := holdsNodes
		if begun && (value >= len(w.data) || w.data[value] != '{' || bytes.HasPrefix(w.data[i:], []byte(`"macro.`))) {
			isNode, s.skipped = false, true
		}
		var end int
		if isNode {
			end = w.node(s, nodeSpan{key: decodeKey(w.text(i, keyEnd)), origin: origin}, value)
		} else {
			end = scanValue(w.data, value, 2)
		}
		if end == bad {
			return w.fail()
		}
		next, done := scanNext(w.data, end, '}')
		switch {
		case next == bad:
			return w.fail()
		case done:
			return next
		}
		i = next
	}
}

// node validates one node, parses it on the way, and returns the index behind it.
func (w *walk) node(s *section, span nodeSpan, value int) int {
	if s.nodes == nil {
		const bytesPerNode, most = 4000, 4096 // a guess that saves growing step by step
		room := min(max(w.limit-w.start, 0)/bytesPerNode+1, most)
		s.nodes, s.spans = make([]Node, 0, room), make([]nodeSpan, 0, room)
	}
	s.nodes = append(s.nodes, Node{Enabled: true})
	n := &s.nodes[len(s.nodes)-1]
	var p nodeParts
	var end int
	if value < len(w.data) && w.data[value] == '{' {
		end = w.object(value, n, &p)
	} else {
		end = scanValue(w.data, value, 2)
	}
	if end == bad {
		return bad
	}
	span.raw = w.text(value, end)
	n.finish(span, w.fusion, p)
	s.spans = append(s.spans, span)
	return end
}

// object is scanObject for a node's object.
func (w *walk) object(i int, n *Node, p *nodeParts) int {
	i = scanSpace(w.data, i+1)
	if i < len(w.data) && w.data[i] == '}' {
		return i + 1
	}
	for done := false; ; {
		keyEnd, value := scanKey(w.data, i)
		if value == bad {
			return bad
		}
		end := scanValue(w.data, value, 3)
		if end == bad {
			return bad
		}
		n.setMember(decodeKey(w.text(i, keyEnd)), w.text(value, end), p)
		if i, done = scanNext(w.data, end, '}'); done || i == bad {
			return i
		}
	}
}

func (w *walk) fail() int {
	w.failed = true
	return bad
}

func (w *walk) text(from, to int) string {
	return unsafe.String(unsafe.SliceData(w.data[from:]), to-from)
}

// walkAll walks the whole document on all cores. ok is false when it is not strict JSON with an object at its root, or
// is nested very deeply: then gjson decides.
func walkAll(data []byte, fusion bool, parts int) (sections []section, ok bool) {
	walks := plan(data, fusion, parts)
	var next atomic.Int64
	var wg sync.WaitGroup
	for range min(runtime.GOMAXPROCS(0), len(walks)) {
		wg.Go(func() {
			for k := next.Add(1) - 1; k < int64(len(walks)); k = next.Add(1) - 1 {
				walks[k].run()
			}
		})
	}
	wg.Wait()
	return joined(walks)
}

// plan cuts the document into walks at guessed places.
func plan(data []byte, fusion bool, parts int) []walk {
	walks := []walk{{data: data, fusion: fusion}}
	for k := 1; k < parts; k++ {
		last := &walks[len(walks)-1]
		from := max(len(data)/parts*k, last.start+1)
		if guess := guessKey(data, from); guess > last.start {
			last.limit = guess
			walks = append(walks, walk{data: data, fusion: fusion, start: guess, inside: true})
		}
	}
	walks[len(walks)-1].limit = len(data)
	return walks
}

// guessKey finds what looks like the key of a node: a quote behind a comma behind a bracket, then "model." or the like.
// It is bad when there is none near.
func guessKey(data []byte, from int) int {
	const near = 1 << 20
	end := min(len(data), from+near)
	for i := from; i < end; i++ {
		comma := bytes.IndexByte(data[i:end], ',')
		if comma < 0 {
			return bad
		}
		i += comma
		before := i - 1
		for before > 0 && (data[before] == ' ' || data[before] == '\n' || data[before] == '\r' || data[before] == '\t') {
			before--
		}
		key := scanSpace(data, i+1)
		if before < 0 || data[before] != '}' && data[before] != ']' || key >= end || data[key] != '"' {
			continue
		}
		dot := key + 1
		for dot < end && (data[dot] >= 'a' && data[dot] <= 'z' || data[dot] == '_') {
			dot++
		}
		if dot < end && dot > key+1 && data[dot] == '.' {
			return key
		}
	}
	return bad
}

// joined checks that every walk began where the one before it stopped, reads again what did not, and gives the sections
// of the whole document in its order.
func joined(walks []walk) (sections []section, ok bool) {
	first := &walks[0]
	if first.failed {
		return nil, false
	}
	sections = first.sections
	stop, stopped := first.stop, first.stopped
	for k := 1; k < len(walks); k++ {
		w := &walks[k]
		if stopped == atEnd { // the guess lay in what follows the last section
			break
		}
		if stop != w.start || w.failed {
			if stop >= w.limit && k < len(walks)-1 {
				continue // the walk before has passed this one by
			}
			*w = walk{data: w.data, fusion: w.fusion, start: stop, limit: w.limit, inside: true}
			if w.run(); w.failed {
				return nil, false
			}
		}
		if sections, ok = w.appendTo(sections); !ok {
			return nil, false
		}
		stop, stopped = w.stop, w.stopped
	}
	return sections, stopped == atEnd
}

// appendTo puts a walk's sections behind those before it. What it read of the section that it started in is named after
// the last of those, as one more section. ok is false when it was read as something else than it turned out to be.
func (w *walk) appendTo(sections []section) (joined []section, ok bool) {
	begun := w.sections[0]
	begun.name = sections[len(sections)-1].name
	switch origin, holdsNodes := originOf(begun.name); {
	case !holdsNodes:
		begun.nodes, begun.spans = nil, nil
	case begun.skipped:
		return nil, false
	case origin != "":
		for i := range begun.spans {
			begun.spans[i].origin = origin
			begun.nodes[i] = Node{}
			parseNode(begun.spans[i], w.fusion, &begun.nodes[i])
		}
	}
	return append(append(sections, begun), w.sections[1:]...), true
}
