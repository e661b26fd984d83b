package recording

import (
	"context"
	"strings"
	"time"

	"github.com/codecraft-hq/codecraft/internal/base/blob"
	"github.com/codecraft-hq/codecraft/internal/base/db"
	"github.com/codecraft-hq/codecraft/internal/base/ids"
	engine "github.com/codecraft-hq/codecraft/internal/engine/recording"
	"github.com/codecraft-hq/codecraft/internal/service/interviews/participant"
	"github.com/codecraft-hq/codecraft/internal/service/interviews/schedule"
)

// States of a recording. It is recorded when its files were looked through, stored, and read back.
//
//	recording → verifying → recorded
//	recording, verifying → failed (also where a backup of that time is restored: Restored)
//	recorded, failed → removing → removed (unless it is held)
const (
	InProgress = "recording"
	Verifying  = "verifying"
	Recorded   = "recorded"
	Failed     = "failed"
	Removing   = "removing" // nobody can play it any more
	Removed    = "removed"  // its files are gone; the row tells that it was
)

// Recording is one row.
type Recording struct {
	ID           ids.Recording    `db:"id"`
	Organization ids.Organization `db:"organization_id"`
	Interview    ids.Interview    `db:"interview_id"`
	Spool        string           `db:"spool"`
	State        string           `db:"state"`
	Reason       string           `db:"reason"`
	Failing      bool             `db:"failing"`
	StartedAt    time.Time        `db:"started_at"`
	EndedAt      *time.Time       `db:"ended_at"`
	Files        db.JSON[[]File]  `db:"files"`
	Held         bool             `db:"held"` // neither age nor anybody removes it
	RemovedAt    *time.Time       `db:"removed_at"`
	RemovedBy    ids.User         `db:"removed_by"` // empty: its time was over
	Remover      string           `db:"remover"`    // their name, at that time
}

// File is one of a recording's, and where it is stored: in pieces, one after another.
type File struct {
	engine.File
	Pieces []Piece `json:"pieces"`
}

// Piece is a blob.
type Piece struct {
	Digest blob.Digest `json:"digest"`
	Size   int64       `json:"size"`
}

// Participant is whom a file shows.
func (f File) Participant() ids.Participant { return participantOf(f.Identity) }

// participantOf is who has an identity in the call, which is a tab of theirs.
func participantOf(identity string) ids.Participant {
	id, _, _ := strings.Cut(identity, ".")
	return ids.Participant(id)
}

// Light is what everybody in the room is shown of its recording.
type Light string

// The lights.
const (
	Off     Light = "off"
	On      Light = "on"
	Paused  Light = "paused"  // it would go on if everybody there agreed, or was asked
	Failing Light = "failing" // it ought to go on
)

// Light answers an interview's.
func (s *Service) Light(ctx context.Context, i schedule.Interview) (Light, error) {
	if !i.Recorded || i.State != schedule.Live {
		return Off, nil
	}
	last, err := s.last(ctx, i)
	switch {
	case err != nil || len(last) == 0:
		return Off, err
	case last[0].State == Failed, last[0].Failing:
		return Failing, nil
	case last[0].State == InProgress:
		return On, nil
	}
	return Paused, nil
}

// agreed are those in the room who may be recorded; false as long as somebody who can send was not asked, or nobody agrees.
func agreed(people []participant.Participant, present []string) (map[ids.Participant]bool, bool) {
	here := map[ids.Participant]bool{}
	for _, identity := range present {
		here[participantOf(identity)] = true
	}
	who, all := map[ids.Participant]bool{}, true
	for _, p := range people {
		switch {
		case !here[p.ID] || p.Role == participant.Observer:
		case p.Consent == participant.Given:
			who[p.ID] = true
		case p.Consent != participant.Refused:
			all = false
		}
	}
	return who, all && len(who) > 0
}
