package execution_test

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"log/slog"
	"testing"

	"github.com/codecraft-hq/codecraft/internal/base/errs"
	"github.com/codecraft-hq/codecraft/internal/base/quota"
	"github.com/codecraft-hq/codecraft/internal/contract/execution"
)

func TestNeighboursAskForRoomAndPlace(t *testing.T) {
	silent := errors.New("no answer")
	for says, c := range map[string]struct {
		left    bool // who asked has gone
		answer  error
		refused error
		warns   bool
	}{
		"there is room":                           {},
		"there is none":                           {answer: errs.New(errs.Unavailable, "queue_full", "full"), refused: errs.New(errs.Unavailable, "queue_full", "full"), warns: true},
		"it had its judgings of the day":          {answer: errs.New(errs.TooMany, quota.Code, "spent"), refused: errs.New(errs.TooMany, quota.Code, "spent"), warns: true},
		"nobody answers":                          {answer: silent, warns: true},
		"nobody waits for the answer":             {left: true, answer: context.Canceled, refused: context.Canceled},
		"nobody waits, and it was put some other": {left: true, answer: silent, refused: context.Canceled},
	} {
		t.Run(says, func(t *testing.T) {
			var out bytes.Buffer
			log := slog.New(slog.NewTextHandler(&out, nil))
			ctx, leave := context.WithCancel(t.Context())
			defer leave()
			if c.left {
				leave()
			}
			err := execution.Room(ctx, log, "o", func(context.Context, execution.MayJudge) (execution.MayJudgeAnswer, error) {
				return execution.MayJudgeAnswer{}, c.answer
			})
			if fmt.Sprint(err) != fmt.Sprint(c.refused) {
				t.Errorf("asked for room, it says %v, want %v", err, c.refused)
			}
			place := execution.Position(ctx, log, execution.Place{}, func(context.Context, execution.Place) (execution.PlaceAnswer, error) {
				return execution.PlaceAnswer{Position: 3}, c.answer
			})
			if (place == 3) != (c.answer == nil) {
				t.Errorf("the place is %d", place)
			}
			if (out.Len() > 0) != c.warns {
				t.Errorf("it is logged: %q", out.String())
			}
		})
	}
}
