package workspace

import (
	"context"

	"github.com/codecraft-hq/codecraft/internal/base/db"
	"github.com/codecraft-hq/codecraft/internal/base/identity"
	"github.com/codecraft-hq/codecraft/internal/base/jsonapi"
	"github.com/codecraft-hq/codecraft/internal/parts/listing"
)

// Sight narrows rows to those that who sits there sees.
type Sight func(ctx context.Context, at Seat) (*db.Conditions, error)

// Find answers those of the rows that who asks may see, of however many interviews.
func Find[T any](ctx context.Context, s *Service, table string, wanted []string, seen Sight, rows listing.Rows[T]) (all []T, err error) {
	where := db.In(db.Where("organization_id = ?", identity.From(ctx).Organization), "id", wanted)
	interviews, err := db.Select[string](ctx, s.db, `SELECT DISTINCT interview_id FROM `+table+where.SQL(), where.Args()...)
	if err != nil {
		return nil, err
	}
	err = s.EachSeat(ctx, interviews, func(at Seat) error {
		where, err := seen(ctx, at)
		if err != nil {
			return err
		}
		found, err := rows(ctx, db.In(where, "id", wanted), nil, len(wanted))
		all = append(all, found...)
		return err
	})
	return all, err
}

// List answers a page of the one interview that a list is asked for.
func List[T any, A jsonapi.Named](
	ctx context.Context, s *Service, q *jsonapi.Query, pager listing.Pager[T], seen Sight, rows listing.Rows[T], show func(*T) jsonapi.Resource[A, OfInterview],
) (page jsonapi.Page[A, OfInterview], err error) {
	at, there, err := s.Listed(ctx, q)
	if err != nil || !there {
		return page, err
	}
	where, err := seen(ctx, at)
	if err != nil {
		return page, err
	}
	return listing.Page(ctx, q, pager, where, rows, listing.Each(show))
}

// ByAll is the sight of what everybody in the room sees.
func ByAll(_ context.Context, at Seat) (*db.Conditions, error) {
	return OfOne(at.Interview.Organization, at.Interview.ID), nil
}

// ByInterviewers is the sight of what only interviewers see.
func ByInterviewers(_ context.Context, at Seat) (*db.Conditions, error) {
	where := OfOne(at.Interview.Organization, at.Interview.ID)
	if !at.Interviewers() {
		where = where.And("1 = 0")
	}
	return where, nil
}
