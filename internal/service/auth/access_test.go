package auth_test

import (
	"net/http"
	"strings"
	"testing"

	"github.com/codecraft-hq/codecraft/internal/base/identity"
	"github.com/codecraft-hq/codecraft/internal/base/ids"
	contract "github.com/codecraft-hq/codecraft/internal/contract/auth"
)

// route is a request as each role makes it; %S stands for an id its setup gives.
type route struct {
	says   string
	status map[string]int // by role; "" is nobody
	call   func(c *caller) answer
}

func all(status int) map[string]int {
	return map[string]int{"owner": status, "admin": status, "author": status, "recruiter": status, "interviewer": status, "candidate": 403, "": 401}
}

// managers is a table in which owners and admins get a status, and other members 403.
func managers(status int) map[string]int {
	table := all(403)
	table["owner"], table["admin"] = status, status
	return table
}

func with(table map[string]int, role string, status int) map[string]int {
	table[role] = status
	return table
}

func TestEveryRoleOnEveryRoute(t *testing.T) {
	staffed(t, func(w *world) {
		owner := w.as("owner@example.org")
		members := map[string]string{}
		for _, m := range owner.get("/v1/memberships").must(w.t, 200).many() {
			members[m.Attributes["role"].(string)] = m.ID
		}
		callers := map[string]*caller{"": w.caller(), "owner": owner, "candidate": candidate(w)}
		for _, role := range []string{"admin", "author", "recruiter", "interviewer"} {
			callers[role] = w.as(role + "@example.org")
		}
		pending := owner.post("member-invitations", fields{"email": "later@example.org", "role": "author"}).must(w.t, 201).one().ID
		user, org := string(w.users["interviewer@example.org"]), string(w.org)
		for _, r := range []route{
			{"GET setup", map[string]int{"owner": 200, "candidate": 200, "": 200}, func(c *caller) answer { return c.get("/v1/setup") }},
			{"GET keys", map[string]int{"owner": 200, "candidate": 200, "": 200}, func(c *caller) answer { return c.get("/.well-known/jwks.json") }},
			{"GET current session", with(all(200), "candidate", 200), func(c *caller) answer { return c.get("/v1/sessions/current") }},
			{"GET sessions", all(200), func(c *caller) answer { return c.get("/v1/sessions") }},
			{"DELETE a session that is not there", with(all(404), "candidate", 404), func(c *caller) answer { return c.delete("/v1/sessions/" + ids.New[string]()) }},
			{"GET a fellow user", all(200), func(c *caller) answer { return c.get("/v1/users/" + user) }},
			{"PATCH another user", with(all(403), "interviewer", 200), func(c *caller) answer { return c.patch("users", user, fields{"name": "Ada"}) }},
			{"GET organizations", all(200), func(c *caller) answer { return c.get("/v1/organizations") }},
			{"GET organization", all(200), func(c *caller) answer { return c.get("/v1/organizations/" + org) }},
			{"PATCH organization", managers(200), func(c *caller) answer { return c.patch("organizations", org, fields{"name": "Engines"}) }},
			{"GET memberships", all(200), func(c *caller) answer { return c.get("/v1/memberships") }},
			{"GET membership", all(200), func(c *caller) answer { return c.get("/v1/memberships/" + members["author"]) }},
			{"PATCH membership", managers(200), func(c *caller) answer {
				return c.patch("memberships", members["interviewer"], fields{"role": "interviewer"})
			}},
			{"PATCH an owner", with(managers(403), "owner", 409), func(c *caller) answer { return c.patch("memberships", members["owner"], fields{"role": "admin"}) }},
			{"PATCH somebody into an owner", map[string]int{"admin": 403, "author": 403, "candidate": 403, "": 401}, func(c *caller) answer { return c.patch("memberships", members["author"], fields{"role": "owner"}) }},
			{"DELETE an owner", with(all(403), "owner", 409), func(c *caller) answer { return c.delete("/v1/memberships/" + members["owner"]) }},
			{"GET member invitations", managers(200), func(c *caller) answer { return c.get("/v1/member-invitations") }},
			{"GET a member invitation", managers(200), func(c *caller) answer { return c.get("/v1/member-invitations/" + pending) }},
			{"POST a member invitation", managers(201), func(c *caller) answer {
				return c.post("member-invitations", fields{"email": "new@example.org", "role": "author"})
			}},
			{"POST an owner's invitation", with(managers(403), "owner", 201), func(c *caller) answer {
				return c.post("member-invitations", fields{"email": "boss@example.org", "role": "owner"})
			}},
			{"DELETE a member invitation that is not there", managers(404), func(c *caller) answer { return c.delete("/v1/member-invitations/" + ids.New[string]()) }},
			{"POST a password change", with(all(422), "candidate", 403), func(c *caller) answer {
				return c.post("password-changes", fields{"currentPassword": password, "password": "short"})
			}},
		} {
			for role, want := range r.status {
				if a := r.call(callers[role]); a.status != want {
					w.t.Errorf("%s as %q: %d instead of %d: %s", r.says, role, a.status, want, a.body)
				}
			}
		}
	})
}

