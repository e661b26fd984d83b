package judging

import (
	"context"
	"time"

	"go.opentelemetry.io/otel/attribute"
	"go.opentelemetry.io/otel/trace"

	"github.com/codecraft-hq/codecraft/internal/base/traces"
)

// groupSpan is what a trace shows of a group: from when its first test began to when its last one had ended. Tests have no spans
// of their own, as there may be thousands.
type groupSpan struct {
	span  trace.Span
	tests int
	last  time.Time
}

// within is ctx with the span of a group, which begins with its first test.
func (j *judging) within(ctx context.Context, group int) context.Context {
	j.mu.Lock()
	defer j.mu.Unlock()
	s := j.spans[group]
	if s == nil {
		_, span := traces.Start(ctx, "tests", attribute.String("codecraft.test_group", j.Plan.Groups[group].Name))
		s = &groupSpan{span: span, last: time.Now()}
		j.spans[group] = s
	}
	if !s.span.IsRecording() {
		return ctx
	}
	return trace.ContextWithSpan(ctx, s.span)
}

// ran counts a test; the lock is held.
func (s *groupSpan) ran() {
	s.tests++
	s.last = time.Now()
}

// endSpans ends what within has begun, as of the last test of each.
func (j *judging) endSpans() {
	for _, s := range j.spans {
		s.span.SetAttributes(attribute.Int("codecraft.tests", s.tests))
		s.span.End(trace.WithTimestamp(s.last))
	}
}
