package workspace

import (
	"context"
	"strings"

	"github.com/codecraft-hq/codecraft/internal/base/bus"
	"github.com/codecraft-hq/codecraft/internal/base/errs"
	"github.com/codecraft-hq/codecraft/internal/base/identity"
	"github.com/codecraft-hq/codecraft/internal/base/ids"
	"github.com/codecraft-hq/codecraft/internal/contract/execution"
	"github.com/codecraft-hq/codecraft/internal/contract/places"
	"github.com/codecraft-hq/codecraft/internal/service/interviews/schedule"
)

// Kinds of a run's two entries in the timeline.
const (
	runBegan = "run"
	runEnded = "run-ended"
)

// MayRun answers execution whether somebody may run a program in the interview now: who was admitted, while it is live. The part
// that is tried is a problem that they see. What was run is read by whoever has a seat, also after the end; who writes in the files types
// into its terminal, of which there is one.
func (s *Service) MayRun(ctx context.Context, q places.MayRun) (places.MayRunAnswer, error) {
	var may places.MayRunAnswer
	interview, err := s.schedule.Get(ctx, q.Organization, q.Place.Interview())
	if err != nil {
		return may, errs.Of(err).At("/data/attributes/interviewId")
	}
	at, err := s.seatOf(ctx, interview, q.User, q.Session)
	if err != nil {
		return may, err
	}
	if q.Reads {
		return s.mayType(ctx, at)
	}
	if err := at.acts(); err != nil {
		return may, err
	}
	if q.Terminal {
		if err := s.mayOpen(ctx, at, q.Replaces); err != nil {
			return may, err
		}
	}
	may.SecondsLeft = max(0, int(interview.EndsAt().Sub(s.schedule.Now()).Seconds()))
	if q.Part == "" {
		return may, nil
	}
	p, err := s.shownProblem(ctx, at, q.Part)
	if err != nil {
		return may, errs.Of(err).At("/data/attributes/answerId")
	}
	if q.Sample > len(p.Version.Samples) {
		return may, errs.New(errs.Invalid, "sample_unknown", "there is no sample %d: the problem has %d", q.Sample, len(p.Version.Samples)).At("/data/attributes/sample")
	}
	if may.Plan = p.Version.Plan; q.Sample > 0 {
		one := p.Version.Samples[q.Sample-1]
		may.Sample = &places.Sample{Group: one.Group, Name: one.Name}
	}
	return may, nil
}

// OnRun takes the beginning and the end of a run into the timeline, for who sees the problem that it tries. Either may be delivered twice,
// and the end before the beginning.
func (s *Service) OnRun(ctx context.Context, d bus.Delivery) error {
	var r execution.Run
	if err := d.Decode(&r); err != nil {
		return err
	}
	interview, err := s.ranIn(ctx, r.Organization, r.Place)
	if err != nil || interview.ID == "" {
		return err
	}
	who, err := s.participants.Find(ctx, interview, r.User, r.Session)
	if err != nil && !errs.Is(err, errs.Forbidden) {
		return err
	}
	at := Seat{Interview: interview, Participant: who, member: r.User != ""}
	return s.db.InTx(ctx, func(ctx context.Context) error {
		if r.Terminal != nil {
			return s.takeTerminal(ctx, at, r)
		}
		began := at.Entry(runBegan, string(r.ID), begun(r))
		if err := s.address(ctx, at, r, began); err != nil {
			return err
		}
		if err := s.recordOnce(ctx, began); err != nil || r.Result.Status == "" {
			return err
		}
		end := at.Entry(runEnded, string(r.ID), ended(r))
		end.Audience = began.Audience
		return s.recordOnce(ctx, end)
	})
}

// address sets who is told of a run: only interviewers are of one of theirs that tries what is not shown. Who was told of its beginning is
// told of its end, whatever is shown or hidden meanwhile.
func (s *Service) address(ctx context.Context, at Seat, r execution.Run, began *Entry) error {
	if err := s.hold(ctx, began.Organization, began.Interview); err != nil {
		return err
	}
	there, err := s.known(ctx, began)
	if err != nil {
		return err
	}
	if len(there) > 0 {
		began.Audience = there[0].Audience
		return nil
	}
	hidden, err := s.triesHidden(ctx, at, r)
	if hidden {
		began.Audience = Interviewers
	}
	return err
}

// triesHidden reports whether a run tries a problem that its interviewer sees, and others do not. Those run only what they see.
func (s *Service) triesHidden(ctx context.Context, at Seat, r execution.Run) (bool, error) {
	if r.Part == "" || !at.Interviewers() {
		return false, nil
	}
	shown, err := s.selectProblems(ctx, OfOne(at.Interview.Organization, at.Interview.ID).And("shown = ?", true).And("id = ?", r.Part), nil, 1)
	return len(shown) == 0, err
}

// ranIn is the interview in which something was run; the zero one when that was no interview.
func (s *Service) ranIn(ctx context.Context, organization ids.Organization, place identity.Place) (i schedule.Interview, err error) {
	id := place.Interview()
	if id == "" {
		return i, nil
	}
	i, err = s.schedule.Get(ctx, organization, id)
	if errs.Is(err, errs.NotFound) {
		err = errs.New(errs.Gone, "interview_unknown", "there is no interview %s", id)
	}
	return i, err
}

func begun(r execution.Run) map[string]any {
	return map[string]any{"runId": r.ID, "language": r.Language, "problemId": r.Part, "startedAt": r.StartedAt}
}

func ended(r execution.Run) map[string]any {
	for _, text := range []*string{&r.Result.Stdout, &r.Result.Stderr, &r.Result.CompileOutput} {
		*text = strings.ReplaceAll(*text, "\x00", "\uFFFD") // no database keeps a NUL in JSON
	}
	return map[string]any{
		"runId": r.ID, "language": r.Language, "status": r.Result.Status, "exitCode": r.Result.ExitCode, "signal": r.Result.Signal, "detail": r.Result.Detail,
		"cpuTimeMs": r.Result.CPUTimeMs, "wallTimeMs": r.Result.WallTimeMs, "memoryKb": r.Result.MemoryKb, "verdict": r.Result.Verdict,
		"stdout": r.Result.Stdout, "stderr": r.Result.Stderr, "compileOutput": r.Result.CompileOutput, "source": r.Source,
	}
}

// recordOnce records what the timeline does not have, in the transaction of ctx. Two deliveries at once meet on the interview's number.
func (s *Service) recordOnce(ctx context.Context, e *Entry) error {
	if err := s.hold(ctx, e.Organization, e.Interview); err != nil {
		return err
	}
	known, err := s.known(ctx, e)
	if err != nil || len(known) > 0 {
		return err
	}
	return s.Record(ctx, e)
}