// candidate is a caller in an attempt of the world's organization.
func candidate(w *world) *caller {
	tokens, err := w.s.CandidateSession(w.t.Context(), contract.CandidateSession{
		Organization: w.org, Place: identity.InAttempt(ids.New[ids.Attempt]()), Name: "Grace", Email: "grace@example.net", EndsAt: w.clock.now().Add(1e12),
	})
	ok(w.t, err)
	c := w.caller()
	c.token = tokens.AccessToken
	return c
}

func TestAStrangerFindsNothing(t *testing.T) {
	staffed(t, func(w *world) {
		owner := w.as("owner@example.org")
		membership := owner.get("/v1/memberships").many()[2].ID
		invitation := owner.post("member-invitations", fields{"email": "later@example.org", "role": "author"}).must(w.t, 201).one().ID
		session := owner.get("/v1/sessions/current").one().ID
		user := string(w.users["author@example.org"])

		anyone := w.caller()
		anyone.post("users", fields{"email": "stranger@example.com", "name": "Stranger", "password": password}).must(w.t, 201)
		stranger := w.as("stranger@example.com")
		for _, path := range []string{
			"/v1/users/" + user, "/v1/organizations/" + string(w.org), "/v1/memberships/" + membership,
			"/v1/member-invitations/" + invitation, "/v1/sessions/" + session,
		} {
			for method, call := range map[string]func() answer{
				http.MethodGet: func() answer { return stranger.get(path) },
				http.MethodPatch: func() answer {
					parts := strings.Split(path, "/")
					body := fields{"users": fields{"name": "x"}, "organizations": fields{"name": "x"}, "memberships": fields{"role": "admin"}}[parts[2]]
					if body == nil {
						return answer{status: 404}
					}
					return stranger.patch(parts[2], parts[3], body.(fields))
				},
				http.MethodDelete: func() answer {
					if strings.Contains(path, "/users/") || strings.Contains(path, "/organizations/") {
						return answer{status: 404} // nobody deletes these
					}
					return stranger.delete(path)
				},
			} {
				if a := call(); a.status != 404 {
					w.t.Errorf("%s %s: %d %s", method, path, a.status, a.body)
				}
			}
		}
		for path, count := range map[string]int{"/v1/memberships": 1, "/v1/member-invitations": 0, "/v1/organizations": 1, "/v1/sessions": 1} {
			if got := len(stranger.get(path).must(w.t, 200).many()); got != count {
				w.t.Errorf("%s lists %d, want %d", path, got, count)
			}
		}
	})
}

