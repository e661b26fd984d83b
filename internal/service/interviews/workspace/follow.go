package workspace

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"

	"github.com/codecraft-hq/codecraft/internal/base/db"
	"github.com/codecraft-hq/codecraft/internal/base/errs"
	"github.com/codecraft-hq/codecraft/internal/base/httpx"
	"github.com/codecraft-hq/codecraft/internal/base/ids"
)

// follower is what one stream has told of a room.
type follower struct {
	service   *Service
	interview ids.Interview
	after     string // id of the last entry that a client has which comes back
	number    int    // of the last entry that was told
	told      []byte // of the workspace
}

// Follow begins to follow a room behind an entry of its timeline. What it answers sends what is new, to whom it is for at
// that moment: nothing to those who wait at the door.
func (s *Service) Follow(id ids.Interview, after string) func(context.Context, *httpx.EventStream) error {
	return (&follower{service: s, interview: id, after: after}).send
}

func (f *follower) send(ctx context.Context, out *httpx.EventStream) error {
	at, err := f.service.Sit(ctx, f.interview)
	if errs.Is(err, errs.Forbidden) || errs.Is(err, errs.NotFound) {
		return nil
	}
	if err != nil {
		return err
	}
	if err := f.sendWorkspace(ctx, out, at); err != nil {
		return err
	}
	return f.sendEntries(ctx, out, at)
}

// thing is a resource without what must be asked for: texts and statements.
type thing struct {
	ID         string `json:"id"`
	Attributes any    `json:"attributes"`
}

type fileThing struct {
	Path     string `json:"path"`
	Language string `json:"language"`
}

type problemThing struct {
	ProblemID ids.Problem `json:"problemId"`
	Shown     bool        `json:"shown"`
	Position  int         `json:"position"`
}

// sendWorkspace tells how the room is, when that is another way than was told.
func (f *follower) sendWorkspace(ctx context.Context, out *httpx.EventStream, at Seat) error {
	w, err := f.service.workspace(ctx, at.Interview)
	if err != nil {
		return err
	}
	files, err := f.service.filesOf(ctx, at.Interview.Organization, at.Interview.ID)
	if err != nil {
		return err
	}
	problems, err := f.service.problemsOf(ctx, at)
	if err != nil {
		return err
	}
	all := struct {
		thing
		Files    []thing `json:"files"`
		Problems []thing `json:"problems"`
	}{thing{ID: string(f.interview)}, []thing{}, []thing{}}
	for _, x := range files {
		all.Files = append(all.Files, thing{string(x.ID), fileThing{x.Path, x.Language}})
	}
	for _, x := range problems {
		all.Problems = append(all.Problems, thing{string(x.ID), problemThing{x.Problem, x.Shown, x.Position}})
	}
	now, err := json.Marshal(struct{ All, Workspace any }{all, w})
	if err != nil || bytes.Equal(now, f.told) {
		return err
	}
	f.told, all.Attributes = now, f.service.show(w).Attributes
	return out.Send("", "workspace", all)
}

// entriesAtOnce are read of a timeline in one go.
const entriesAtOnce = 200

type entryEvent struct {
	ID            ids.TimelineEntry `json:"id"`
	Kind          string            `json:"kind"`
	At            any               `json:"at"`
	Audience      string            `json:"audience"`
	ParticipantID ids.Participant   `json:"participantId"`
	Name          string            `json:"name"`
	Subject       string            `json:"subject,omitempty"`
	Data          map[string]any    `json:"data"`
}

// sendEntries tells what has happened since. Entries go by their ids: in numbers there would be gaps where others were told something.
func (f *follower) sendEntries(ctx context.Context, out *httpx.EventStream, at Seat) error {
	if err := f.resume(ctx, at); err != nil {
		return err
	}
	for {
		all, err := f.service.entries(ctx, at.heard(db.Where("number > ?", f.number)), []db.Key{{Column: "number"}}, entriesAtOnce)
		if err != nil {
			return err
		}
		for _, e := range all {
			told := entryEvent{e.ID, e.Kind, e.At, e.Audience, e.Participant, e.Name, e.Subject, e.Data.V}
			if err := out.Send(string(e.ID), "entry", told); err != nil {
				return err
			}
			f.number = e.Number
		}
		if len(all) < entriesAtOnce {
			return nil
		}
	}
}

// resume finds where a client goes on; one that names nothing that it was told begins anew.
func (f *follower) resume(ctx context.Context, at Seat) error {
	if f.after == "" {
		return nil
	}
	number, err := db.One[int](ctx, f.service.db, `SELECT number FROM timeline WHERE organization_id = $1 AND interview_id = $2 AND id = $3`,
		at.Interview.Organization, at.Interview.ID, f.after)
	if err != nil && !errors.Is(err, db.ErrNoRows) {
		return err
	}
	f.number, f.after = number, ""
	return nil
}
