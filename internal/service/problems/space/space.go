package space

import (
	"context"

	"github.com/codecraft-hq/codecraft/internal/base/blob"
	"github.com/codecraft-hq/codecraft/internal/base/bus"
	"github.com/codecraft-hq/codecraft/internal/base/db"
	"github.com/codecraft-hq/codecraft/internal/base/ids"
	"github.com/codecraft-hq/codecraft/internal/base/quota"
)

// Service keeps account of the bytes of all organizations.
type Service struct {
	db    *db.DB
	bytes quota.Bytes
}

// New bounds each organization by limit, in bytes, with the recordings that it has in interviews.
func New(d *db.DB, b *bus.Bus, limit int64) *Service {
	s := &Service{db: d}
	s.bytes = quota.Bytes{Limit: limit, Own: s.used, Bus: b, Other: "interviews"}
	return s
}

// Room refuses what an organization has no room for, before it is stored: it is not known yet whether some of it is there. What
// gives more back than it adds is not refused.
func (s *Service) Room(ctx context.Context, organization ids.Organization, bytes int64) error {
	if bytes <= 0 {
		return nil
	}
	return s.bytes.Room(ctx, organization, bytes)
}

// Settle brings the rows of a problem whose tests have changed up to date, in the transaction of ctx.
func (s *Service) Settle(ctx context.Context, organization ids.Organization, problem ids.Problem) error {
	added, err := s.addTests(ctx, organization, problem)
	if err != nil {
		return err
	}
	if err := s.forgetTests(ctx, organization, problem); err != nil {
		return err
	}
	return s.checked(ctx, organization, added)
}

// Keep adds a blob that stays with its problem, in the transaction of ctx.
func (s *Service) Keep(ctx context.Context, organization ids.Organization, problem ids.Problem, digest blob.Digest, bytes int64) error {
	added, err := s.addStaying(ctx, organization, problem, digest, bytes)
	if err != nil {
		return err
	}
	return s.checked(ctx, organization, added)
}

// Used tells how many bytes an organization keeps in its problems.
func (s *Service) Used(ctx context.Context, organization ids.Organization) (quota.Usage, error) {
	return s.bytes.Used(ctx, organization)
}

// checked refuses what was added when it is too much now, by itself: recordings were asked for before the transaction (Room).
func (s *Service) checked(ctx context.Context, organization ids.Organization, added int64) error {
	if added == 0 {
		return nil
	}
	if err := s.lock(ctx, organization); err != nil {
		return err
	}
	used, err := s.used(ctx, organization)
	if err != nil || used <= s.bytes.Limit {
		return err
	}
	return s.bytes.Refusal(used-added, added)
}
