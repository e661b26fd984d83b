package judging_test

import (
	"context"
	"fmt"
	"sync"
	"testing"
	"time"

	"github.com/codecraft-hq/codecraft/internal/engine/judge"
	"github.com/codecraft-hq/codecraft/internal/engine/judge/judging"
	"github.com/codecraft-hq/codecraft/internal/engine/sandbox"
)

// gathering is a back end that starts no program before so many are there at once.
type gathering struct {
	sandbox.Backend
	want int

	mu    sync.Mutex
	here  int
	most  int
	there chan struct{} // closed when all are there
}

type gatheringSlot struct {
	sandbox.Slot
	g *gathering
}

func (g *gathering) Open(ctx context.Context) (sandbox.Slot, error) {
	slot, err := g.Backend.Open(ctx)
	return gatheringSlot{slot, g}, err
}

func (g *gathering) enter(by int) {
	g.mu.Lock()
	defer g.mu.Unlock()
	if g.here += by; g.here == g.want && g.most < g.want {
		close(g.there)
	}
	g.most = max(g.most, g.here)
}

func (s gatheringSlot) Run(ctx context.Context, spec sandbox.Spec) (sandbox.Result, error) {
	if spec.Stdin == nil { // a compiler
		return s.Slot.Run(ctx, spec)
	}
	s.g.enter(1)
	defer s.g.enter(-1)
	select {
	case <-s.g.there:
		return s.Slot.Run(ctx, spec)
	case <-ctx.Done():
		return sandbox.Result{}, ctx.Err()
	}
}

// As many tests run at once as there are slots, and never more. Were they run one after the other, the first would
// wait for company until the deadline.
func TestTestsRunAtOnceInAllSlots(t *testing.T) {
	b := newBench(t, 4)
	g := &gathering{Backend: b.backend, want: 3, there: make(chan struct{})}
	group := judge.Group{Name: "all", Points: 1}
	for i := range 7 {
		text := fmt.Sprint(i)
		group.Tests = append(group.Tests, b.test(t, text, text, text+" answered\n"))
	}
	ctx, cancel := context.WithTimeout(t.Context(), 2*time.Minute)
	defer cancel()
	o, err := judging.Run(ctx, judging.Request{
		Backend: g, Toolchain: b.tools, Program: program("bash", parrot), Slots: 3, Blobs: b.path,
		Plan: judge.Plan{Version: judge.PlanVersion, Comparison: judge.Comparison{Mode: judge.Exact}, Groups: []judge.Group{group}},
	})
	if err != nil || o.Verdict != judge.Accepted || g.most != 3 {
		t.Errorf("%d at once, %v: %+v", g.most, err, o)
	}
}
