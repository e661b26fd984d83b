package recording

import (
	"context"
	"slices"
	"time"

	"github.com/codecraft-hq/codecraft/internal/base/db"
	"github.com/codecraft-hq/codecraft/internal/base/errs"
	"github.com/codecraft-hq/codecraft/internal/base/identity"
	"github.com/codecraft-hq/codecraft/internal/base/ids"
	"github.com/codecraft-hq/codecraft/internal/engine/captions"
	"github.com/codecraft-hq/codecraft/internal/service/interviews/participant"
	"github.com/codecraft-hq/codecraft/internal/service/interviews/workspace"
)

// captioners may attach captions, and remove them.
var captioners = identity.AnyOf(identity.InterviewsHold, identity.InterviewsWrite)

// mostCaptions are attached to one recording: of each of its people, in a few languages.
const mostCaptions = 20

// Captions are what was said in a recording, in one language.
type Captions struct {
	ID           ids.Captions     `db:"id"`
	Organization ids.Organization `db:"organization_id"`
	Interview    ids.Interview    `db:"interview_id"`
	Recording    ids.Recording    `db:"recording_id"`
	File         string           `db:"file"` // which they were made from; empty: from all of it
	Language     string           `db:"language"`
	Cues         db.JSON[[]Cue]   `db:"cues"`
	Author       string           `db:"author"`
	CreatedAt    time.Time        `db:"created_at"`
}

// Cue is what somebody says in a stretch of time.
type Cue struct {
	FromMs  int64  `json:"fromMs" doc:"After startedAt of the recording"`
	ToMs    int64  `json:"toMs"`
	Speaker string `json:"speaker" doc:"As the captions name them; of a file of one person that one's name; may be empty"`
	Text    string `json:"text" doc:"Plain, a line feed between its lines"`
}

// Attach keeps captions of a recording, written as WebVTT or SubRip.
func (s *Service) Attach(ctx context.Context, c *Captions, text string) error {
	if err := identity.Admit(ctx, captioners); err != nil {
		return err
	}
	if _, err := s.workspaces.Sit(ctx, c.Interview); err != nil {
		return err
	}
	r, err := s.Playable(ctx, string(c.Recording), c.Interview)
	if err != nil {
		return errs.Of(err).At("/data/attributes/recordingId")
	}
	at, speaker, err := s.zero(ctx, r, c.File)
	if err != nil {
		return err
	}
	read, err := captions.Parse(text)
	if err != nil {
		return errs.New(errs.Invalid, "captions_unreadable", "%v", err).At("/data/attributes/text")
	}
	for _, one := range read {
		if one.Speaker == "" {
			one.Speaker = speaker
		}
		c.Cues.V = append(c.Cues.V, Cue{FromMs: (at + one.From).Milliseconds(), ToMs: (at + one.To).Milliseconds(), Speaker: one.Speaker, Text: one.Text})
	}
	c.ID, c.Organization, c.CreatedAt = ids.New[ids.Captions](), r.Organization, s.schedule.Now().Truncate(time.Microsecond)
	c.Author = s.participants.Name(ctx)
	return s.db.InTx(ctx, func(ctx context.Context) error {
		if err := s.Stay(ctx, r); err != nil {
			return err
		}
		n, err := s.captionsOf(ctx, *c)
		if err == nil && n >= mostCaptions {
			err = errs.New(errs.Conflict, "captions_many", "a recording has at most %d captions: remove some that are not needed any more", mostCaptions)
		}
		if err != nil {
			return err
		}
		return s.insertCaptions(ctx, *c)
	})
}

// zero is when captions of a file begin after its recording did, and who says what has no speaker.
func (s *Service) zero(ctx context.Context, r Recording, file string) (time.Duration, string, error) {
	if file == "" {
		return 0, "", nil
	}
	at := slices.IndexFunc(r.Files.V, func(f File) bool { return f.Name == file })
	if at < 0 {
		return 0, "", errs.New(errs.Invalid, "captions_of_nothing", "the recording has no such file").At("/data/attributes/file")
	}
	f, speaker := r.Files.V[at], ""
	interview, err := s.schedule.Get(ctx, r.Organization, r.Interview)
	if err != nil {
		return 0, "", err
	}
	people, err := s.participants.All(ctx, interview)
	if i := slices.IndexFunc(people, func(p participant.Participant) bool { return p.ID == f.Participant() }); i >= 0 {
		speaker = people[i].Name
	}
	return time.Duration(f.OffsetMs) * time.Millisecond, speaker, err
}

// visibleCaptions are those that who asks may see: as recordings.
func (s *Service) visibleCaptions(ctx context.Context, wanted []string) ([]Captions, error) {
	if err := identity.Admit(ctx, readers); err != nil {
		return nil, err
	}
	return workspace.Find(ctx, s.workspaces, "captions", wanted, workspace.ByInterviewers, s.selectCaptions)
}

// Detach forgets captions, and keeps who did. Those of a recording that is on hold stay with it.
func (s *Service) Detach(ctx context.Context, id ids.Captions) error {
	if err := identity.Admit(ctx, captioners); err != nil {
		return err
	}
	all, err := s.visibleCaptions(ctx, []string{string(id)})
	if err == nil && len(all) == 0 {
		err = errs.Missing("captions", string(id))
	}
	if err != nil {
		return err
	}
	c := all[0]
	at, err := s.seat(ctx, c.Interview)
	if err != nil {
		return err
	}
	return s.db.InTx(ctx, func(ctx context.Context) error {
		free, err := s.free(ctx, c)
		if err == nil && !free {
			err = errHeld
		}
		if err != nil {
			return err
		}
		if there, err := s.deleteCaptions(ctx, c); err != nil || !there { // else somebody else has just done so
			return err
		}
		s.log.Info("captions are removed", "captions", c.ID, "recording", c.Recording, "user", identity.From(ctx).User)
		return s.note(ctx, at, Recording{ID: c.Recording, Organization: c.Organization, Interview: c.Interview}, "captions-removed")
	})
}
