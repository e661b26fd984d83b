// Package app puts the product together: which services this process runs, what each is given, and how it is served.
// It is the only package that knows everyone.
package app

import (
	"context"
	"io"
	"io/fs"
	"net/http"
	"slices"
	"strings"

	"github.com/codecraft-hq/codecraft/internal/base/db"
	"github.com/codecraft-hq/codecraft/internal/base/jsonapi"
	"github.com/codecraft-hq/codecraft/internal/service/assessments"
	"github.com/codecraft-hq/codecraft/internal/service/auth"
	"github.com/codecraft-hq/codecraft/internal/service/execution"
	"github.com/codecraft-hq/codecraft/internal/service/problems"
)

// module is one line of the table of the whole system.
type module struct {
	name       string
	migrations fs.FS                                         // nil: it owns no tables
	beside     func(context.Context, *db.DB) error           // makes the tables of a package below it; nil: there are none
	register   func(*jsonapi.API, *http.ServeMux)            // describes its endpoints without serving them; nil: it has none
	build      func(context.Context, *system) (*part, error) // nil: nothing runs yet
}

// part is a module that was built: what it serves and what it runs.
type part struct {
	register func(*jsonapi.API, *http.ServeMux)
	outside  func(*http.ServeMux) // routes outside of sessions and JSON:API; nil: there are none
	run      func(context.Context) error
	ready    func(context.Context) error
	seed     func(context.Context, io.Writer) error // what a demo needs of it; after everything is ready
}

// modules is the whole system, in the order in which it starts; it stops in reverse.
func modules() []module {
	return []module{
		{
			name:       "auth",
			migrations: auth.Migrations, register: new(auth.Service).Register, build: buildAuth,
		},
		{
			name:       "problems",
			migrations: problems.Migrations, register: new(problems.Service).Register, build: buildProblems,
		},
		{
			name:       "execution",
			migrations: execution.Migrations, beside: besideExecution, register: new(execution.Service).Register, build: buildExecution,
		},
		{
			name:       "assessments",
			migrations: assessments.Migrations, register: new(assessments.Service).Register, build: buildAssessments,
		},
		{name: "worker", build: buildWorker},
		{name: "interviews"},
		{name: "web"},
	}
}

// paths are the beginnings of all that a module serves, as it registers them: /v1/users of /v1/users/{id}.
func (m module) paths() []string {
	if m.register == nil {
		return nil
	}
	mux := http.NewServeMux()
	api := newAPI(mux)
	m.register(api, mux)
	var all []string
	for _, route := range api.Routes() {
		steps := strings.SplitN(route.Path, "/", 4) // "", "v1", "users", the rest
		all = append(all, strings.Join(steps[:3], "/"))
	}
	slices.Sort(all)
	return slices.Compact(all)
}

func moduleNames() []string {
	var names []string
	for _, m := range modules() {
		names = append(names, m.name)
	}
	return names
}
