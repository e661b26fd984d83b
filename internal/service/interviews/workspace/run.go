package workspace

import (
	"context"

	"github.com/codecraft-hq/codecraft/internal/base/bus"
	"github.com/codecraft-hq/codecraft/internal/base/errs"
	"github.com/codecraft-hq/codecraft/internal/contract/execution"
	"github.com/codecraft-hq/codecraft/internal/contract/places"
)

// Kinds of a run's two entries in the timeline.
const (
	runBegan = "run"
	runEnded = "run-ended"
)

// MayRun answers execution whether somebody may run a program in the interview now: who was admitted, while it is live. The part
// that is tried is a problem that they see. What was run is read by whoever has a seat, also after the end.
func (s *Service) MayRun(ctx context.Context, q places.MayRun) (places.MayRunAnswer, error) {
	var may places.MayRunAnswer
	interview, err := s.schedule.Get(ctx, q.Organization, q.Place.Interview())
	if err != nil {
		return may, errs.Of(err).At("/data/attributes/interviewId")
	}
	at, err := s.seatOf(ctx, interview, q.User, q.Session)
	if err != nil || q.Reads {
		return may, err
	}
	if err := at.acts(); err != nil {
		return may, err
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

// OnRun takes the beginning and the end of a run into the timeline. Either may be delivered twice, and the end before the beginning.
func (s *Service) OnRun(ctx context.Context, d bus.Delivery) error {
	var r execution.Run
	if err := d.Decode(&r); err != nil {
		return err
	}
	id := r.Place.Interview()
	if id == "" {
		return nil
	}
	interview, err := s.schedule.Get(ctx, r.Organization, id)
	if errs.Is(err, errs.NotFound) {
		return errs.New(errs.Gone, "interview_unknown", "there is no interview %s", id)
	}
	if err != nil {
		return err
	}
	who, err := s.participants.Find(ctx, interview, r.User, r.Session)
	if err != nil && !errs.Is(err, errs.Forbidden) {
		return err
	}
	at := Seat{Interview: interview, Participant: who}
	return s.db.InTx(ctx, func(ctx context.Context) error {
		began := map[string]any{"runId": r.ID, "language": r.Language, "problemId": r.Part, "startedAt": r.StartedAt}
		if err := s.recordOnce(ctx, at.Entry(runBegan, string(r.ID), began)); err != nil || r.Result.Status == "" {
			return err
		}
		return s.recordOnce(ctx, at.Entry(runEnded, string(r.ID), ended(r)))
	})
}

func ended(r execution.Run) map[string]any {
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
	if err != nil || known {
		return err
	}
	return s.Record(ctx, e)
}
