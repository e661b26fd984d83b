package terminal

import (
	"context"
	"errors"
	"testing"
	"testing/synctest"
	"time"

	"github.com/codecraft-hq/codecraft/internal/service/execution/wire"
)

// TestATerminalStaysWhileSomebodyMayType: as they may now, and not as they might when they came.
func TestATerminalStaysWhileSomebodyMayType(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		term := New(true)
		says := func(kind, who string, readOnly bool) {
			t.Helper()
			if _, err := term.Answer(wire.TerminalCall{Kind: kind, Follower: who, ReadOnly: readOnly}, func(wire.TerminalFrame) {}); err != nil {
				t.Fatal(err)
			}
		}
		ctx, end := context.WithCancelCause(t.Context())
		go term.Watch(ctx, time.Hour, end)
		says(wire.CallAttach, "Grace", false)
		says(wire.CallAttach, "Kim", true)
		says(wire.CallRights, "Kim", false)
		says(wire.CallLeave, "Grace", false)
		<-time.After(2 * comeBackWithin)
		if ctx.Err() != nil {
			t.Fatalf("it ends though Kim may type: %v", context.Cause(ctx))
		}
		says(wire.CallRights, "Kim", true)
		says(wire.CallRights, "nobody", false)
		<-time.After(2 * comeBackWithin)
		if !errors.Is(context.Cause(ctx), ErrAlone) {
			t.Errorf("it goes on though nobody may type: %v", context.Cause(ctx))
		}
		says(wire.CallLeave, "Kim", true)
	})
}
