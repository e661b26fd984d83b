package attempt

import (
	"context"
	"slices"

	"github.com/codecraft-hq/codecraft/internal/base/bus"
	"github.com/codecraft-hq/codecraft/internal/base/errs"
	"github.com/codecraft-hq/codecraft/internal/base/ids"
	"github.com/codecraft-hq/codecraft/internal/contract/execution"
	"github.com/codecraft-hq/codecraft/internal/contract/places"
	"github.com/codecraft-hq/codecraft/internal/service/assessments/catalog"
)

// OnRun records a candidate's run in the timeline. A redelivered event is known by the run's id.
func (s *Service) OnRun(ctx context.Context, d bus.Delivery) error {
	var r execution.Run
	if err := d.Decode(&r); err != nil {
		return err
	}
	id := r.Place.Attempt()
	if id == "" {
		return nil
	}
	attempt, err := s.ByID(ctx, r.Organization, id)
	if errs.Is(err, errs.NotFound) {
		return errs.New(errs.Gone, "attempt_unknown", "there is no attempt %s", id)
	}
	if err != nil {
		return err
	}
	data := map[string]any{
		"runId": r.ID, "language": r.Language, "status": r.Result.Status, "exitCode": r.Result.ExitCode, "signal": r.Result.Signal,
		"cpuTimeMs": r.Result.CPUTimeMs, "wallTimeMs": r.Result.WallTimeMs, "memoryKb": r.Result.MemoryKb, "detail": r.Result.Detail,
		"verdict": r.Result.Verdict,
		"stdout":  catalog.Clip(r.Result.Stdout, shownOfRun), "stderr": catalog.Clip(r.Result.Stderr, shownOfRun),
		"compileOutput": catalog.Clip(r.Result.CompileOutput, shownOfRun), "output": beginning(r.Result),
	}
	if len(r.Source) > 0 {
		data["source"] = r.Source[0].Digest
	}
	return s.db.InTx(ctx, func(ctx context.Context) error {
		known, err := s.runRecorded(ctx, attempt, r)
		if err != nil || known {
			return err
		}
		return s.Record(ctx, &attempt, Activity{Kind: "run", Answer: ids.Answer(r.Part), Data: data})
	})
}

// The timeline shows so many characters of each of a run's outputs, and so many pieces of both in their order.
const (
	shownOfRun   = 2000
	shownInOrder = 200
)

// beginning is what a run wrote at first, in the order in which it did.
func beginning(r execution.RunResult) []execution.Chunk {
	for _, text := range []*string{&r.Stdout, &r.Stderr} {
		if c := []rune(*text); len(c) > shownOfRun {
			*text = string(c[:shownOfRun])
		}
	}
	all := r.Output()
	return all[:min(len(all), shownInOrder)]
}

// MayRun answers execution whether a candidate may run code in the attempt now.
func (s *Service) MayRun(ctx context.Context, q places.MayRun) (places.MayRunAnswer, error) {
	attempt, err := s.ByID(ctx, q.Organization, q.Place.Attempt())
	if err != nil {
		return places.MayRunAnswer{}, err
	}
	if err := attempt.writable(s.now(), s.grace); err != nil {
		return places.MayRunAnswer{}, err
	}
	may := places.MayRunAnswer{SecondsLeft: attempt.secondsLeft(s.now(), 0)}
	if q.Part != "" {
		err = s.mayTry(ctx, attempt, q, &may)
	}
	return may, err
}

// mayTry tells how the answer that a run tries is judged.
func (s *Service) mayTry(ctx context.Context, attempt Attempt, q places.MayRun, may *places.MayRunAnswer) error {
	answers, err := s.Answers(ctx, q.Organization, []ids.Attempt{attempt.ID})
	if err != nil {
		return err
	}
	i := slices.IndexFunc(answers, func(x Answer) bool { return x.ID == ids.Answer(q.Part) })
	if i < 0 {
		return errs.Missing("answer", q.Part).At("/data/attributes/answerId")
	}
	if err := s.allowedLanguage(ctx, attempt, answers[i], q.Language); err != nil {
		return err
	}
	found, err := s.catalog.Pinned(ctx, q.Organization, []ids.ProblemVersion{answers[i].Version})
	if err != nil {
		return err
	}
	v := found[answers[i].Version]
	may.Plan = v.Plan
	if q.Sample > len(v.Samples) {
		return errs.New(errs.Invalid, "sample_unknown", "there is no sample %d: the problem has %d", q.Sample, len(v.Samples)).At("/data/attributes/sample")
	}
	if q.Sample > 0 {
		one := v.Samples[q.Sample-1]
		may.Sample = &places.Sample{Group: one.Group, Name: one.Name}
	}
	return nil
}
