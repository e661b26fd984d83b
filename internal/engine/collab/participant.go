package collab

import (
	"context"
	"encoding/json"
	"time"

	"github.com/codecraft-hq/codecraft/internal/base/errs"
)

// Member is a tab that joins a room.
type Member struct {
	Author
	ReadOnly bool
	Since    time.Time // Visitor.Since
}

// Participant is a tab in a room. It is a place in the log, not a queue: a slow tab takes larger
// deliveries, costs no memory and holds up nobody.
type Participant struct {
	room   *Room
	member Member
	woken  chan struct{}
	rate   bucket // used by the one goroutine that hands in the tab's messages

	// Guarded by room.mu.
	sent  int                 // the version the tab has been sent
	news  map[string]Presence // presences it has not been sent
	ended error
}

// Delivery is what a tab has not been sent yet: the updates after version From, and who is where.
type Delivery struct {
	From      int
	Updates   []Update
	Presences []Presence
}

// Empty reports whether there is nothing to send.
func (d Delivery) Empty() bool { return len(d.Updates) == 0 && len(d.Presences) == 0 }

// Join lets a tab in that knows the document up to version from; -1 when it knows nothing, and then, when
// there is no such version, or what follows it is not theirs, the whole text is handed out. A tab that is in the room already under
// the same client id is sent away: it is the same tab, whose connection broke.
func (r *Room) Join(ctx context.Context, member Member, from int) (*Participant, *Snapshot, error) {
	if _, version := r.Text(); from > version { // another replica may know more
		if err := r.refresh(ctx); err != nil {
			return nil, nil, err
		}
	}
	if from >= 0 {
		next, err := r.since(ctx, from)
		if err != nil {
			return nil, nil, err
		}
		if len(next) > 0 && next[0].At.Before(member.Since) {
			from = -1
		}
	}
	r.mu.Lock()
	defer r.mu.Unlock()
	var initial *Snapshot
	if from < 0 || from > r.version {
		from = r.version
		initial = &Snapshot{Version: r.version, At: r.at, Text: r.text}
	}
	p := &Participant{room: r, member: member, woken: make(chan struct{}, 1), sent: from, news: map[string]Presence{}}
	for other := range r.participants {
		if member.Client != "" && other.member.Client == member.Client {
			other.end(errSuperseded)
		}
	}
	for client, known := range r.presences {
		if client != member.Client {
			p.news[client] = known.Presence
		}
	}
	r.participants[p] = struct{}{}
	p.wake()
	return p, initial, nil
}

var errSuperseded = errs.New(errs.Conflict, "superseded", "this tab has connected again elsewhere")

// Woken tells that Take may have something.
func (p *Participant) Woken() <-chan struct{} { return p.woken }

// Take gives what has not been sent yet, in deliveries of bounded size: take until one is Empty. It
// answers an error once the tab was sent away and everything before that has been taken.
func (p *Participant) Take(ctx context.Context) (Delivery, error) {
	updates, err := p.room.since(ctx, p.sent)
	if err != nil {
		return Delivery{}, err
	}
	updates = upTo(updates, windowUnits/16)
	p.room.mu.Lock()
	defer p.room.mu.Unlock()
	d := Delivery{From: p.sent, Updates: updates}
	p.sent += len(updates)
	if p.sent < p.room.version {
		return d, nil // positions in presences are of newer versions
	}
	for client, presence := range p.news {
		d.Presences = append(d.Presences, presence)
		delete(p.news, client)
	}
	if d.Empty() {
		return d, p.ended
	}
	return d, nil
}

// upTo cuts updates where their text exceeds the units, but leaves one.
func upTo(updates []Update, units int) []Update {
	for i, u := range updates {
		if units -= cost(u); units < 0 {
			return updates[:max(i, 1)]
		}
	}
	return updates
}

// Push is Room.Push for this tab, within its rights and rate.
func (p *Participant) Push(ctx context.Context, push Push) (Receipt, error) {
	if err := p.write(); err != nil {
		return Receipt{}, err
	}
	for _, e := range push.Entries {
		if !allowed(e.Kind, p.room.hub.config.ClientKinds) {
			return Receipt{}, errs.New(errs.Forbidden, "kind_forbidden", "a tab may not record %q", e.Kind)
		}
	}
	return p.room.Push(ctx, p.member.Author, push)
}

