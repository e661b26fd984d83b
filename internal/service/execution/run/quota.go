package run

import (
	"context"
	"time"

	"github.com/codecraft-hq/codecraft/internal/base/errs"
	"github.com/codecraft-hq/codecraft/internal/base/identity"
	"github.com/codecraft-hq/codecraft/internal/base/ids"
	"github.com/codecraft-hq/codecraft/internal/base/quota"
)

// allowOrganization bounds the runs of all of an organization on this replica. Candidates and guests are not told how busy it is.
func (s *Service) allowOrganization(ctx context.Context, who identity.Principal) error {
	admit := func(key string) error { return s.everyone.Admit(ctx, key) }
	if !who.Place.IsZero() {
		admit = s.everyone.Allow
	}
	if err := admit(string(who.Organization)); err != nil {
		return s.organizationLimited(errs.Of(err).RetryAfter)
	}
	return nil
}

// allowOnAll bounds them on all replicas together. Who is refused for another reason takes nothing from their colleagues.
func (s *Service) allowOnAll(ctx context.Context, who identity.Principal) error {
	if wait := s.shares.take(ctx, who.Organization); wait > 0 {
		return s.organizationLimited(wait)
	}
	return nil
}

// Used tells how many runs of this minute replicas have taken for an organization, some at a time.
func (s *Service) Used(ctx context.Context, organization ids.Organization) (quota.Usage, error) {
	return s.shares.budget.Used(ctx, organization)
}

func (s *Service) organizationLimited(wait time.Duration) error {
	return errs.New(errs.TooMany, "organization_rate_limited", "your organization has started %d runs within a minute, as many as it may: wait a moment", s.config.OrganizationRuns).After(wait)
}
