// Package app puts the product together: which services this process runs, what each is given, and how it is served.
// With its rooms (open, module) it is the only package that knows everyone.
package app

import (
	"context"
	"io/fs"
	"net/http"
	"slices"
	"strings"

	"github.com/codecraft-hq/codecraft/internal/app/module"
	"github.com/codecraft-hq/codecraft/internal/app/operations"
	"github.com/codecraft-hq/codecraft/internal/base/bus"
	"github.com/codecraft-hq/codecraft/internal/base/db"
	"github.com/codecraft-hq/codecraft/internal/base/jsonapi"
	"github.com/codecraft-hq/codecraft/internal/contract/places"
	"github.com/codecraft-hq/codecraft/internal/service/assessments"
	"github.com/codecraft-hq/codecraft/internal/service/auth"
	"github.com/codecraft-hq/codecraft/internal/service/execution"
	"github.com/codecraft-hq/codecraft/internal/service/interviews"
	"github.com/codecraft-hq/codecraft/internal/service/interviews/recording"
	"github.com/codecraft-hq/codecraft/internal/service/problems"
)

// row is one line of the table of the whole system.
type row struct {
	name       string
	needs      []string                            // whom it asks; they are built before it
	later      []string                            // whom it asks, too, but who need it and are built after it
	streams    []bus.StreamConfig                  // what its durable subjects are kept in
	migrations fs.FS                               // nil: it owns no tables
	beside     func(context.Context, *db.DB) error // makes the tables of a package below it; nil: there are none
	restored   func(context.Context, *db.DB) error // mends rows that tell of what no backup has; nil: there are none
	register   func(*jsonapi.API, *http.ServeMux)  // describes its endpoints without serving them; nil: it has none
	aside      []string                            // paths that it serves outside of sessions and JSON:API
	blobs      bool                                // its tables name blobs: it says which, before others are collected
	client     func(*bus.Bus) any                  // asks it in another process; nil: nobody asks it
	stand      func() standIn                      // is given to who asks it later; nil: nobody does
	build      func(Config) module.Build           // nil: nothing runs yet
}

// modules is the whole system. A process starts what it runs of it in the order of its needs, and stops in reverse.
func modules() []row {
	return []row{
		{
			name:       "auth",
			migrations: auth.Migrations, register: new(auth.Service).Register,
			client: func(b *bus.Bus) any { return auth.NewClient(b) },
			build:  func(c Config) module.Build { return module.Auth(c.Auth) },
		},
		{
			name: "problems", needs: []string{"execution"}, blobs: true,
			migrations: problems.Migrations, register: new(problems.Service).Register,
			client: func(b *bus.Bus) any { return problems.NewClient(b) },
			build:  func(c Config) module.Build { return module.Problems(c.OrganizationBytes) },
		},
		{
			name: "execution", later: []string{"assessments", "interviews"}, streams: execution.Streams, blobs: true,
			migrations: execution.Migrations, beside: module.BesideExecution, register: new(execution.Service).Register,
			client: func(b *bus.Bus) any { return execution.NewClient(b) },
			build:  func(c Config) module.Build { return module.Execution(c.Execution, c.DropinConfig) },
		},
		{
			name: "assessments", needs: []string{"auth", "problems", "execution"}, blobs: true,
			migrations: assessments.Migrations, register: new(assessments.Service).Register,
			client: func(b *bus.Bus) any { return places.NewClient(b) },
			stand:  func() standIn { return new(module.LaterOwner) },
			build:  func(c Config) module.Build { return module.Assessments(c.Assessments) },
		},
		{
			name: "worker", needs: []string{"execution"},
			build: func(c Config) module.Build { return module.Worker(c.worker()) },
		},
		{
			name: "interviews", needs: []string{"auth", "problems", "execution"}, blobs: true,
			migrations: interviews.Migrations, restored: recording.Restored, register: new(interviews.Service).Register, aside: []string{module.MediaPath},
			client: func(b *bus.Bus) any { return places.NewClient(b) },
			stand:  func() standIn { return new(module.LaterOwner) },
			build: func(c Config) module.Build {
				return module.Interviews(c.Interviews, c.MediaConfig, c.Folder, c.Patience)
			},
		},
		{
			name: "web", register: registerWeb,
			build: func(Config) module.Build { return buildUsages },
		},
	}
}

// registerWeb describes what is put together where people come in.
func registerWeb(api *jsonapi.API, mux *http.ServeMux) {
	usages{}.register(api, mux)
	operations.API{}.Register(api, mux)
}

// paths are the beginnings of all that a module serves, as it registers them: /v1/users of /v1/users/{id}.
func (m row) paths() []string {
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
