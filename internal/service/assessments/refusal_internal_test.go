package assessments

import (
	"context"
	"strings"
	"testing"
	"time"

	"github.com/codecraft-hq/codecraft/internal/base/errs"
	"github.com/codecraft-hq/codecraft/internal/base/ids"
	"github.com/codecraft-hq/codecraft/internal/base/quota"
	"github.com/codecraft-hq/codecraft/internal/contract/execution"
	"github.com/codecraft-hq/codecraft/internal/service/assessments/attempt"
	"github.com/codecraft-hq/codecraft/test/harness"
)

// full is an execution service that refuses.
type full struct {
	room
	err error
}

func (f full) MayJudge(context.Context, execution.MayJudge) (execution.MayJudgeAnswer, error) {
	return execution.MayJudgeAnswer{}, f.err
}

func TestASubmissionThatIsRefusedSaysWhenToComeAgain(t *testing.T) {
	for says, c := range map[string]struct {
		err    error
		before int // submissions within the minute
		status int
		code   string
		says   string
		retry  string // empty: whatever is left of the minute
	}{
		"the organization's line is full": {errs.New(errs.TooMany, "organization_queue_full", "place 11").After(10 * time.Second), 0, 429, "organization_queue_full", "place 11", "10"},
		"everybody's line is full":        {errs.New(errs.Unavailable, "queue_full", "place 99").After(30 * time.Second), 0, 503, "queue_full", "place 99", "30"},
		"it had its judgings of the day":  {errs.New(errs.TooMany, quota.Code, "20000 a day").After(time.Hour), 0, 429, quota.Code, "tell whoever invited you", "3600"},
		"too many within a minute":        {nil, 2, 429, "rate_limited", "", ""},
	} {
		t.Run(says, func(t *testing.T) {
			w := newWorld(t, harness.Database(t), func(c *Config) { c.SubmissionsPerMinute = 2 })
			w.execution.Execution = full{err: c.err}
			a := w.enterNew(t, w.publish(t, nil), "kim@candidates.example")
			ctx := w.candidate(t, a)
			_, err := w.attempts.SetState(ctx, a.ID, attempt.Started)
			must(t, err)
			answers, err := w.attempts.Answers(ctx, w.org, []ids.Attempt{a.ID})
			must(t, err)
			x, err := w.attempts.ChooseLanguage(ctx, answers[0].ID, "python")
			must(t, err)
			d, err := w.attempts.OpenDocument(ctx, x.ID, "python", "")
			must(t, err)
			w.edit(t, d, "print(1)\n")
			for range c.before {
				_, err := w.submissions.Submit(ctx, x.ID, 1, "")
				must(t, err)
			}
			body := `{"data":{"type":"submissions","attributes":{"documentVersion":1},"relationships":{"answer":{"data":{"type":"answers","id":"` + string(x.ID) + `"}}}}}`
			var doc struct {
				Errors []struct{ Code, Detail string }
			}
			to := w.ask(t, ctx, "POST", "/v1/submissions", body, &doc)
			retry := to.Header().Get("Retry-After")
			if to.Code != c.status || len(doc.Errors) != 1 || doc.Errors[0].Code != c.code || !strings.Contains(doc.Errors[0].Detail, c.says) || retry == "" || c.retry != "" && retry != c.retry {
				t.Errorf("it is answered %d, Retry-After %q: %s", to.Code, retry, to.Body)
			}
			if policy := to.Header().Get("RateLimit-Policy"); policy != `"submissions";q=2;w=60` {
				t.Errorf("RateLimit-Policy is %s", policy)
			}
			kept, err := w.submissions.Waiting(ctx, a)
			must(t, err)
			if len(kept) != c.before {
				t.Errorf("%d submissions are kept", len(kept))
			}
		})
	}
}
