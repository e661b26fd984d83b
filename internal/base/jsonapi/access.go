package jsonapi

import (
	"cmp"
	"slices"

	"github.com/danielgtaylor/huma/v2"

	"github.com/codecraft-hq/codecraft/internal/base/identity"
)

// access says who may do what with a collection.
type access struct {
	public      []string
	read, write identity.Needs
	needs       map[string]identity.Needs
}

// of is what a verb needs.
func (a access) of(verb string) identity.Needs {
	if own, declared := a.needs[verb]; declared {
		return own
	}
	if verb == "list" || verb == "get" {
		return a.read
	}
	return a.write
}

const needsKey = "needs"

// guarded writes into the operation who may use it, for Guard and for the document: the security requirements name the
// permissions as OpenAPI 3.1 has it (all of one alternative), the description says the same to people.
func guarded(op *huma.Operation, public bool, needs identity.Needs) {
	op.Metadata = map[string]any{needsKey: needs}
	if op.Security, op.Description = nil, "Needs "+needs.String()+"."; public {
		op.Security, op.Description = []map[string][]string{{}}, ""
		return
	}
	for _, all := range needs {
		var names []string
		for _, permission := range all {
			names = append(names, string(permission))
		}
		op.Security = append(op.Security, map[string][]string{"bearer": names}, map[string][]string{"cookie": names})
	}
}

func isPublic(op *huma.Operation) bool { return len(op.Security) == 1 && len(op.Security[0]) == 0 }

func needsOf(op *huma.Operation) identity.Needs {
	needs, _ := op.Metadata[needsKey].(identity.Needs)
	return needs
}

// Route is one endpoint that is served, documented or not, and who may use it.
type Route struct {
	Method, Path string
	Public       bool
	Needs        identity.Needs
	Deprecated   bool
	Quiet        bool // not in the document: JSON:API demands the refusal that it answers
}

// Routes are all endpoints, by path and method.
func (s *API) Routes() []Route {
	return slices.SortedFunc(slices.Values(s.routes), func(a, b Route) int {
		return cmp.Or(cmp.Compare(a.Path, b.Path), cmp.Compare(a.Method, b.Method))
	})
}

func (s *API) enter(op *huma.Operation, quiet bool) {
	s.routes = append(s.routes, Route{Method: op.Method, Path: op.Path, Public: isPublic(op), Needs: needsOf(op), Deprecated: op.Deprecated, Quiet: quiet})
}
