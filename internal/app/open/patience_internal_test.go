package open

import (
	"context"
	"errors"
	"log/slog"
	"testing"
	"time"

	"github.com/codecraft-hq/codecraft/internal/base/errs"
)

func TestAStartWaitsForItsNeighbours(t *testing.T) {
	quiet := slog.New(slog.DiscardHandler)
	away := errs.New(errs.Unavailable, "queue_unreachable", "the queue does not answer")
	for name, c := range map[string]struct {
		answers  []error
		patience time.Duration
		tries    int
		want     error
	}{
		"until they answer":                   {[]error{away, away, nil}, time.Minute, 3, nil},
		"but not once patience is at its end": {[]error{away, nil}, -1, 1, away},
		"and not when they refuse":            {[]error{errors.ErrUnsupported, nil}, time.Minute, 1, errors.ErrUnsupported},
	} {
		t.Run(name, func(t *testing.T) {
			tries := 0
			_, err := Patiently(t.Context(), c.patience, quiet, func() (int, error) {
				tries++
				return tries, c.answers[tries-1]
			})
			if !errors.Is(err, c.want) || tries != c.tries {
				t.Errorf("%d tries, %v", tries, err)
			}
		})
	}
	ctx, stop := context.WithCancel(t.Context())
	stop()
	if _, err := Patiently(ctx, time.Minute, quiet, func() (int, error) { return 0, away }); !errors.Is(err, context.Canceled) {
		t.Errorf("a start that is stopped: %v", err)
	}
}
