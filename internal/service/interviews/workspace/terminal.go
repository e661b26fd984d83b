package workspace

import (
	"context"
	"errors"
	"time"

	"github.com/codecraft-hq/codecraft/internal/base/bus"
	"github.com/codecraft-hq/codecraft/internal/base/db"
	"github.com/codecraft-hq/codecraft/internal/base/errs"
	"github.com/codecraft-hq/codecraft/internal/base/identity"
	"github.com/codecraft-hq/codecraft/internal/base/ids"
	"github.com/codecraft-hq/codecraft/internal/contract/execution"
	"github.com/codecraft-hq/codecraft/internal/contract/places"
	"github.com/codecraft-hq/codecraft/internal/service/interviews/participant"
	"github.com/codecraft-hq/codecraft/internal/service/interviews/schedule"
)

// Kinds of a terminal's two entries in the timeline. It is a run that everybody in the room sees and types into.
const (
	terminalBegan = "terminal"
	terminalEnded = "terminal-ended"
)

// maxTerminalBytes is how much of what its terminals have shown is kept of an interview.
const maxTerminalBytes = 16 << 20

// errTerminalFull is why something that was shown is not kept.
var errTerminalFull = errors.New("as much was shown in the terminals of this interview as is kept of one")

// mayType answers execution what who sits there may do at the room's terminal: who writes in the files types.
func (s *Service) mayType(ctx context.Context, at Seat) (places.MayRunAnswer, error) {
	w, err := s.workspace(ctx, at.Interview)
	return places.MayRunAnswer{Types: at.edits(w) == nil, Name: at.Participant.Name, Person: string(at.Participant.ID)}, err
}

// mayOpen answers why who sits there does not open a terminal, or nil: who types in it does, where none is open but the one that makes way.
func (s *Service) mayOpen(ctx context.Context, at Seat, replaces ids.Run) error {
	w, err := s.workspace(ctx, at.Interview)
	if err == nil {
		err = at.edits(w)
	}
	if err != nil {
		return err
	}
	open, err := s.openTerminals(ctx, at.Interview)
	if err != nil || len(open) == 0 {
		return err
	}
	if last := open[len(open)-1]; last.Subject != string(replaces) {
		return errs.New(errs.Conflict, "terminal_open", "%s has opened a terminal here, and a room has one: end it, or name it in replaces (%s)", last.Name, last.Subject).
			At("/data/attributes/terminal/replaces")
	}
	return nil
}

// openTerminals are those whose end is not told yet, oldest first.
func (s *Service) openTerminals(ctx context.Context, i schedule.Interview) ([]Entry, error) {
	return db.Select[Entry](ctx, s.db, `SELECT `+entryColumns+` FROM timeline WHERE organization_id = $1 AND interview_id = $2 AND kind = $3
		AND subject NOT IN (SELECT subject FROM timeline WHERE organization_id = $1 AND interview_id = $2 AND kind = $4) ORDER BY number`,
		i.Organization, i.ID, terminalBegan, terminalEnded)
}

// takeTerminal takes the beginning and the end of a terminal into the timeline, in the transaction of ctx. All see it; of a problem that is
// not shown they are not told.
func (s *Service) takeTerminal(ctx context.Context, at Seat, r execution.Run) error {
	s.db.AfterCommit(ctx, func() { s.OnInterview(ctx, at.Interview) }) // which may have ended while it was opened
	began := begun(r)
	began["rows"], began["columns"] = r.Terminal.Rows, r.Terminal.Columns
	hidden, err := s.triesHidden(ctx, at, r)
	if hidden {
		began["problemId"] = ""
	}
	if err == nil {
		err = s.recordOnce(ctx, at.Entry(terminalBegan, string(r.ID), began))
	}
	if err == nil && r.Result.Status != "" {
		err = s.recordOnce(ctx, at.Entry(terminalEnded, string(r.ID), ended(r)))
	}
	if err == nil {
		err = s.endFormer(ctx, at.Interview, r.StartedAt)
	}
	return err
}

// endFormer ends all terminals but the newest, where one was started at a moment, in the transaction of ctx: should the machine of one be
// lost, nobody else tells its end. Word of two that were opened at once comes in any order.
func (s *Service) endFormer(ctx context.Context, i schedule.Interview, newest time.Time) error {
	open, err := s.openTerminals(ctx, i)
	if err != nil {
		return err
	}
	for _, e := range open {
		if began := startOf(e); began.After(newest) {
			newest = began
		}
	}
	for _, e := range open {
		if !startOf(e).Before(newest) {
			continue
		}
		who := Seat{Interview: i, Participant: participant.Participant{ID: e.Participant, Name: e.Name}}
		over := map[string]any{"runId": e.Subject, "language": e.Data.V["language"], "status": "cancelled", "detail": "a newer terminal took its place"}
		if err := s.recordOnce(ctx, who.Entry(terminalEnded, e.Subject, over)); err != nil {
			return err
		}
		s.db.AfterCommit(ctx, func() { s.endTerminals(ctx, i, newest, "a newer terminal took its place") })
	}
	return nil
}

