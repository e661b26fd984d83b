// Package app puts the product together: which services this process runs, what each is given, and how it is served.
// It is the only package that knows everyone.
package app

import (
	"context"
	"io"
	"io/fs"
	"net/http"

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
	paths      []string                                      // what web passes on to it in a split installation
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
			paths:      []string{"/v1/users", "/v1/sessions", "/v1/session-refreshes", "/v1/password-resets", "/v1/password-changes", "/v1/organizations", "/v1/memberships", "/v1/member-invitations", "/v1/member-invitation-previews", "/v1/setup", "/.well-known/jwks.json"},
			migrations: auth.Migrations, register: new(auth.Service).Register, build: buildAuth,
		},
		{
			name:       "problems",
			paths:      []string{"/v1/problems", "/v1/test-groups", "/v1/tests", "/v1/reference-solutions", "/v1/verifications", "/v1/problem-versions", "/v1/problem-imports", "/v1/problem-copies", "/v1/problem-restorations"},
			migrations: problems.Migrations, register: new(problems.Service).Register, build: buildProblems,
		},
		{
			name:       "execution",
			paths:      []string{"/v1/languages", "/v1/runs", "/v1/judgements", "/v1/rejudgings", "/v1/webhooks", "/v1/webhook-deliveries"},
			migrations: execution.Migrations, beside: besideExecution, register: new(execution.Service).Register, build: buildExecution,
		},
		{
			name:       "assessments",
			paths:      []string{"/v1/assessments", "/v1/invitations", "/v1/invitation-imports", "/v1/invitation-previews", "/v1/attempts", "/v1/answers", "/v1/documents", "/v1/submissions", "/v1/activities"},
			migrations: assessments.Migrations, register: new(assessments.Service).Register, build: buildAssessments,
		},
		{name: "worker", build: buildWorker},
		{name: "interviews"},
		{name: "web"},
	}
}

func moduleNames() []string {
	var names []string
	for _, m := range modules() {
		names = append(names, m.name)
	}
	return names
}
