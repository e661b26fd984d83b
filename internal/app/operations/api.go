package operations

import (
	"context"
	"net/http"

	"github.com/codecraft-hq/codecraft/internal/base/errs"
	"github.com/codecraft-hq/codecraft/internal/base/identity"
	"github.com/codecraft-hq/codecraft/internal/base/jsonapi"
	contract "github.com/codecraft-hq/codecraft/internal/contract/auth"
)

// Operators knows whose installation it is: auth, here or over the bus.
type Operators interface {
	Operator(context.Context) (contract.Operator, error)
}

// API serves the overview.
type API struct {
	Board     *Board
	Modules   []string // that there are
	Operators Operators
}

type overviewResource = jsonapi.Resource[Overview, jsonapi.None]

// Register mounts the endpoint.
func (a API) Register(api *jsonapi.API, _ *http.ServeMux) {
	jsonapi.Handle(api, jsonapi.Action{
		Method: http.MethodGet, Path: "/v1/operations", Name: "getOperations", Tag: "Operations", Needs: identity.AnyOf(identity.OperationsRead),
		Summary: "How the installation is, to owners and administrators of the organization that set it up",
	}, func(ctx context.Context, _ *jsonapi.Nothing) (*overviewResource, error) {
		if err := a.operator(ctx); err != nil {
			return nil, err
		}
		return &overviewResource{ID: "current", Attributes: a.Board.Overview(a.Modules)}, nil
	})
}

// operator lets those in who run the installation, whatever else others may.
func (a API) operator(ctx context.Context) error {
	who, err := identity.Require(ctx, identity.OperationsRead)
	if err != nil {
		return err
	}
	whose, err := a.Operators.Operator(ctx)
	if err == nil && (whose.Organization == "" || whose.Organization != who.Organization) {
		return errs.New(errs.Forbidden, "operations_foreign", "the operations page is for owners and administrators of the organization that set this installation up")
	}
	return err
}
