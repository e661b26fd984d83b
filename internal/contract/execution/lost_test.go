package execution_test

import (
	"context"
	"errors"
	"slices"
	"testing"

	"github.com/codecraft-hq/codecraft/internal/contract/execution"
)

func TestWhatMayBeLostIsLookedAfterInTurn(t *testing.T) {
	bad := errors.New("bad")
	var fails string
	var seen []string
	all := []string{"a", "b", "c", "d"}
	lost := execution.Lost[string]{
		What: "letter",
		Next: func(_ context.Context, after string) (some []string, err error) {
			if fails == "next" {
				return nil, bad
			}
			for _, one := range all {
				if one > after && len(some) < 2 {
					some = append(some, one)
				}
			}
			return some, nil
		},
		ID: func(one string) string { return one },
		Look: func(_ context.Context, one string) error {
			seen = append(seen, one)
			if one == fails {
				return bad
			}
			return nil
		},
	}
	for _, c := range []struct {
		after, fails, next string
		seen               []string
	}{
		{"", "", "b", []string{"a", "b"}},
		{"b", "", "d", []string{"c", "d"}},
		{"d", "", "", nil},
		{"", "a", "a", []string{"a"}}, // goes on behind it
		{"b", "next", "b", nil},       // comes again
	} {
		seen, fails = nil, c.fails
		next, err := lost.After(t.Context(), c.after)
		if next != c.next || !slices.Equal(seen, c.seen) || (err != nil) != (c.fails != "") || err != nil && !errors.Is(err, bad) {
			t.Errorf("after %q, with %q failing: %v, on after %q, %v", c.after, c.fails, seen, next, err)
		}
	}
}
