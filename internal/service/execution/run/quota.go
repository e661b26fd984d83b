package run

import (
	"context"

	"github.com/codecraft-hq/codecraft/internal/base/errs"
	"github.com/codecraft-hq/codecraft/internal/base/identity"
)

// allowOrganization bounds the runs of all of an organization together. Candidates and guests are not told how busy it is.
func (s *Service) allowOrganization(ctx context.Context, who identity.Principal) error {
	admit := func(key string) error { return s.everyone.Admit(ctx, key) }
	if !who.Place.IsZero() {
		admit = s.everyone.Allow
	}
	err := admit(string(who.Organization))
	if err == nil {
		return nil
	}
	return errs.New(errs.TooMany, "organization_rate_limited", "your organization has started %d runs within a minute, as many as it may: wait a moment", s.config.OrganizationRuns).
		After(errs.Of(err).RetryAfter)
}
