package assessments

import (
	"context"
	"time"

	"github.com/codecraft-hq/codecraft/internal/base/db"
	"github.com/codecraft-hq/codecraft/internal/base/httpx"
	"github.com/codecraft-hq/codecraft/internal/base/ids"
	"github.com/codecraft-hq/codecraft/internal/contract/execution"
	"github.com/codecraft-hq/codecraft/internal/service/assessments/attempt"
)

const (
	// placeEvery is how often a stream asks for the place of what its candidate waits for.
	placeEvery = 4 * time.Second
	// placesShown are the newest queued submissions of an attempt whose place is asked for.
	placesShown = 3
)

// place is how many judgements are begun before that of a queued submission, and itself; 0 when it is not known:
// it is not in the queue yet or not any more, or execution does not answer.
func (s *Service) place(ctx context.Context, n submission) int {
	if n.State != submissionQueued {
		return 0
	}
	return execution.Position(ctx, s.log, execution.Place{Organization: n.Organization, Subject: n.subject()}, s.execution.Place)
}

// places are what one stream has told of its attempt's queued submissions.
type places map[ids.Submission]int

// queuedOf are the newest queued submissions of an attempt.
func (s *Service) queuedOf(ctx context.Context, a attempt.Attempt) ([]submission, error) {
	where := db.Where("organization_id = ?", a.Organization).And("attempt_id = ?", a.ID).And("state = ?", submissionQueued)
	return s.selectSubmissions(ctx, where, placesShown)
}

// sendPlaces sends queued submissions whose place is another one than was told.
func (s *Service) sendPlaces(ctx context.Context, out *httpx.EventStream, a attempt.Attempt, told places, last string) error {
	all, err := s.queuedOf(ctx, a)
	if err != nil {
		return err
	}
	for _, n := range all {
		place := s.place(ctx, n)
		if place == 0 || place == told[n.ID] {
			continue
		}
		r, err := s.showSubmissions(ctx, []submission{n})
		if err != nil {
			return err
		}
		told[n.ID], r[0].Attributes.Position = place, place
		if err := out.Send(last, "submission", event{r[0].ID, r[0].Attributes}); err != nil {
			return err
		}
	}
	return nil
}