// Mark is Room.Mark for this tab. The mark carries the actor but no client id: the tab keeps no copy.
func (p *Participant) Mark(ctx context.Context, kind Kind, data json.RawMessage) error {
	if err := p.write(); err != nil {
		return err
	}
	if kind == "" || kind == Edit || kind == Paste || !allowed(kind, p.room.hub.config.ClientKinds) {
		return errs.New(errs.Forbidden, "kind_forbidden", "a tab may not mark %q", kind)
	}
	_, err := p.room.mark(ctx, Author{Actor: p.member.Actor}, kind, data)
	return err
}

func (p *Participant) write() error {
	p.room.mu.Lock()
	ended := p.ended
	p.room.mu.Unlock()
	switch {
	case ended != nil:
		return ended
	case p.member.ReadOnly:
		return errs.New(errs.Forbidden, "read_only", "you may read this document, not change it")
	}
	return p.charge()
}

func (p *Participant) charge() error {
	return p.rate.take(1, p.room.hub.config.Rate, p.room.hub.config.Burst)
}

// spend counts bytes against what the person may send, and what everybody may send to this document.
func (p *Participant) spend(bytes int, by *person) error {
	c := &p.room.hub.config
	if err := by.spend(bytes, c); err != nil {
		return err
	}
	p.room.mu.Lock()
	defer p.room.mu.Unlock()
	return p.room.spent.take(bytes, crowd*c.Bytes, crowd*c.BytesBurst)
}

// Leave takes the tab out of the room.
func (p *Participant) Leave() {
	p.room.mu.Lock()
	delete(p.room.participants, p)
	known, shown := p.room.presences[p.member.Client]
	p.room.mu.Unlock()
	if shown && known.owner == p {
		p.room.present(Presence{Client: p.member.Client, Actor: p.member.Actor, Gone: true}, p)
	}
}

// End sends the tab away: it is told the reason once it has been sent everything before, and writes nothing more.
func (p *Participant) End(reason error) {
	p.room.mu.Lock()
	defer p.room.mu.Unlock()
	p.end(reason)
}

// end and wake need room.mu.
func (p *Participant) end(reason error) {
	p.ended = reason
	p.wake()
}

func (p *Participant) wake() {
	select {
	case p.woken <- struct{}{}:
	default:
	}
}

// dismiss sends everybody away.
func (r *Room) dismiss(reason error) {
	r.mu.Lock()
	defer r.mu.Unlock()
	for p := range r.participants {
		p.end(reason)
	}
}

// Presence is where a tab's cursor is, in the browser's own terms. It is told, never kept.
type Presence struct {
	Client  string          `json:"client"`
	Actor   string          `json:"actor"`
	Version int             `json:"version"` // the version its positions count in
	Data    json.RawMessage `json:"data,omitempty"`
	Gone    bool            `json:"gone,omitempty"`
}

// present is a presence with the participant it came from, nil when another replica told it.
type present struct {
	Presence
	owner *Participant
	seen  time.Time
}

// Aware tells the others where this tab is.
func (p *Participant) Aware(version int, data json.RawMessage) error {
	if err := p.charge(); err != nil {
		return err
	}
	if limit := p.room.hub.config.MaxData; len(data) > limit {
		return errs.New(errs.TooLarge, "data_too_large", "a presence may have %d bytes, not %d", limit, len(data))
	}
	p.room.present(Presence{Client: p.member.Client, Actor: p.member.Actor, Version: version, Data: data}, p)
	return nil
}

// Refresh tells the other replicas again where this tab is.
func (p *Participant) Refresh() {
	p.room.mu.Lock()
	known := p.room.presences[p.member.Client]
	p.room.mu.Unlock()
	if known.owner == p && p.room.hub.fanout != nil {
		p.room.hub.fanout.Present(p.room.document, known.Presence)
	}
}

func (r *Room) present(presence Presence, owner *Participant) {
	r.mu.Lock()
	if presence.Gone {
		delete(r.presences, presence.Client)
	} else {
		r.presences[presence.Client] = present{Presence: presence, owner: owner, seen: time.Now()}
	}
	for p := range r.participants {
		if p.member.Client != presence.Client {
			p.news[presence.Client] = presence
			p.wake()
		}
	}
	r.mu.Unlock()
	if owner != nil && r.hub.fanout != nil {
		r.hub.fanout.Present(r.document, presence)
	}
}

// forgetStale drops presences of replicas that have not been heard of since.
func (r *Room) forgetStale(since time.Time) {
	r.mu.Lock()
	var gone []Presence
	for _, known := range r.presences {
		if known.owner == nil && known.seen.Before(since) {
			gone = append(gone, Presence{Client: known.Client, Actor: known.Actor, Gone: true})
		}
	}
	r.mu.Unlock()
	for _, presence := range gone {
		r.present(presence, nil)
	}
}
