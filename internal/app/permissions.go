package app

import (
	"bytes"
	"fmt"
	"net/http"
	"slices"
	"strings"

	"github.com/codecraft-hq/codecraft/internal/base/identity"
	"github.com/codecraft-hq/codecraft/internal/base/jsonapi"
	"github.com/codecraft-hq/codecraft/internal/base/mail"
)

// Routes are all endpoints of the API, those too that only a demo has, and who may use each.
func Routes() []jsonapi.Route {
	var all []jsonapi.Route
	for _, m := range modules() {
		if m.register == nil {
			continue
		}
		mux := http.NewServeMux()
		api := newAPI(mux)
		m.register(api, mux)
		all = append(all, api.Routes()...)
	}
	mailbox := newAPI(http.NewServeMux())
	registerMailbox(mailbox, mail.Folder{})
	return append(all, mailbox.Routes()...)
}

// tableRoles are the columns of the page, the mightiest first.
var tableRoles = []identity.Role{identity.Owner, identity.Admin, identity.Author, identity.Recruiter, identity.Interviewer, identity.Candidate, identity.Guest}

// PermissionsPage is docs/permissions.md: the table of the roles, and what each route needs.
func PermissionsPage() []byte {
	var b bytes.Buffer
	b.WriteString("# Who may do what\n\nMade from the table in `internal/base/identity` and the routes' declarations by `make gen`; `TestEveryRoute` holds every route to it.\n\n")
	b.WriteString("## Roles\n\n| permission | what for |")
	for _, role := range tableRoles {
		fmt.Fprintf(&b, " %s |", role)
	}
	b.WriteString("\n|---|---|" + strings.Repeat(":-:|", len(tableRoles)) + "\n")
	for _, p := range identity.Permissions {
		fmt.Fprintf(&b, "| `%s` | %s |", p.Name, p.For)
		for _, role := range tableRoles {
			mark := " "
			if slices.Contains(identity.Roles[role], p.Name) {
				mark = " ✓ "
			}
			fmt.Fprintf(&b, "%s|", mark)
		}
		b.WriteString("\n")
	}
	b.WriteString("\nA member acts within one organization, a candidate within one attempt, a guest within one other place, such as an interview: what belongs to others is answered with 404, as if it were not there.\n" +
		"An attempt, and what belongs to it, is the candidate's own where a route needs `attempt:take`; a run is of whoever started it.\n")
	b.WriteString("\n## Routes\n\n| route | needs |\n|---|---|\n")
	for _, r := range Routes() {
		if r.Quiet {
			continue
		}
		needs := "`" + strings.ReplaceAll(r.Needs.String(), ", or ", "` or `") + "`"
		if r.Public {
			needs = "nothing"
		}
		fmt.Fprintf(&b, "| `%s %s` | %s |\n", r.Method, r.Path, needs)
	}
	b.WriteString("\nBeside these, everybody reads `/healthz`, `/readyz`, the API's documents and the web app. Judge0's and Piston's interfaces have [tokens of their own](dropin.md).\n")
	return b.Bytes()
}
