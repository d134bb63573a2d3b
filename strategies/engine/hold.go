package engine

import (
	"context"

	"cutover/sql/warehouse"
)

// Hold stops every release of the environment, from whatever job, until LetGo.
// Undo, resume and abort go on working. Holding what is held changes nothing.
func (e *Engine) Hold(ctx context.Context, reason string) error {
	text, err := body(failedBody{Reason: reason})
	if err != nil {
		return err
	}
	return e.note(ctx, func(h History) bool { return h.Hold == nil }, warehouse.Entry{Event: eventHeld, Body: text})
}

// LetGo ends a hold. Letting go what is not held changes nothing.
func (e *Engine) LetGo(ctx context.Context) error {
	return e.note(ctx, func(h History) bool { return h.Hold != nil }, warehouse.Entry{Event: eventLetGo})
}

// note writes an entry about the environment, under the lease, when the history
// says that it is needed.
func (e *Engine) note(ctx context.Context, needed func(History) bool, entry warehouse.Entry) error {
	l, err := e.takeLease(ctx, "")
	if err != nil {
		return err
	}
	h, err := e.History(ctx)
	if err == nil && needed(h) {
		err = e.append(ctx, l, entry)
	}
	return e.leave(ctx, l, err)
}
