package assessments

import (
	"context"

	"github.com/codecraft-hq/codecraft/internal/base/bus"
	"github.com/codecraft-hq/codecraft/internal/base/ids"
	"github.com/codecraft-hq/codecraft/internal/contract/execution"
)

// news is what a stream is woken with: an attempt that changed, or progress of one of its submissions.
type news struct {
	attempt  ids.Attempt
	progress *execution.Progress
}

func (s *Service) onChanged(_ context.Context, m bus.Message) {
	var c changed
	if m.Decode(&c) != nil {
		return
	}
	for _, watched := range []string{string(c.Attempt), string(c.Assessment)} {
		s.watchers.Tell(watched, string(c.Attempt), news{attempt: c.Attempt})
	}
}

// onProgress passes on that a submission is being judged, without counts: they would tell of hidden tests.
func (s *Service) onProgress(ctx context.Context, m bus.Message) {
	var p execution.Progress
	if !s.watchers.Any() || m.Decode(&p) != nil || p.Subject.Kind != execution.SubjectKindSubmission {
		return
	}
	n, err := s.submissionByID(ctx, p.Organization, ids.Submission(p.Subject.ID))
	if err == nil {
		s.watchers.Tell(string(n.Attempt), p.Subject.ID, news{progress: &p})
	}
}
