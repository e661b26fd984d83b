package problems

import (
	"context"
	"net/http"
	"slices"
	"strconv"

	"github.com/codecraft-hq/codecraft/internal/base/db"
	"github.com/codecraft-hq/codecraft/internal/base/errs"
	"github.com/codecraft-hq/codecraft/internal/base/identity"
	"github.com/codecraft-hq/codecraft/internal/base/ids"
	"github.com/codecraft-hq/codecraft/internal/base/jsonapi"
	"github.com/codecraft-hq/codecraft/internal/base/paging"
)

// tag is the heading in the documents.
const tag = "problems"

// Register mounts the service's endpoints.
func (s *Service) Register(api *jsonapi.API, _ *http.ServeMux) {
	s.registerProblems(api)
	s.registerGroups(api)
	s.registerTests(api)
	s.registerReferences(api)
	s.registerVerifications(api)
	s.registerVersions(api)
	s.registerImports(api)
	s.registerCopies(api)
	s.registerPictures(api)
	s.registerRestorations(api)
}

// OfProblem is the relationships of what belongs to a problem.
type OfProblem struct {
	Problem jsonapi.One[ProblemAttributes] `json:"problem" required:"true" immutable:"true"`
}

func ofProblem(id ids.Problem) OfProblem {
	return OfProblem{Problem: jsonapi.ToOne[ProblemAttributes](string(id))}
}

// revisionOf is the revision a resource had when it was read.
func revisionOf(version string) int {
	n, err := strconv.Atoi(version)
	if err != nil {
		return -1 // no row has it: the update finds none
	}
	return n
}

// pageOf reads a page of what belongs to the one named by the filter, which must be sent:
// these lists make sense for one parent only.
func pageOf[R any](ctx context.Context, need identity.Permission, q *jsonapi.Query, filter string, p paging.Pager[R], list func(context.Context, *db.Conditions, []db.Key, int) ([]R, error)) (rows []R, next, prev string, err error) {
	who, err := identity.Require(ctx, need)
	if err != nil {
		return nil, "", "", err
	}
	at := slices.IndexFunc(q.Filter, func(f jsonapi.Filter) bool { return f.Field == filter })
	if at < 0 {
		return nil, "", "", errs.New(errs.Malformed, "filter_missing", "say of which %s: send filter[%s]", filter, filter).In("filter[" + filter + "]")
	}
	where := db.In(db.Where("organization_id = ?", who.Organization), filter+"_id", q.Filter[at].Values)
	return p.Page(q, where, func(where *db.Conditions, order []db.Key, n int) ([]R, error) {
		return list(ctx, where, order, n)
	})
}

// getting answers those of the ids that are in the caller's organization.
func getting[R any, A jsonapi.Named, L any](need identity.Permission, get func(context.Context, ids.Organization, []string) ([]R, error), show func([]R) []jsonapi.Resource[A, L]) func(context.Context, []string) ([]jsonapi.Resource[A, L], error) {
	return func(ctx context.Context, which []string) ([]jsonapi.Resource[A, L], error) {
		who, err := identity.Require(ctx, need)
		if err != nil {
			return nil, err
		}
		rows, err := get(ctx, who.Organization, which)
		return show(rows), err
	}
}
