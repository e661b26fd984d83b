package collab

import (
	"encoding/json"
	"fmt"
	"slices"
	"time"

	"github.com/codecraft-hq/codecraft/internal/base/errs"
	"github.com/codecraft-hq/codecraft/internal/engine/collab/edit"
)

// Author is who pushes: a tab (Client) of a person (Actor). The service's own updates have no Client.
type Author struct {
	Client string
	Actor  string
}

// Push is a row of changes, the first made for version Base, each other for what the one before makes.
type Push struct {
	Base    int
	Seq     int64 // of the first entry; the others count on
	Entries []Entry
}

// Entry is one change of a Push.
type Entry struct {
	Kind    Kind // empty reads as Edit
	Changes edit.ChangeSet
	Data    json.RawMessage
}

// Receipt tells what became of a Push.
type Receipt struct {
	Version  int   // of the document that holds every entry
	Seq      int64 // of the last entry
	Appended int   // how many entries are new; the others were in the log already
}

// pending is a push on its way into the log, moved over what others did since.
type pending struct {
	author  Author
	base    int // the version the first update applies to
	last    int64
	updates []Update
}

func newPending(author Author, push Push, config *Config) (*pending, error) {
	if len(push.Entries) == 0 || len(push.Entries) > config.MaxChanges {
		return nil, errs.New(errs.TooLarge, "push_too_long", "a push holds 1 to %d changes, not %d", config.MaxChanges, len(push.Entries))
	}
	if push.Base < 0 || author.Client != "" && push.Seq < 1 {
		return nil, errs.New(errs.Invalid, "push_invalid", "a push names a version from 0 and a sequence number from 1")
	}
	p := &pending{author: author, base: push.Base, last: push.Seq + int64(len(push.Entries)) - 1}
	inserted, length := 0, push.Entries[0].Changes.Before()
	for i, e := range push.Entries {
		inserted += e.Changes.Inserted()
		if e.Kind == "" {
			e.Kind = Edit
		}
		switch {
		case e.Changes.Before() != length:
			return nil, edit.ErrLengths
		case len(e.Data) > config.MaxData:
			return nil, errs.New(errs.TooLarge, "data_too_large", "an update's data may have %d bytes, not %d", config.MaxData, len(e.Data))
		case !kindForm.MatchString(string(e.Kind)):
			return nil, errs.New(errs.Invalid, "kind_invalid", "%q is not the name of a kind", e.Kind)
		}
		length = e.Changes.After()
		p.updates = append(p.updates, Update{
			Client: author.Client, Seq: push.Seq + int64(i), Actor: author.Actor, Kind: e.Kind, Changes: e.Changes, Data: e.Data,
		})
	}
	if inserted > config.MaxPush {
		return nil, errs.New(errs.TooLarge, "push_too_large", "one push may insert %d units, not %d", config.MaxPush, inserted)
	}
	return p, nil
}

// over moves p over logged updates that follow its base, one by one (see ChangeSet.Map), and drops what
// the log holds already. It does what the author's own editor does when it receives them.
func (p *pending) over(logged []Update) error {
	for _, other := range logged {
		if other.Version != p.base+1 {
			return fmt.Errorf("the log goes on with version %d after %d", other.Version, p.base)
		}
		switch {
		case len(p.updates) == 0:
		case p.author.Client == "" || other.Client != p.author.Client:
			if err := p.rebase(other.Changes); err != nil {
				return err
			}
		case other.Seq == p.updates[0].Seq:
			p.updates = p.updates[1:]
		default:
			return errs.New(errs.Conflict, "push_out_of_order",
				"the push starts with change %d, the log has change %d of this tab after version %d; say hello again",
				p.updates[0].Seq, other.Seq, p.base)
		}
		p.base = other.Version
	}
	return nil
}

func (p *pending) rebase(other edit.ChangeSet) error {
	for i := range p.updates {
		own := p.updates[i].Changes
		moved, err := own.Map(other, false)
		if err != nil {
			return err
		}
		if other, err = other.Map(own, true); err != nil {
			return err
		}
		p.updates[i].Changes = moved
	}
	return nil
}

// apply makes the document that p leads to.
func (p *pending) apply(text edit.Document, limit int) (edit.Document, error) {
	for _, u := range p.updates {
		var err error
		if text, err = text.Apply(u.Changes); err != nil {
			return edit.Document{}, err
		}
		if text.Len() > limit && u.Changes.After() > u.Changes.Before() {
			return edit.Document{}, errs.New(errs.TooLarge, "document_too_large",
				"the document may have %d UTF-16 units, this would make %d", limit, text.Len())
		}
	}
	return text, nil
}

// stamp gives p's updates their versions and the server's time. Two replicas' clocks may differ: time never runs back.
func (p *pending) stamp(after time.Time) {
	now := time.Now().UTC().Truncate(time.Millisecond)
	if now.Before(after) {
		now = after
	}
	for i := range p.updates {
		p.updates[i].Version, p.updates[i].At = p.base+1+i, now
	}
}

func allowed(kind Kind, more []Kind) bool {
	return kind == "" || kind == Edit || kind == Paste || slices.Contains(more, kind)
}
