package collab

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"sync"
	"time"

	"github.com/codecraft-hq/codecraft/internal/base/errs"
	"github.com/codecraft-hq/codecraft/internal/base/ids"
	"github.com/codecraft-hq/codecraft/internal/engine/collab/edit"
)

const (
	chunk        = 500              // updates read or sent at once
	maxConflicts = 50               // lost races for one push before its author is asked to try again
	logTimeout   = 10 * time.Second // for one append; a tab that leaves does not take its last edit with it
)

// Room is one document in memory: a cache over its log, which alone decides. Any number of rooms, in any
// number of processes, may serve one document.
type Room struct {
	hub      *Hub
	document ids.Document
	loaded   chan struct{} // closed once load has ended
	loadErr  error
	users    int       // guarded by hub.mu
	idle     time.Time // guarded by hub.mu: since when users is 0

	// turn is held by the one who reads on or appends. Only its holder changes the fields below, under mu too.
	turn chan struct{}

	mu           sync.Mutex
	text         edit.Document
	version      int
	at           time.Time
	window       window
	snapshot     int // version of the newest snapshot
	participants map[*Participant]struct{}
	presences    map[string]present
	spent        bucket // of what everybody sends
}

func newRoom(hub *Hub, document ids.Document) *Room {
	return &Room{
		hub: hub, document: document, loaded: make(chan struct{}), turn: make(chan struct{}, 1),
		participants: map[*Participant]struct{}{}, presences: map[string]present{},
	}
}

func (r *Room) load(ctx context.Context) error {
	snapshot, updates, err := r.hub.log.Load(ctx, r.document)
	if err != nil {
		return fmt.Errorf("load document %s: %w", r.document, err)
	}
	r.text, r.version, r.at = snapshot.Text, snapshot.Version, snapshot.At
	r.snapshot, r.window.from = snapshot.Version, snapshot.Version
	if err := r.advance(updates); err != nil {
		return err
	}
	return r.pull(ctx)
}

// Close gives the room back; the hub keeps it in memory for a while.
func (r *Room) Close() { r.hub.release(r) }

// Text is the document now, and its version.
func (r *Room) Text() (edit.Document, int) {
	r.mu.Lock()
	defer r.mu.Unlock()
	return r.text, r.version
}

// Push moves the changes over what others did since push.Base, appends them to the log with the server's
// time and tells everybody. A push repeated after a lost answer adds nothing and gets the same receipt.
func (r *Room) Push(ctx context.Context, author Author, push Push) (Receipt, error) {
	p, err := newPending(author, push, &r.hub.config)
	if err != nil {
		return Receipt{}, err
	}
	return r.add(ctx, p)
}

// Mark records something that changes no text, on the document's clock, in the service's name.
func (r *Room) Mark(ctx context.Context, actor string, kind Kind, data json.RawMessage) (Receipt, error) {
	return r.mark(ctx, Author{Actor: actor}, kind, data)
}

func (r *Room) mark(ctx context.Context, author Author, kind Kind, data json.RawMessage) (Receipt, error) {
	text, version := r.Text()
	return r.Push(ctx, author, Push{Base: version, Entries: []Entry{{Kind: kind, Changes: edit.Keep(text.Len()), Data: data}}})
}

func (r *Room) add(ctx context.Context, p *pending) (Receipt, error) {
	if _, version := r.Text(); p.base <= version {
		if err := r.catchUp(ctx, p); err != nil { // outside the turn: a long way back holds up nobody else
			return Receipt{}, err
		}
	}
	if err := r.enter(ctx); err != nil {
		return Receipt{}, err
	}
	receipt, err := r.append(context.WithoutCancel(ctx), p)
	r.leave()
	if receipt.Appended > 0 {
		if r.hub.fanout != nil {
			r.hub.fanout.Appended(r.document, receipt.Version)
		}
		r.snapshotIfDue(ctx)
	}
	return receipt, err
}

