package workspace

import (
	"context"
	"fmt"
	"strings"
	"time"

	"github.com/codecraft-hq/codecraft/internal/base/db"
	"github.com/codecraft-hq/codecraft/internal/base/errs"
	"github.com/codecraft-hq/codecraft/internal/base/identity"
	"github.com/codecraft-hq/codecraft/internal/base/ids"
	"github.com/codecraft-hq/codecraft/internal/engine/collab"
	"github.com/codecraft-hq/codecraft/internal/service/interviews/participant"
)

// reviewers are members: the replay of an interview leaves the organization as little as its recording.
var reviewers = identity.AnyOf(identity.InterviewsRead)

var errNotReviewer = errs.New(errs.Forbidden, "replay_foreign", "a replay is for the members who judge the interview: whoever was its candidate or an observer does not see it")

// Reviews answers why who sits there may not go through the interview again, or nil.
func (at Seat) Reviews() error {
	role := at.Participant.Role
	if !at.member || role == participant.Candidate || role == participant.Observer {
		return errNotReviewer
	}
	return nil
}

// since is from when on they are told of edits: whoever is no reviewer reads files as they stand, and what is typed while they are there.
func (at Seat) since() time.Time {
	if admitted := at.Participant.AdmittedAt; admitted != nil && at.Reviews() != nil {
		return admitted.Truncate(time.Millisecond) // as logs have it
	}
	return time.Time{}
}

// stretchLength is how many edits are read of a log in one go.
const stretchLength = 2000

// Stretch is a part of a file's log, and the text that it begins with.
type Stretch struct {
	File
	Begins collab.Snapshot
	Edits  []collab.Update
}

// stretches reads the logs of files from a version on, also of those that were removed; of those that who asks may go through.
func (s *Service) stretches(ctx context.Context, wanted []string, version int) ([]Stretch, error) {
	where := db.In(db.Where("organization_id = ?", identity.From(ctx).Organization), "id", wanted)
	all, err := db.Select[File](ctx, s.db, `SELECT `+fileColumns+` FROM documents`+where.SQL(), where.Args()...)
	if err != nil {
		return nil, err
	}
	all, err = seen(ctx, s, all, func(f File) ids.Interview { return f.Interview }, func(at Seat, _ File) bool { return at.Reviews() == nil })
	if err != nil {
		return nil, err
	}
	found := make([]Stretch, len(all))
	for i, f := range all {
		if err := s.noteReplay(ctx, f.Organization, f.Interview); err != nil {
			return nil, err
		}
		if found[i], err = s.stretch(ctx, f, version); err != nil {
			return nil, err
		}
	}
	return found, nil
}

func (s *Service) stretch(ctx context.Context, f File, version int) (Stretch, error) {
	begins, err := collab.AtVersion(ctx, s.documents, f.ID, version)
	if err != nil {
		return Stretch{}, err
	}
	edits, err := s.documents.Since(ctx, f.ID, version, stretchLength)
	if err != nil {
		return Stretch{}, fmt.Errorf("read the log of file %s: %w", f.ID, err)
	}
	return Stretch{File: f, Begins: begins, Edits: edits}, nil
}

// authorOf is the participant who made an update; empty when nobody who takes part did.
func authorOf(u collab.Update) string {
	author, person := strings.CutPrefix(u.Actor, actor)
	if !person {
		return ""
	}
	return author
}

// noteReplay keeps who goes through an interview again, once an hour.
func (s *Service) noteReplay(ctx context.Context, organization ids.Organization, id ids.Interview) error {
	_, err := db.Exec(ctx, s.db, `INSERT INTO replay_reads (interview_id, organization_id, reader, hour) VALUES ($1, $2, $3, $4) ON CONFLICT DO NOTHING`,
		id, organization, string(identity.From(ctx).User), s.schedule.Now().Truncate(time.Hour))
	return err
}
