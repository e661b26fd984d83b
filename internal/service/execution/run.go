package execution

import (
	"context"
	"errors"
	"fmt"
	"path"
	"path/filepath"
	"strings"
	"time"

	assessments "github.com/codecraft-hq/codecraft/internal/contract/assessments"
	contract "github.com/codecraft-hq/codecraft/internal/contract/execution"

	"github.com/codecraft-hq/codecraft/internal/base/bus"
	"github.com/codecraft-hq/codecraft/internal/base/errs"
	"github.com/codecraft-hq/codecraft/internal/base/identity"
	"github.com/codecraft-hq/codecraft/internal/base/ids"
)

// Bounds of a run. An order is one message, and so is its end.
const (
	maxSource     = 256 << 10
	maxStdin      = 256 << 10
	maxFiles      = 50
	maxArgs       = 50
	maxArgBytes   = 8 << 10
	compilingTime = 75 * time.Second // the longest a compiler is left to itself, and some
)

var (
	standardLimits = limits{CPUTimeMs: 5_000, WallTimeMs: 15_000, MemoryKb: 512 << 10, OutputKb: 256}
	highestLimits  = limits{CPUTimeMs: 30_000, WallTimeMs: 60_000, MemoryKb: 2 << 20, OutputKb: 512}
)

// program is what a client asks to run.
type program struct {
	language string
	source   string // one file named by the language, or
	files    []contractFile
	stdin    string
	args     []string
	limits   limits // zero takes the standard
	attempt  ids.Attempt
	answer   ids.Answer
	document int
}

type contractFile struct{ path, content string }

// order validates what a client asks for and makes it an order of a worker.
func (s *Service) order(who identity.Principal, p program) (order, error) {
	var f faults
	o := order{
		Head: head{
			ID: ids.New[ids.Run](), Organization: who.Organization, User: who.User, Attempt: who.Attempt,
			Answer: p.answer, Document: p.document, Language: p.language, StartedAt: s.clock(),
		},
		Stdin: []byte(p.stdin), Args: p.args, Scope: string(who.User),
	}
	if who.Attempt != "" {
		o.Scope = string(who.Attempt)
	}
	o.Files = p.check(&f)
	o.Limits = p.limits.within(&f)
	f.rule(len(p.stdin) <= maxStdin, "stdin", "the input is %d bytes long; at most %d are taken", len(p.stdin), maxStdin)
	size := 0
	for i, a := range p.args {
		size += len(a)
		f.rule(!strings.Contains(a, "\x00"), fmt.Sprintf("args/%d", i), "an argument has no NUL character")
	}
	f.rule(len(p.args) <= maxArgs && size <= maxArgBytes, "args", "at most %d arguments of %d bytes together are taken", maxArgs, maxArgBytes)
	if p.attempt != "" && p.attempt != who.Attempt {
		f = append(f, errs.New(errs.Forbidden, "attempt_foreign", "only the candidate of an attempt runs in it: leave attemptId out").At("/data/attributes/attemptId"))
	}
	if err := f.err(); err != nil {
		return o, err
	}
	return o, s.roster.usable(p.language)
}

// check holds the source against the rules; the files are in the order they were given.
func (p *program) check(f *faults) []text {
	if len(p.files) == 0 {
		f.rule(p.source != "", "source", "there is no program: send source, or files")
		f.source("source", p.source, len(p.source))
		return []text{{Data: []byte(p.source)}}
	}
	f.rule(p.source == "", "source", "send source or files, not both")
	f.rule(len(p.files) <= maxFiles, "files", "at most %d files are taken", maxFiles)
	var all []text
	total := 0
	seen := map[string]bool{}
	for i, file := range p.files {
		at := fmt.Sprintf("files/%d/", i)
		total += len(file.content)
		f.rule(soundPath(file.path), at+"path", "%q is no name for a source file: use a relative path without \"..\"", clip(file.path))
		f.rule(!seen[file.path], at+"path", "two files are named %q", clip(file.path))
		seen[file.path] = true
		f.source(at+"content", file.content, total)
		all = append(all, text{Path: file.path, Data: []byte(file.content)})
	}
	return all
}

func soundPath(name string) bool {
	return name != "" && len(name) <= 200 && filepath.IsLocal(name) && path.Clean(name) == name &&
		!strings.HasPrefix(name, "-") && !strings.ContainsFunc(name, func(r rune) bool { return r < ' ' || r == '\\' || r == 0x7f })
}

// within fills in what is not set and refuses what is too much.
func (l limits) within(f *faults) limits {
	one := func(name string, value *int64, least, standard, most int64) {
		if *value == 0 {
			*value = standard
		}
		f.rule(*value >= least && *value <= most, "limits/"+name, "%s is between %d and %d", name, least, most)
	}
	one("cpuTimeMs", &l.CPUTimeMs, 10, standardLimits.CPUTimeMs, highestLimits.CPUTimeMs)
	one("wallTimeMs", &l.WallTimeMs, 10, max(standardLimits.WallTimeMs, 2*l.CPUTimeMs), highestLimits.WallTimeMs)
	one("memoryKb", &l.MemoryKb, 4<<10, standardLimits.MemoryKb, highestLimits.MemoryKb)
	one("outputKb", &l.OutputKb, 1, standardLimits.OutputKb, highestLimits.OutputKb)
	return l
}