// startOf is when a terminal was started, by its beginning; the zero time where that does not say it.
func startOf(began Entry) time.Time {
	text, _ := began.Data.V["startedAt"].(string)
	at, _ := time.Parse(time.RFC3339Nano, text) //nolint:errcheck // execution has written it
	return at
}

// endTerminals asks the workers to end those that were started before a moment.
func (s *Service) endTerminals(ctx context.Context, i schedule.Interview, before time.Time, why string) {
	end := execution.EndTerminals{Place: identity.InInterview(i.ID), Before: before, Why: why}
	if err := s.bus.Publish(context.WithoutCancel(ctx), execution.SubjectEndTerminals, end); err != nil {
		s.log.Warn("the terminals of an interview were not ended", "interview", i.ID, "error", err)
	}
}

// OnInterview is told of an interview that changed: with its end its terminal ends. None is opened after it.
func (s *Service) OnInterview(ctx context.Context, i schedule.Interview) {
	if i.State == schedule.Ended {
		ahead := time.Minute // the clock of whoever started it may be
		s.endTerminals(ctx, i, s.schedule.Now().Add(ahead), "the interview has ended")
	}
}

// OnShown keeps what a terminal has shown. It may be delivered twice, and in any order.
func (s *Service) OnShown(ctx context.Context, d bus.Delivery) error {
	var x execution.Shown
	if err := d.Decode(&x); err != nil {
		return err
	}
	i, err := s.ranIn(ctx, x.Organization, x.Place)
	if err != nil || i.ID == "" {
		return err
	}
	err = s.db.InTx(ctx, func(ctx context.Context) error { return s.keepShown(ctx, i, x) })
	if errors.Is(err, errTerminalFull) {
		return nil
	}
	return err
}

func (s *Service) keepShown(ctx context.Context, i schedule.Interview, x execution.Shown) error {
	if err := s.hold(ctx, i.Organization, i.ID); err != nil {
		return err
	}
	n, err := db.Exec(ctx, s.db, `INSERT INTO terminal_outputs (run_id, number, organization_id, interview_id, at_ms, data) VALUES ($1, $2, $3, $4, $5, $6)
		ON CONFLICT (run_id, number) DO NOTHING`, x.Run, x.Number, i.Organization, i.ID, x.AtMs, x.Data)
	if err != nil || n == 0 {
		return err
	}
	n, err = db.Exec(ctx, s.db, `UPDATE workspaces SET terminal_bytes = terminal_bytes + $1 WHERE organization_id = $2 AND interview_id = $3 AND terminal_bytes < $4`,
		len(x.Data), i.Organization, i.ID, maxTerminalBytes)
	if err == nil && n == 0 {
		err = errTerminalFull
	}
	return err
}

// TerminalOutput is something that a terminal has shown.
type TerminalOutput struct {
	AtMs int64  `db:"at_ms"`
	Data []byte `db:"data"`
}

// Tape is all that a terminal has shown.
type Tape struct {
	Entry   // of its beginning
	Outputs []TerminalOutput
}

// tapes are those of the runs that who asks may go through again.
func (s *Service) tapes(ctx context.Context, wanted []string) ([]Tape, error) {
	where := db.In(db.Where("organization_id = ?", identity.From(ctx).Organization).And("kind = ?", terminalBegan), "subject", wanted)
	began, err := s.entries(ctx, where, nil, len(wanted))
	if err != nil {
		return nil, err
	}
	began, err = seen(ctx, s, began, func(e Entry) ids.Interview { return e.Interview }, func(at Seat, _ Entry) bool { return at.Reviews() == nil })
	all := make([]Tape, len(began))
	for i, e := range began {
		if err := s.noteReplay(ctx, e.Organization, e.Interview); err != nil {
			return nil, err
		}
		all[i].Entry = e
		all[i].Outputs, err = db.Select[TerminalOutput](ctx, s.db, `SELECT at_ms, data FROM terminal_outputs WHERE organization_id = $1 AND interview_id = $2
			AND run_id = $3 ORDER BY number`, e.Organization, e.Interview, e.Subject)
		if err != nil {
			return nil, err
		}
	}
	return all, err
}
