package problem

import (
	"context"

	"github.com/codecraft-hq/codecraft/internal/base/db"
	"github.com/codecraft-hq/codecraft/internal/base/identity"
	"github.com/codecraft-hq/codecraft/internal/base/ids"
	"github.com/codecraft-hq/codecraft/internal/base/jsonapi"
	"github.com/codecraft-hq/codecraft/internal/parts/listing"
)

// OfProblem is the relationships of what belongs to a problem.
type OfProblem struct {
	Problem jsonapi.One[ProblemAttributes] `json:"problem" required:"true" immutable:"true"`
}

// ToProblem is the relationships of what belongs to the problem.
func ToProblem(id ids.Problem) OfProblem {
	return OfProblem{Problem: jsonapi.ToOne[ProblemAttributes](string(id))}
}

// PageOf reads a page of what belongs to the one named by the filter, which must be sent.
func PageOf[T any, A jsonapi.Named, R any](
	ctx context.Context, need identity.Permission, q *jsonapi.Query, filter string, p listing.Pager[T], list listing.Rows[T], show func([]T) ([]jsonapi.Resource[A, R], error),
) (page jsonapi.Page[A, R], err error) {
	who, err := identity.Require(ctx, need)
	if err != nil {
		return page, err
	}
	parents, err := listing.Required(q, filter)
	if err != nil {
		return page, err
	}
	return listing.Page(ctx, q, p, db.In(db.Where("organization_id = ?", who.Organization), filter+"_id", parents), list, show)
}

// Getting answers those of the ids that are in the caller's organization.
func Getting[R any, A jsonapi.Named, L any](need identity.Permission, get func(context.Context, ids.Organization, []string) ([]R, error), show func(*R) jsonapi.Resource[A, L]) func(context.Context, []string) ([]jsonapi.Resource[A, L], error) {
	return func(ctx context.Context, which []string) ([]jsonapi.Resource[A, L], error) {
		who, err := identity.Require(ctx, need)
		if err != nil {
			return nil, err
		}
		rows, err := get(ctx, who.Organization, which)
		return listing.Show(rows, show), err
	}
}

// Texts turns ids into what a query or an answer holds.
func Texts[T ~string](all []T) []string {
	out := make([]string, len(all))
	for i, one := range all {
		out[i] = string(one)
	}
	return out
}

// Tag is the heading in the documents.
const Tag = "problems"
