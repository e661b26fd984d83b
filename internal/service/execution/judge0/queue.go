package judge0

import (
	"context"
	"errors"
	"fmt"
	"math"
	"slices"
	"time"

	"golang.org/x/sys/unix"

	contract "github.com/codecraft-hq/codecraft/internal/contract/execution"

	"github.com/codecraft-hq/codecraft/internal/base/errs"
	"github.com/codecraft-hq/codecraft/internal/base/identity"
)

const (
	lease     = 30 * time.Second // of a submission that is being run; renewed three times as often
	maxTries  = 5                // runs of a submission that were lost under it
	lookEvery = time.Second      // after what other processes have queued
)

// work runs queued submissions one after the other until ctx ends.
func (s *Service) work(ctx context.Context) error {
	tick := time.NewTicker(lookEvery)
	defer tick.Stop()
	for ctx.Err() == nil {
		x, err := s.claim(ctx)
		if err != nil && ctx.Err() == nil {
			s.log.Error("judge0: the queue was not read", "error", err)
		}
		if x != nil && err == nil {
			s.runQueued(ctx, x)
			continue
		}
		select {
		case <-ctx.Done():
		case <-s.wake:
		case <-tick.C:
		}
	}
	return ctx.Err()
}

// queued tells the workers of this process that there is something to do.
func (s *Service) queued() {
	select {
	case s.wake <- struct{}{}:
	default: // they all know
	}
}

// runQueued runs one leased submission and writes its result, or puts it back when there is no room or its machine died.
func (s *Service) runQueued(ctx context.Context, x *submission) {
	stop := s.keepLease(ctx, x.Token)
	err := s.judge(ctx, x)
	stop()
	kept := context.WithoutCancel(ctx)
	switch e := errs.Of(err); {
	case err == nil:
		err = s.finish(kept, x)
	case ctx.Err() != nil: // this process stops: another one, or its next start, goes on at once
		err = s.putBack(kept, x.Token, now(), false)
	case e.Kind == errs.Unavailable && e.Code != "run_lost":
		err = s.putBack(kept, x.Token, now().Add(max(e.RetryAfter, lookEvery)), false)
	case x.Tries < maxTries:
		s.log.Warn("judge0: a submission is run again", "token", x.Token, "tries", x.Tries, "error", err)
		err = s.putBack(kept, x.Token, now().Add(lookEvery), true)
	default:
		s.log.Error("judge0: a submission cannot be run", "token", x.Token, "tries", x.Tries, "error", err)
		s.end(x, internalError, result{Message: "the program could not be run"})
		err = s.finish(kept, x)
	}
	if err != nil {
		s.log.Error("judge0: a result was not written; the submission is run again", "token", x.Token, "error", err)
	}
}

// keepLease renews a submission's lease until stop.
func (s *Service) keepLease(ctx context.Context, token string) (stop func()) {
	ctx, cancel := context.WithCancel(ctx)
	done := make(chan struct{})
	go func() {
		defer close(done)
		tick := time.NewTicker(lease / 3)
		defer tick.Stop()
		for {
			select {
			case <-ctx.Done():
				return
			case <-tick.C:
				if err := s.renew(ctx, token); err != nil && ctx.Err() == nil {
					s.log.Warn("judge0: a lease was not renewed", "token", token, "error", err)
				}
			}
		}
	}()
	return func() { cancel(); <-done }
}

// judge runs a submission as often as it asks for, until one run is not accepted, and fills in its result. Times and
// memory are the mean. An error says nothing of the program.
func (s *Service) judge(ctx context.Context, x *submission) error {
	if !available(languageTable(s.runner.Languages())) {
		return errs.New(errs.Unavailable, "no_worker", "no worker is running at the moment").After(lookEvery)
	}
	q := x.Request.V
	faults := faults{}
	l := s.check(q, faults)
	if len(faults) > 0 { // it was well when it came: the languages have changed
		s.end(x, internalError, result{Message: "the program cannot be run here any more: " + faults.String()})
		return nil
	}
	p := q.program(l, faults)
	ctx = identity.With(ctx, s.principal())
	var time, wall, memory float64
	for n := 1; ; n++ {
		_, r, err := s.runner.Execute(ctx, p)
		if err == nil && r.Status == "cancelled" {
			err = errors.Join(errors.New("the run was cancelled"), ctx.Err())
		}
		if err != nil {
			return err
		}
		verdict, out := outcome(l, q, r)
		time, wall, memory = time+r.CPUTimeMs, wall+r.WallTimeMs, memory+float64(r.MemoryKb)
		if verdict == accepted && n < q.NumberOfRuns {
			continue
		}
		if verdict != compilationError {
			n := float64(n)
			cpu, real, peak := time/n/1000, wall/n/1000, int64(math.Round(memory/n))
			out.Time, out.WallTime, out.Memory = &cpu, &real, &peak
		}
		s.end(x, verdict, out)
		return nil
	}
}

// end fills in what became of a submission.
func (s *Service) end(x *submission, verdict int, r result) {
	at := now()
	x.Status, x.Result.V, x.FinishedAt = verdict, r, &at
	if x.Request.V.CallbackURL != "" {
		x.CallbackAt = &at
	}
}

// outcome is one run in Judge0's words.
func outcome(l language, q request, r contract.RunResult) (int, result) {
	if l.ID == multiFile && r.Status == "failed" && r.ExitCode == compileFailed {
		return compilationError, result{CompileOutput: notEmpty(r.Stderr)}
	}
	// What ended within the extra time has taken too long all the same.
	limit, ended := q.CPUTimeLimit*1000, slices.Contains([]string{"ok", "failed", "signalled", "cpu_limit"}, r.Status)
	if ended && r.CPUTimeMs > limit {
		r.Status, r.Detail = "cpu_limit", fmt.Sprintf("the program used %.0f ms of processor time; the limit is %.0f ms", r.CPUTimeMs, limit)
	}
	verdict := statusOf(r, q.ExpectedOutput)
	out := result{CompileOutput: notEmpty(r.CompileOutput), Message: message(r)}
	if verdict == compilationError {
		if out.CompileOutput == nil {
			out.CompileOutput = notEmpty(r.Detail)
		}
		return verdict, out
	}
	out.Stdout, out.Stderr, out.ExitCode = notEmpty(r.Stdout), notEmpty(r.Stderr), &r.ExitCode
	if n := int(unix.SignalNum(r.Signal)); n != 0 {
		out.ExitSignal = &n
	}
	return verdict, out
}

// forget deletes submissions whose time is over.
func (s *Service) forget(ctx context.Context) error {
	tick := time.NewTicker(time.Minute)
	defer tick.Stop()
	for {
		n, err := s.expire(ctx, now().Add(-s.config.Keep))
		if err != nil && ctx.Err() == nil {
			s.log.Error("judge0: old submissions were not deleted", "error", err)
		}
		if n == 500 {
			continue
		}
		select {
		case <-ctx.Done():
			return ctx.Err()
		case <-tick.C:
		}
	}
}
