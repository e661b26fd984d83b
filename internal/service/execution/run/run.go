package run

import (
	"context"
	"errors"
	"time"

	contract "github.com/codecraft-hq/codecraft/internal/contract/execution"
	"github.com/codecraft-hq/codecraft/internal/contract/places"

	"github.com/codecraft-hq/codecraft/internal/base/bus"
	"github.com/codecraft-hq/codecraft/internal/base/errs"
	"github.com/codecraft-hq/codecraft/internal/base/identity"
	"github.com/codecraft-hq/codecraft/internal/base/ids"
	"github.com/codecraft-hq/codecraft/internal/service/execution/wire"
)

// compilingTime is the longest a compiler is left to itself, and some.
const compilingTime = 75 * time.Second

// judgingTime is enough for any plan's limits, and for a sample that is run again and a validator.
const judgingTime = 10 * time.Minute

// startRun hands a program to a worker. When the client waits, the answer is the run's end, else nil.
func (s *Service) startRun(ctx context.Context, p Program, wait bool) (wire.Head, *contract.RunResult, error) {
	who, err := identity.Require(ctx, identity.RunsCreate)
	if err != nil {
		return wire.Head{}, nil, err
	}
	who = p.placed(who)
	err = errors.Join(s.allow(ctx, who), s.allowOrganization(ctx, who))
	if err == nil {
		err = s.allowOnAll(ctx, who)
	}
	if err != nil {
		s.metrics.refused.WithLabelValues("rate").Inc()
		return wire.Head{}, nil, err
	}
	o, err := s.order(who, p)
	if err != nil {
		s.metrics.refused.WithLabelValues("invalid").Inc()
		return wire.Head{}, nil, err
	}
	if !who.Place.IsZero() {
		q := places.MayRun{
			Organization: who.Organization, User: who.User, Session: o.Head.Session, Place: who.Place, Part: p.Part, Language: p.Language, Sample: p.Sample,
			Terminal: p.Interactive, Replaces: p.Replaces,
		}
		may, err := s.places.MayRun(ctx, q)
		if err != nil {
			s.metrics.refused.WithLabelValues(string(who.Place.Kind)).Inc()
			return wire.Head{}, nil, err
		}
		o.Plan, o.Sample = may.Plan, may.Sample
	}
	o.Wait, o.AtOnce = wait, s.config.OrganizationRunsAtOnce
	began := time.Now()
	r, err := s.dispatch(ctx, o)
	if err != nil {
		s.metrics.refused.WithLabelValues("busy").Inc()
		return o.Head, nil, err
	}
	if wait {
		s.metrics.runs.Observe(time.Since(began).Seconds())
		return o.Head, r.Result, nil
	}
	s.tellStarted(ctx, o.Head)
	return o.Head, nil, nil
}

// tellStarted tells the owner of a place with several people that one of them has begun a run, so that the others can follow it.
// The event of its end tells of it, too: the run goes on where this one is lost.
func (s *Service) tellStarted(ctx context.Context, h wire.Head) {
	if !h.Shared() {
		return
	}
	started := contract.Run{
		ID: h.ID, Organization: h.Organization, User: h.User, Session: h.Session, Place: h.Place, Part: h.Part, Language: h.Language, Status: wire.StatusQueued, StartedAt: h.StartedAt,
		Terminal: h.Terminal,
	}
	if err := s.bus.PublishDurable(ctx, contract.SubjectRunStarted, "run-started-"+string(h.ID), started); err != nil {
		s.log.Warn("execution: a run's beginning was not told", "run", h.ID, "error", err)
	}
}

func (s *Service) allow(ctx context.Context, who identity.Principal) error {
	switch {
	case !who.Place.IsZero():
		return s.candidates.Admit(ctx, who.Place.String())
	case who.Role == identity.Service:
		return nil // its way in has a limit of its own
	}
	return s.members.Admit(ctx, string(who.User))
}

// firstWait is how long an order waits with one worker before it asks another, each time twice as long. It is short, so that
// what waits for longer is counted as looking for a worker.
const firstWait = 100 * time.Millisecond

// terminalPatience is enough for one that is being closed: others last for minutes.
const terminalPatience = 1500 * time.Millisecond