func TestBadInputIsLocated(t *testing.T) {
	staffed(t, func(w *world) {
		owner := w.as("owner@example.org")
		good := fields{"email": "ada@example.com", "name": "Ada", "password": password}
		but := func(name string, value any) fields {
			changed := fields{name: value}
			for k, v := range good {
				if k != name {
					changed[k] = v
				}
			}
			return changed
		}
		long := strings.Repeat("x", 130)
		for _, c := range []struct {
			says   string
			call   func() answer
			status int
			fault  string
		}{
			{"no address", func() answer { return w.caller().post("users", but("email", "ada")) }, 422, "email_invalid /data/attributes/email"},
			{"an address with a name", func() answer { return w.caller().post("users", but("email", "Ada <ada@example.com>")) }, 422, "email_invalid /data/attributes/email"},
			{"a line break in the address", func() answer { return w.caller().post("users", but("email", "ada@example.com\r\nBcc: x@example.com")) }, 422, "email_invalid /data/attributes/email"},
			{"no name", func() answer { return w.caller().post("users", but("name", "  ")) }, 422, "name_missing /data/attributes/name"},
			{"a long name", func() answer { return w.caller().post("users", but("name", long)) }, 422, "name_long /data/attributes/name"},
			{"a control character in the name", func() answer { return w.caller().post("users", but("name", "A\x01a")) }, 422, "name_unreadable /data/attributes/name"},
			{"a name that nobody sees", func() answer { return w.caller().post("users", but("name", "\u200b\u2060")) }, 422, "name_missing /data/attributes/name"},
			{"a name that turns what follows around", func() answer { return w.caller().post("users", but("name", "Ada\u202e")) }, 422, "name_unreadable /data/attributes/name"},
			{"an organization that does", func() answer { return w.caller().post("users", but("organizationName", "Ada\u2067")) }, 422, "name_unreadable /data/attributes/organizationName"},
			{"a short password", func() answer { return w.caller().post("users", but("password", "short")) }, 422, "password_short /data/attributes/password"},
			{"a common password", func() answer { return w.caller().post("users", but("password", "P@ssword123!")) }, 422, "password_common /data/attributes/password"},
			{"the address as password", func() answer { return w.caller().post("users", but("password", "ada@example.com")) }, 422, "password_is_email /data/attributes/password"},
			{"a long organization", func() answer { return w.caller().post("users", but("organizationName", long)) }, 422, "name_long /data/attributes/organizationName"},
			{"an address that is taken", func() answer { return w.caller().post("users", but("email", "OWNER@example.org")) }, 409, "email_taken /data/attributes/email"},
			{"a made-up invitation", func() answer { return w.caller().post("users", but("invitationToken", "cci_x")) }, 410, "invitation_invalid /data/attributes/invitationToken"},
			{"a set-up token too late", func() answer { return w.caller().post("users", but("setupToken", "ccs_x")) }, 403, "setup_token_invalid /data/attributes/setupToken"},
			{"a made-up reset token", func() answer { return w.caller().post("password-changes", fields{"token": "x", "password": password}) }, 410, "reset_token_invalid /data/attributes/token"},
			{"no address to reset", func() answer { return w.caller().post("password-resets", fields{"email": "x"}) }, 422, "email_invalid /data/attributes/email"},
			{"an unknown role", func() answer {
				return owner.post("member-invitations", fields{"email": "x@example.com", "role": "candidate"})
			}, 422, "invalid /data/attributes/role"},
			{"a member invited", func() answer {
				return owner.post("member-invitations", fields{"email": "author@example.org", "role": "author"})
			}, 409, "already_member /data/attributes/email"},
			{"another organization", func() answer {
				return w.caller().post("sessions", fields{"email": "owner@example.org", "password": password, "organizationId": ids.New[string]()})
			}, 422, "organization_unknown /data/attributes/organizationId"},
			{"a wrong current password", func() answer {
				return owner.post("password-changes", fields{"currentPassword": "x", "password": password + "s"})
			}, 422, "password_wrong /data/attributes/currentPassword"},
			{"an unknown attribute", func() answer { return w.caller().post("users", but("isAdmin", true)) }, 422, "unknown_attribute /data/attributes/isAdmin"},
			{"a cursor of another list", func() answer { return owner.get("/v1/memberships?page%5Bafter%5D=x") }, 400, "bad_cursor page[after]"},
			{"a list read backwards", func() answer { return owner.get("/v1/sessions?page%5Bbefore%5D=x") }, 400, "bad_cursor page[before]"},
		} {
			if a := c.call(); a.status != c.status || a.fault() != c.fault {
				w.t.Errorf("%s: %d %q, want %d %q: %s", c.says, a.status, a.fault(), c.status, c.fault, a.body)
			}
		}
		several := w.caller().post("users", fields{"email": "x", "name": " ", "password": "short"}).must(w.t, 422)
		if len(several.doc.Errors) != 3 {
			w.t.Errorf("not every fault is named: %s", several.body)
		}
	})
}