// startRun hands a program to a worker. When the client waits, the answer is the run's end, else nil.
func (s *Service) startRun(ctx context.Context, p program, wait bool) (head, *contract.RunResult, error) {
	who, err := identity.Require(ctx, identity.RunsCreate)
	if err != nil {
		return head{}, nil, err
	}
	if err := s.allow(who); err != nil {
		s.metrics.refused.WithLabelValues("rate").Inc()
		return head{}, nil, err
	}
	o, err := s.order(who, p)
	if err != nil {
		s.metrics.refused.WithLabelValues("invalid").Inc()
		return head{}, nil, err
	}
	if who.Attempt != "" {
		q := assessments.MayRun{Organization: who.Organization, Attempt: who.Attempt, Answer: p.answer, Language: p.language}
		if _, err := s.assessments.MayRun(ctx, q); err != nil {
			s.metrics.refused.WithLabelValues("attempt").Inc()
			return head{}, nil, err
		}
	}
	o.Wait = wait
	began := time.Now()
	r, err := s.dispatch(ctx, o)
	if err != nil {
		s.metrics.refused.WithLabelValues("busy").Inc()
		return o.Head, nil, err
	}
	if wait {
		s.metrics.runs.Observe(time.Since(began).Seconds())
	}
	return o.Head, r.Result, nil
}

func (s *Service) allow(who identity.Principal) error {
	if who.Attempt != "" {
		return s.candidates.Allow(string(who.Attempt))
	}
	return s.members.Allow(string(who.User))
}

// codeBusy is how a worker refuses an order for want of a slot.
const codeBusy = "worker_busy"

// dispatch looks for a worker that takes the order, for as long as Config.Patience.
func (s *Service) dispatch(ctx context.Context, o order) (reply, error) {
	patience := time.Now().Add(s.config.Patience)
	for pause := 10 * time.Millisecond; ; pause = min(2*pause, 200*time.Millisecond) {
		r, err := s.send(ctx, o)
		e := errs.Of(err)
		switch {
		case err == nil, ctx.Err() != nil:
			return r, err
		case e.Code != codeBusy && e.Code != "service_unavailable":
			return r, err
		case time.Now().Add(pause).After(patience):
			return r, errs.New(errs.Unavailable, "workers_busy", "all workers are busy: try again in a moment").After(2 * time.Second).Because(err)
		}
		select {
		case <-ctx.Done():
			return reply{}, ctx.Err()
		case <-time.After(pause):
		}
	}
}

// send asks one worker. A client that waits and goes away takes its run along.
func (s *Service) send(ctx context.Context, o order) (reply, error) {
	limit := 5 * time.Second
	if o.Wait {
		limit = compilingTime + time.Duration(o.Limits.WallTimeMs)*time.Millisecond + 5*time.Second
		defer context.AfterFunc(ctx, func() { s.tellCancelled(o.Head.ID) })()
	}
	ctx, cancel := context.WithTimeoutCause(ctx, limit, errLost)
	defer cancel()
	if o.Wait {
		stop := s.watchWorker(ctx, o.Head.ID, cancel)
		defer stop()
	}
	r, err := bus.Request[order, reply](ctx, s.bus, subjectRun, o)
	if err != nil && (errs.Of(err).Code == "service_timeout" || errors.Is(err, context.Canceled)) {
		return r, errLost
	}
	return r, err
}

// errLost says that a run's machine has died under it.
var errLost = errs.New(errs.Unavailable, "run_lost", "the machine that ran this program was lost: run it again").After(time.Second)

// suspicious is how long a run may be silent before its worker is looked after.
const suspicious = 3 * time.Second

// watchWorker gives a run up whose worker has gone.
func (s *Service) watchWorker(ctx context.Context, run ids.Run, giveUp func()) (stop func()) {
	done := make(chan struct{})
	timer := time.AfterFunc(suspicious, func() {
		tick := time.NewTicker(signEvery)
		defer tick.Stop()
		for {
			if v, err := s.snapshot(ctx, run); err == nil && s.roster.gone(v.head.Worker) {
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
	if err := s.bus.Publish(context.Background(), subjectCancel, cancellation{id}); err != nil {
		s.log.Warn("execution: a cancellation was not sent", "run", id, "error", err)
	}
}

// mayRead reports whether a principal may see a run: its own, or a candidate's for those who read attempts.
func mayRead(who identity.Principal, h head) bool {
	switch {
	case who.Organization != h.Organization:
		return false
	case who.Attempt != "":
		return who.Attempt == h.Attempt
	case h.Attempt != "":
		return who.Can(identity.AttemptsRead)
	}
	return who.User == h.User
}
