package terminal

import (
	"context"
	"errors"
	"fmt"
	"testing"
	"testing/synctest"
	"time"

	"github.com/codecraft-hq/codecraft/internal/base/errs"
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

// TestNobodyFillsATerminalAlone: whoever connects as often as they may leaves room for the others.
func TestNobodyFillsATerminalAlone(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		term := New(true)
		here := map[string]bool{}
		leaves := func(tab string) {
			_, _ = term.Answer(wire.TerminalCall{Kind: wire.CallLeave, Follower: tab}, nil) // nothing refuses it
			delete(here, tab)
		}
		connects := func(person, tab, want string) {
			t.Helper()
			_, err := term.Answer(wire.TerminalCall{Kind: wire.CallAttach, Follower: tab, Person: person}, func(wire.TerminalFrame) {})
			if here[tab] = err == nil; err == nil && want != "" || err != nil && errs.Of(err).Code != want {
				t.Errorf("%s connects as %s: %v, want %q", person, tab, err, want)
			}
		}
		for n := range maxFollowers {
			connects("Kim", fmt.Sprint("tab ", n), map[bool]string{true: "terminal_tabs"}[n >= maxOfOne])
		}
		connects("Ann", "ann", "")
		leaves("tab 1")
		connects("Kim", "tab 9", "")
		connects("Kim", "tab 10", "terminal_tabs")
		for n := range maxFollowers - maxOfOne - 1 { // by a server of the release before, which tells of nobody who they are
			connects("", fmt.Sprint("old ", n), "")
		}
		connects("Eve", "eve", "terminal_crowded")
		for tab := range here {
			leaves(tab)
		}
	})
}