// dispatch looks for a worker that takes the order, for as long as Config.Patience. Where there is one worker only, an
// order that has to wait keeps its turn there.
func (s *Service) dispatch(ctx context.Context, o wire.Order) (wire.Reply, error) {
	patience := s.config.Patience
	if o.Interactive != nil {
		patience = min(patience, terminalPatience)
	}
	began := time.Now()
	until := began.Add(patience)
	wait, pause := firstWait, firstPause
	for full := 0; ; pause = min(2*pause, 200*time.Millisecond) {
		workers := s.roster.Count()
		if workers == 1 && pause > firstPause {
			wait = patience
		}
		o.QueueMs = max(1, min(wait, time.Until(until)).Milliseconds())
		wait *= 2
		r, err := s.send(ctx, o)
		e := errs.Of(err)
		switch {
		case err == nil, ctx.Err() != nil:
			return r, err
		case e.Code == wire.CodeFull:
			if full++; full >= workers {
				return r, err
			}
		case e.Code != wire.CodeBusy && e.Code != "service_unavailable":
			return r, err
		}
		if time.Now().Add(pause).After(until) {
			return r, busy(err)
		}
		if s.metrics.searching.note(o.Head.ID, began); pause == firstPause {
			defer s.metrics.searching.found(o.Head.ID)
		}
		select {
		case <-ctx.Done():
			return wire.Reply{}, ctx.Err()
		case <-time.After(pause):
		}
	}
}

// firstPause is before a second worker is asked; the pauses grow.
const firstPause = 10 * time.Millisecond

// busy is what a client is told whose run no worker has taken.
func busy(err error) error {
	detail, after := "all workers are busy: try again in a moment", 2*time.Second
	if e := errs.Of(err); e.Code == wire.CodeBusy {
		detail, after = e.Detail, max(after, e.RetryAfter) // it names the place in the queue
		err = errors.Unwrap(e)                             // its text is said already
	}
	return errs.New(errs.Unavailable, "workers_busy", "%s", detail).After(after).Because(err)
}

// Worker is a worker of this process.
type Worker interface {
	ID() string
	// Take answers an order: at once that it has begun or, when the order waits, with its end.
	Take(ctx context.Context, o wire.Order) (wire.Reply, error)
}

// Prefer has runs try a worker of this process before the others: an order to it needs no message. It is called
// before Run.
func (s *Service) Prefer(w Worker) { s.own = w }

// send asks one worker. A client that goes away while it waits takes its run along.
func (s *Service) send(ctx context.Context, o wire.Order) (wire.Reply, error) {
	limit := 5*time.Second + time.Duration(o.QueueMs)*time.Millisecond
	if o.Wait {
		limit += compilingTime + time.Duration(o.Limits.WallTimeMs)*time.Millisecond
		if o.Plan != "" {
			limit += judgingTime
		}
	}
	defer context.AfterFunc(ctx, func() { s.tellCancelled(o.Head.ID) })()
	if s.own != nil { // it cannot get lost: no time limit but the run's own
		if r, err := s.own.Take(ctx, o); err == nil || errs.Of(err).Code != wire.CodeBusy || s.roster.Only(s.own.ID()) {
			return r, err
		}
	}
	ctx, cancel := context.WithTimeoutCause(ctx, limit, wire.ErrLost)
	defer cancel()
	if o.Wait {
		stop := s.watchWorker(ctx, o.Head.ID, cancel)
		defer stop()
	}
	r, err := bus.Request[wire.Order, wire.Reply](ctx, s.bus, wire.SubjectRun, o)
	if err != nil && (errs.Of(err).Code == "service_timeout" || errors.Is(err, context.Canceled)) {
		return r, wire.ErrLost
	}
	return r, err
}

// suspicious is how long a run may be silent before its worker is looked after.
const suspicious = 3 * time.Second

// watchWorker gives a run up whose worker has gone.
func (s *Service) watchWorker(ctx context.Context, run ids.Run, giveUp func()) (stop func()) {
	done := make(chan struct{})
	timer := time.AfterFunc(suspicious, func() {
		tick := time.NewTicker(wire.SignEvery)
		defer tick.Stop()
		for {
			if v, err := s.snapshot(ctx, run); err == nil && s.roster.Gone(v.Head.Worker) {
				giveUp()
				return
			}
			select {
			case <-done:
				return
			case <-ctx.Done():
				return
			case <-tick.C:
			}
		}
	})
	return func() { timer.Stop(); close(done) }
}

func (s *Service) tellCancelled(id ids.Run) {
	if err := s.bus.Publish(context.Background(), wire.SubjectCancel, wire.Cancellation{Run: id}); err != nil {
		s.log.Warn("execution: a cancellation was not sent", "run", id, "error", err)
	}
}

// mayRead reports whether a principal may see a run: its own or its place's, a candidate's for those who read attempts, an
// interview's for those who hold interviews.
func mayRead(who identity.Principal, h wire.Head) bool {
	switch {
	case who.Organization != h.Organization:
		return false
	case !who.Place.IsZero():
		return who.Place == h.Place
	case h.Place.Attempt() != "":
		return who.Can(identity.AttemptsRead)
	case h.Place.Interview() != "":
		return who.Can(identity.InterviewsHold)
	}
	return h.IsOf(who)
}
