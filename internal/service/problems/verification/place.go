package verification

import (
	"context"

	"github.com/codecraft-hq/codecraft/internal/contract/execution"
)

// place is how many judgements are begun before the first of a queued verification, and itself; 0 when it is not
// known: it is not in the queue yet or not any more, or execution does not answer.
func (s *Service) place(ctx context.Context, verification *Verification) int {
	if verification.State != queued {
		return 0
	}
	results, err := s.Results(ctx, verification.Organization, []string{string(verification.ID)})
	if err != nil || len(results) == 0 {
		return 0
	}
	q := execution.Place{Organization: verification.Organization, Subject: subjectOf(&results[0])}
	return execution.Position(ctx, s.log, q, s.execution.Place)
}

func subjectOf(r *Result) execution.Subject {
	return execution.Subject{Kind: execution.SubjectKindReference, ID: r.ID, Round: 1}
}
