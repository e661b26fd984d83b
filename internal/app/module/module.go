// Package module builds the services of the product and fills them at the start, a file a service. What each needs and the order
// in which they start is the table's of internal/app.
package module

import (
	"context"
	"fmt"
	"io"
	"log/slog"
	"net/http"

	"github.com/prometheus/client_golang/prometheus"

	"github.com/codecraft-hq/codecraft/internal/app/operations"
	"github.com/codecraft-hq/codecraft/internal/base/blob"
	"github.com/codecraft-hq/codecraft/internal/base/bus"
	"github.com/codecraft-hq/codecraft/internal/base/db"
	"github.com/codecraft-hq/codecraft/internal/base/httpx"
	"github.com/codecraft-hq/codecraft/internal/base/jsonapi"
)

// Given is what a module gets from the process that it runs in.
type Given struct {
	Log      *slog.Logger
	Registry prometheus.Registerer
	Bus      *bus.Bus
	Blobs    blob.Store
	DB       *db.DB // of the module, up to date; nil when it owns no tables
	Cookies  httpx.Cookies
	Origins  httpx.Origins
	Demo     *Demo
	Near     Near
	Close    func(func() error) // called when everything has stopped, the last one first
}

// Near are the neighbours that a module says it needs, by name: the service of one that runs here, the client of one that
// runs elsewhere.
type Near map[string]any

// neighbour is one of them, as this module asks it.
func neighbour[T any](near Near, name string) (T, error) {
	found, ok := near[name].(T)
	if !ok {
		return found, fmt.Errorf("%s is not among its neighbours, or cannot be asked what is asked of it: the table of modules says who needs whom", name)
	}
	return found, nil
}

// Build makes a module.
type Build func(context.Context, Given) (*Part, error)

// Part is a module that was built: what its neighbours ask, what it serves and what it runs.
type Part struct {
	Service  any // nil: nobody asks it
	Register func(*jsonapi.API, *http.ServeMux)
	Outside  map[string]http.Handler // at paths and below, outside of sessions and JSON:API
	Run      func(context.Context) error
	Ready    func(context.Context) error
	Watched  map[string]func(context.Context) error // neighbours that it goes on without: operators are told why one does not answer
	Worker   func() *operations.Worker              // as it tells of itself; nil: it runs no programs
	Seed     func(context.Context, io.Writer) error // what is to be filled in at the start; after everything is ready
}