// append needs the turn.
func (r *Room) append(ctx context.Context, p *pending) (Receipt, error) {
	ctx, cancel := context.WithTimeout(ctx, logTimeout)
	defer cancel()
	if p.base > r.version { // another replica told the author more than we know
		if err := r.pull(ctx); err != nil {
			return Receipt{}, err
		}
	}
	for range maxConflicts {
		if p.base > r.version {
			return Receipt{}, errs.New(errs.Invalid, "version_unknown", "the document is at version %d, there is no %d yet", r.version, p.base)
		}
		if err := r.catchUp(ctx, p); err != nil {
			return Receipt{}, err
		}
		if len(p.updates) == 0 {
			return Receipt{Version: r.version, Seq: p.last}, nil
		}
		text, err := p.apply(r.text, r.hub.config.MaxDocument)
		if err != nil {
			return Receipt{}, err
		}
		p.stamp(r.at)
		err = r.hub.log.Append(ctx, r.document, r.version, p.updates)
		if err == nil {
			r.commit(text, p.updates)
			return Receipt{Version: r.version, Seq: p.last, Appended: len(p.updates)}, nil
		}
		// A lost answer leaves open whether the log has them; reading on tells, and tells the others.
		if pulled := r.pull(ctx); pulled != nil || !errors.Is(err, ErrConflict) {
			return Receipt{}, fmt.Errorf("append to document %s: %w", r.document, errors.Join(err, pulled))
		}
	}
	return Receipt{}, errs.New(errs.Unavailable, "document_busy", "too many others are editing; nothing is lost, send again").After(100 * time.Millisecond)
}

// catchUp moves p over everything known after its base.
func (r *Room) catchUp(ctx context.Context, p *pending) error {
	for {
		updates, err := r.since(ctx, p.base)
		if err != nil || len(updates) == 0 {
			return err
		}
		if err := p.over(updates); err != nil {
			return err
		}
	}
}

// since gives a chunk of the updates after the version, at most up to the room's own version.
func (r *Room) since(ctx context.Context, version int) ([]Update, error) {
	r.mu.Lock()
	updates, held := r.window.since(version, chunk)
	known := r.version
	r.mu.Unlock()
	if held {
		return updates, nil
	}
	updates, err := r.hub.log.Since(ctx, r.document, version, min(chunk, known-version))
	if err == nil && len(updates) == 0 {
		err = fmt.Errorf("the log holds nothing after version %d", version)
	}
	if err != nil {
		return nil, fmt.Errorf("read document %s: %w", r.document, err)
	}
	return updates, nil
}

// pull takes in what other replicas appended. It needs the turn.
func (r *Room) pull(ctx context.Context) error {
	for {
		updates, err := r.hub.log.Since(ctx, r.document, r.version, chunk)
		if err != nil {
			return fmt.Errorf("read document %s: %w", r.document, err)
		}
		if len(updates) == 0 {
			return nil
		}
		if err := r.advance(updates); err != nil {
			return err
		}
	}
}

// advance applies logged updates. It needs the turn.
func (r *Room) advance(updates []Update) error {
	text, version := r.text, r.version
	for _, u := range updates {
		if version++; u.Version != version {
			return fmt.Errorf("the log of document %s goes on with version %d instead of %d", r.document, u.Version, version)
		}
		var err error
		if text, err = text.Apply(u.Changes); err != nil {
			return fmt.Errorf("document %s, version %d: %w", r.document, version, err)
		}
	}
	if len(updates) > 0 {
		r.commit(text, updates)
	}
	return nil
}

// commit makes updates visible and wakes those who wait for them. It needs the turn.
func (r *Room) commit(text edit.Document, updates []Update) {
	r.mu.Lock()
	defer r.mu.Unlock()
	last := updates[len(updates)-1]
	r.text, r.version, r.at = text, last.Version, last.At
	r.window.add(updates, r.hub.config.Window)
	for p := range r.participants {
		p.wake()
	}
}

func (r *Room) enter(ctx context.Context) error {
	select {
	case r.turn <- struct{}{}:
		return nil
	case <-ctx.Done():
		return ctx.Err()
	}
}

func (r *Room) leave() { <-r.turn }

// refresh reads on in the log.
func (r *Room) refresh(ctx context.Context) error {
	if err := r.enter(ctx); err != nil {
		return err
	}
	defer r.leave()
	return r.pull(ctx)
}

// snapshotIfDue keeps a snapshot now and then. One that fails is only logged: the next is due soon enough.
func (r *Room) snapshotIfDue(ctx context.Context) {
	r.mu.Lock()
	due := r.version-r.snapshot >= r.hub.config.SnapshotEvery
	if due {
		r.snapshot = r.version
	}
	snapshot := Snapshot{Version: r.version, At: r.at, Text: r.text}
	r.mu.Unlock()
	if !due {
		return
	}
	ctx, cancel := context.WithTimeout(context.WithoutCancel(ctx), logTimeout)
	defer cancel()
	if err := r.hub.log.Snapshot(ctx, r.document, snapshot); err != nil {
		r.hub.logger.WarnContext(ctx, "document snapshot failed", "document", r.document, "version", snapshot.Version, "error", err)
	}
}
