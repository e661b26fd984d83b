package collabtest

import (
	"fmt"

	"github.com/codecraft-hq/codecraft/internal/engine/collab"
	"github.com/codecraft-hq/codecraft/internal/engine/collab/edit"
)

// Editor does what a browser's editor does with a shared document: it edits at once, keeps what is not
// confirmed, and moves it over what others did, one update at a time. It is not safe for concurrent use.
type Editor struct {
	Client  string
	Version int           // up to which it knows the log
	Text    edit.Document // what its user sees: the version and the pending changes
	Seq     int64         // of the first pending change
	Pending []collab.Entry
}

// NewEditor opens the text of a snapshot.
func NewEditor(client string, at collab.Snapshot) *Editor {
	return &Editor{Client: client, Version: at.Version, Text: at.Text, Seq: 1}
}

// Type replaces the units [from, to) of what the user sees.
func (e *Editor) Type(from, to int, text string) error {
	changes, err := edit.Replace(e.Text.Len(), from, to, text)
	if err != nil {
		return err
	}
	return e.Change(changes)
}

// Change edits what the user sees.
func (e *Editor) Change(changes edit.ChangeSet) error {
	text, err := e.Text.Apply(changes)
	if err != nil {
		return err
	}
	e.Text = text
	e.Pending = append(e.Pending, collab.Entry{Changes: changes})
	return nil
}

// Push is what the editor would push now: everything pending.
func (e *Editor) Push() collab.Push {
	return collab.Push{Base: e.Version, Seq: e.Seq, Entries: append([]collab.Entry(nil), e.Pending...)}
}

// Receive takes the updates after version from; those it knows are skipped.
func (e *Editor) Receive(from int, updates []collab.Update) error {
	if from > e.Version {
		return fmt.Errorf("updates after version %d came to an editor at %d", from, e.Version)
	}
	for i, u := range updates {
		if from+i < e.Version {
			continue
		}
		if err := e.receive(u); err != nil {
			return fmt.Errorf("version %d: %w", from+i+1, err)
		}
		e.Version++
	}
	return nil
}

func (e *Editor) receive(u collab.Update) error {
	if u.Client == e.Client && e.Client != "" {
		if len(e.Pending) == 0 || u.Seq != e.Seq {
			return fmt.Errorf("own change %d was applied again; %d is next", u.Seq, e.Seq)
		}
		e.Pending = e.Pending[1:]
		e.Seq++
		return nil
	}
	changes := u.Changes
	for i := range e.Pending {
		own := e.Pending[i].Changes
		moved, err := own.Map(changes, false)
		if err != nil {
			return err
		}
		if changes, err = changes.Map(own, true); err != nil {
			return err
		}
		e.Pending[i].Changes = moved
	}
	text, err := e.Text.Apply(changes)
	e.Text = text
	return err
}
