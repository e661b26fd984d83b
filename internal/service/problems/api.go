package problems

import (
	"net/http"
	"strconv"

	"github.com/codecraft-hq/codecraft/internal/base/db"
	"github.com/codecraft-hq/codecraft/internal/base/errs"
	"github.com/codecraft-hq/codecraft/internal/base/ids"
	"github.com/codecraft-hq/codecraft/internal/base/jsonapi"
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

// onlyOf narrows a list to the parent that a filter names, which must be there: these lists make sense
// for one parent only.
func onlyOf(q *jsonapi.Query, field, column string, where *db.Conditions) error {
	for _, f := range q.Filter {
		if f.Field == field {
			db.In(where, column, f.Values)
			return nil
		}
	}
	return errs.New(errs.Malformed, "filter_missing", "say of which %s: send filter[%s]", field, field).In("filter[" + field + "]")
}
