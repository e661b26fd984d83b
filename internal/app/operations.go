package app

import (
	"context"
	"maps"
	"os"
	"runtime"
	"slices"
	"strings"
	"sync"
	"time"

	"github.com/codecraft-hq/codecraft/internal/app/module"
	"github.com/codecraft-hq/codecraft/internal/app/operations"
	"github.com/codecraft-hq/codecraft/internal/base/blob/bucket"
	"github.com/codecraft-hq/codecraft/internal/base/ids"
	"github.com/codecraft-hq/codecraft/internal/base/lifecycle"
	"github.com/codecraft-hq/codecraft/internal/base/telemetry"
)

// lookTime bounds the questions to the units of this process: one that does not answer by then is not ready.
const lookTime = 3 * time.Second

// withOperations adds, where people come in, the board that processes tell how they are.
func (s *system) withOperations(parts []builtPart) []builtPart {
	if !s.config.runs("web") {
		return parts
	}
	s.board = operations.NewBoard(s.log, time.Now)
	api := operations.API{Board: s.board, Modules: moduleNames(), Operators: s.auth}
	return append(parts, builtPart{"operations", &module.Part{
		Register: api.Register,
		Run:      func(ctx context.Context) error { return s.board.Listen(ctx, s.bus) },
	}})
}

// teller tells how this process is. It is the first unit, so that it tells of the start and of the drain, too.
func (s *system) teller(group *lifecycle.Group, parts []builtPart) lifecycle.Unit {
	host, err := os.Hostname()
	if err != nil {
		host = "a host without a name"
	}
	same := operations.Report{
		ID: ids.New[string](), Host: host, Version: version, Commit: commit(), GoVersion: runtime.Version(), StartedAt: time.Now().UTC(), Settings: s.settings,
	}
	for _, name := range moduleNames() {
		if s.config.runs(name) {
			same.Services = append(same.Services, name)
		}
	}
	t := operations.Teller{Bus: s.bus, Log: s.log, Board: s.board, Make: func(ctx context.Context) operations.Report {
		r := same
		r.Units = s.units(ctx, group, parts)
		s.measure(&r, parts)
		return r
	}}
	return lifecycle.Unit{Name: "reports", Run: t.Run}
}

// units are those of this process, and the neighbours that it goes on without. All are asked at once.
func (s *system) units(ctx context.Context, group *lifecycle.Group, parts []builtPart) []operations.Unit {
	ctx, cancel := context.WithTimeout(ctx, lookTime)
	defer cancel()
	near := s.nearby(parts)
	names := slices.Sorted(maps.Keys(near))
	found := make([]lifecycle.State, len(names))
	var asked sync.WaitGroup
	for i, name := range names {
		asked.Go(func() { found[i] = lifecycle.State{Name: name, Err: near[name](ctx)} })
	}
	states := group.States(ctx)
	asked.Wait()
	var all []operations.Unit
	for _, state := range append(states, found...) {
		u := operations.Unit{Name: state.Name, Ready: state.Err == nil}
		if state.Err != nil {
			u.Reason = s.hide(strings.TrimPrefix(state.Err.Error(), state.Name+": "))
		}
		all = append(all, u)
	}
	return all
}

// nearby are the neighbours that this process is ready without, each with what says why it does not answer: all that all processes would
// be unready for at once, so that people would reach none.
func (s *system) nearby(parts []builtPart) map[string]func(context.Context) error {
	all := map[string]func(context.Context) error{operations.QueueUnit: s.bus.Ready}
	if b, ok := s.keeper.(*bucket.Store); ok {
		all[operations.BucketUnit] = b.Ready
	}
	for _, p := range parts {
		maps.Copy(all, p.Watched)
	}
	return all
}

// measure fills in what changes.
func (s *system) measure(r *operations.Report, parts []builtPart) {
	figures := telemetry.Gathered(s.registry)
	r.Figures, r.Goroutines = operations.FiguresOf(figures), runtime.NumGoroutine()
	if at := slices.IndexFunc(parts, func(p builtPart) bool { return p.Worker != nil }); at >= 0 {
		r.Worker = parts[at].Worker()
		r.Worker.Measure(figures)
	}
	if s.recent != nil {
		r.Problems = s.recent.Problems()
	}
}
