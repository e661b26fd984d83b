package worker

import (
	"context"
	"sync/atomic"
	"time"

	"github.com/codecraft-hq/codecraft/internal/engine/judge"
	"github.com/codecraft-hq/codecraft/internal/engine/sandbox"
)

// measured is the sandbox of one program that is judged: what runs in it once the program is compiled are the tests' programs, and the
// validators of interactive problems.
type measured struct {
	sandbox.Backend
	to       *languageMetrics
	lane     lane
	began    time.Time // the compilation
	compiled atomic.Bool
}

// Open implements sandbox.Backend.
func (m *measured) Open(ctx context.Context) (sandbox.Slot, error) {
	s, err := m.Backend.Open(ctx)
	if err != nil {
		return nil, err
	}
	return measuredSlot{s, m}, nil
}

type measuredSlot struct {
	sandbox.Slot
	in *measured
}

// Run implements sandbox.Slot.
func (s measuredSlot) Run(ctx context.Context, spec sandbox.Spec) (sandbox.Result, error) {
	r, err := s.Slot.Run(ctx, spec)
	if err == nil && s.in.compiled.Load() {
		s.in.to.ran(ctx, s.in.lane, 0, r)
	}
	return r, err
}

// hear wraps what is told of a judging's progress.
func (m *measured) hear(ctx context.Context, tell func(judge.Event)) func(judge.Event) {
	return func(e judge.Event) {
		switch e.Stage {
		case judge.Compiling:
			m.began = time.Now()
		case judge.Compiled:
			m.to.took(ctx, stageCompile, m.lane, time.Since(m.began))
			m.compiled.Store(true)
		}
		tell(e)
	}
}
