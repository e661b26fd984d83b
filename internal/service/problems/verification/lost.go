package verification

import (
	"context"
	"fmt"

	"github.com/codecraft-hq/codecraft/internal/contract/execution"

	"github.com/codecraft-hq/codecraft/internal/engine/judge"
)

// lostResults looks after references of verifications that wait for longer than Deps.Late.
func (s *Service) lostResults() execution.Lost[Result] {
	return execution.Lost[Result]{
		What: "verification result", Log: s.log,
		Next: func(ctx context.Context, after string) ([]Result, error) {
			return s.lateResults(ctx, s.now().Add(-s.late), after, execution.LostAtOnce)
		},
		ID: func(r Result) string { return r.ID },
		Look: func(ctx context.Context, result Result) error {
			recovery := execution.Recovery{
				Log: s.log, Find: s.execution.Find, Take: s.judged,
				Again: func(ctx context.Context) error { return s.askAgain(ctx, &result) },
			}
			return recovery.Of(ctx, execution.Find{Organization: result.Organization, Subject: subjectOf(&result)})
		},
	}
}

// askAgain sends the request to judge a reference again, with its source as it was; where that is not known any more its
// verification ends.
func (s *Service) askAgain(ctx context.Context, result *Result) error {
	if result.Source == "" {
		lost := judge.Outcome{Verdict: judge.JudgingError, Detail: "the request to judge it was lost: verify again"}
		return s.judged(ctx, execution.Judgement{Organization: result.Organization, Subject: subjectOf(result), Outcome: lost})
	}
	verification, err := s.getVerification(ctx, result.Organization, result.Verification)
	if err != nil {
		return missingIsFine(err) // its problem was deleted
	}
	return s.askForJudging(ctx, verification, result, execution.PriorityVerification, fmt.Sprintf("-again-%d", s.now().Unix()))
}
