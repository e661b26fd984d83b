package submission

import (
	"context"

	"github.com/codecraft-hq/codecraft/internal/base/db"
	"github.com/codecraft-hq/codecraft/internal/contract/execution"
	"github.com/codecraft-hq/codecraft/internal/service/assessments/attempt"
)

// Place is how many judgements are begun before that of a queued submission, and itself; 0 when it is not known:
// it is not in the queue yet or not any more, or execution does not answer.
func (s *Service) Place(ctx context.Context, submission Submission) int {
	if submission.State != Queued {
		return 0
	}
	return execution.Position(ctx, s.log, execution.Place{Organization: submission.Organization, Subject: submission.Subject()}, s.execution.Place)
}

// placesShown are the newest queued submissions of an attempt whose place is asked for.
const placesShown = 3

// Waiting are the newest queued submissions of an attempt.
func (s *Service) Waiting(ctx context.Context, attempt attempt.Attempt) ([]Submission, error) {
	where := db.Where("organization_id = ?", attempt.Organization).And("attempt_id = ?", attempt.ID).And("state = ?", Queued)
	return s.list(ctx, where, placesShown)
}
