package space

import (
	"context"
	"fmt"

	"github.com/codecraft-hq/codecraft/internal/base/blob"
	"github.com/codecraft-hq/codecraft/internal/base/db"
	"github.com/codecraft-hq/codecraft/internal/base/errs"
	"github.com/codecraft-hq/codecraft/internal/base/ids"
	"github.com/codecraft-hq/codecraft/internal/base/quota"
)

// DefaultLimit is what an organization may keep where the operator says nothing, in bytes.
const DefaultLimit = 5 << 30

// Service keeps account of the bytes of all organizations.
type Service struct {
	db    *db.DB
	limit int64
}

// New bounds each organization by limit, in bytes.
func New(d *db.DB, limit int64) *Service { return &Service{db: d, limit: limit} }

// Room refuses what an organization has no room for, before it is stored: it is not known yet whether some of it is there. What
// gives more back than it adds is not refused.
func (s *Service) Room(ctx context.Context, organization ids.Organization, bytes int64) error {
	if bytes <= 0 {
		return nil
	}
	used, err := s.used(ctx, organization)
	if err != nil || used+bytes <= s.limit {
		return err
	}
	return s.refusal(used, bytes)
}

// Settle brings the rows of a problem whose tests have changed up to date, in the transaction of ctx.
func (s *Service) Settle(ctx context.Context, organization ids.Organization, problem ids.Problem) error {
	added, err := s.addTests(ctx, problem)
	if err != nil {
		return err
	}
	if err := s.forgetTests(ctx, problem); err != nil {
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

// Used tells how many bytes an organization keeps.
func (s *Service) Used(ctx context.Context, organization ids.Organization) (quota.Usage, error) {
	used, err := s.used(ctx, organization)
	return quota.Usage{Name: "bytes", Used: used, Limit: s.limit}, err
}

// checked refuses what was added when it is too much now.
func (s *Service) checked(ctx context.Context, organization ids.Organization, added int64) error {
	if added == 0 {
		return nil
	}
	if err := s.lock(ctx, organization); err != nil {
		return err
	}
	used, err := s.used(ctx, organization)
	if err != nil || used <= s.limit {
		return err
	}
	return s.refusal(used-added, added)
}

func (s *Service) refusal(used, needed int64) error {
	return errs.New(errs.Conflict, "organization_bytes_used", "your organization may keep %s of tests and pictures, of which %s are left and this needs %s: delete tests, or problems that were never published, or ask whoever runs this installation to raise --organization-bytes",
		size(s.limit), size(max(0, s.limit-used)), size(needed))
}

// size is a number of bytes as people read it.
func size(bytes int64) string {
	units := []string{"bytes", "KiB", "MiB", "GiB", "TiB"}
	n, unit := float64(bytes), 0
	for n >= 1024 && unit < len(units)-1 {
		n, unit = n/1024, unit+1
	}
	if unit == 0 {
		return fmt.Sprintf("%d bytes", bytes)
	}
	return fmt.Sprintf("%.1f %s", n, units[unit])
}
