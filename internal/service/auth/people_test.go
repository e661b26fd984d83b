package auth_test

import (
	"context"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/codecraft-hq/codecraft/internal/base/db"
	"github.com/codecraft-hq/codecraft/internal/base/identity"
	"github.com/codecraft-hq/codecraft/internal/base/ids"
	"github.com/codecraft-hq/codecraft/internal/base/quota"
	"github.com/codecraft-hq/codecraft/internal/service/auth"
	"github.com/codecraft-hq/codecraft/test/harness"
)

func TestTheFirstOwnerNeedsTheSetupToken(t *testing.T) {
	each(t, func(w *world) {
		ada := fields{"email": "ada@example.org", "name": "Ada", "password": password, "organizationName": "Engines"}
		token, needed, err := w.s.EnsureSetupToken(w.t.Context())
		ok(w.t, err)
		other, _, err := w.s.EnsureSetupToken(w.t.Context()) // of another replica
		ok(w.t, err)
		if !needed || token == other {
			w.t.Fatal("a fresh installation needs a token for each replica")
		}
		if a := w.caller().get("/v1/setup"); a.body != `{"meta":{"required":true,"openRegistration":true,"provenAddresses":false},"jsonapi":{"version":"1.1"}}` {
			w.t.Errorf("setup: %s", a.body)
		}
		if a := w.caller().post("users", ada).must(w.t, 403); a.fault() != "setup_required /data/attributes/setupToken" {
			w.t.Errorf("without a token: %s", a.body)
		}
		if a := w.caller().post("registrations", fields{"email": "ada@example.org"}).must(w.t, 403); a.fault() != "setup_required" {
			w.t.Errorf("before it is set up: %s", a.body)
		}
		ada["setupToken"] = "ccs_guessed"
		w.caller().post("users", ada).must(w.t, 403)
		ada["setupToken"] = token
		w.caller().post("users", ada).must(w.t, 201)
		if now := w.as("ada@example.org").get("/v1/sessions/current"); now.text("role") != "owner" || now.text("organizationName") != "Engines" {
			w.t.Errorf("the first owner: %s", now.body)
		}
		ada["setupToken"], ada["email"] = other, "eve@example.org"
		w.caller().post("users", ada).must(w.t, 403)
		if token, needed, err := w.s.EnsureSetupToken(w.t.Context()); token != "" || needed || err != nil {
			w.t.Errorf("after set-up: %q %v %v", token, needed, err)
		}
		if a := w.caller().get("/v1/setup"); a.body != `{"meta":{"required":false,"openRegistration":true,"provenAddresses":false},"jsonapi":{"version":"1.1"}}` {
			w.t.Errorf("setup: %s", a.body)
		}
	})
}

// TestSetupTokensUsedAtOnceMakeOneOwner makes the second token while the first is being used, and has both used at once.
func TestSetupTokensUsedAtOnceMakeOneOwner(t *testing.T) {
	each(t, func(w *world) {
		for range 20 {
			if made := w.setUpTwice(); made != 1 {
				w.t.Fatalf("%d first owners", made)
			}
			for _, table := range []string{"memberships", "organizations", "users", "setup_tokens"} {
				_, err := db.Exec(w.t.Context(), w.db, `DELETE FROM `+table)
				ok(w.t, err)
			}
		}
	})
}

func (w *world) setUpTwice() int32 {
	var group sync.WaitGroup
	var made atomic.Int32
	for _, name := range []string{"ada", "grace"} {
		token, needed, err := w.s.EnsureSetupToken(w.t.Context())
		ok(w.t, err)
		if !needed {
			break // ada was quicker
		}
		group.Go(func() {
			if w.caller().post("users", fields{"email": name + "@example.org", "name": name, "password": password, "setupToken": token}).status == 201 {
				made.Add(1)
			}
		})
	}
	group.Wait()
	return made.Load()
}

func TestRegistrationCanBeClosed(t *testing.T) {
	w := newWorld(t, harness.Database(t)("auth"), func(c *auth.Config) { c.People.OpenRegistration = false })
	w.seed()
	ada := fields{"email": "ada@example.com", "name": "Ada", "password": password}
	if a := w.caller().get("/v1/setup"); a.body != `{"meta":{"required":false,"openRegistration":false,"provenAddresses":false},"jsonapi":{"version":"1.1"}}` {
		t.Errorf("setup: %s", a.body)
	}
	if a := w.caller().post("users", ada).must(t, 403); a.fault() != "registration_closed" {
		t.Errorf("refused with %s", a.fault())
	}
	w.as("owner@example.org").post("member-invitations", fields{"email": "ada@example.com", "role": "author"}).must(t, 201)
	ada["invitationToken"] = w.tokenTo("ada@example.com")
	w.caller().post("users", ada).must(t, 201)
}

func TestJoiningByInvitation(t *testing.T) {
	staffed(t, func(w *world) {
		owner := w.as("owner@example.org")
		invite := func(email string) string {
			owner.post("member-invitations", fields{"email": email, "role": "recruiter"}).must(w.t, 201)
			return w.tokenTo(email)
		}
		join := func(email, secret, token string) answer {
			return w.caller().post("users", fields{"email": email, "name": "Ada", "password": secret, "invitationToken": token})
		}

		token := invite("ada@example.com")
		if a := join("eve@example.com", password, token); a.status != 403 || a.fault() != "invitation_of_another /data/attributes/email" {
			w.t.Errorf("with another address: %s", a.body)
		}
		join("ada@example.com", password, token).must(w.t, 201)
		if now := w.as("ada@example.com").get("/v1/sessions/current"); now.text("role") != "recruiter" || now.text("organizationId") != string(w.org) {
			w.t.Errorf("joined as %s", now.body)
		}
		join("ada@example.com", password, token).must(w.t, 410)

		w.caller().post("users", fields{"email": "bob@example.com", "name": "Bob", "password": password}).must(w.t, 201)
		token = invite("bob@example.com")
		if a := join("bob@example.com", "not the password", token); a.fault() != "password_of_account /data/attributes/password" {
			w.t.Errorf("an account with a wrong password: %s", a.body)
		}
		join("bob@example.com", password, token).must(w.t, 201)
		bob := w.as("bob@example.com")
		if got := len(bob.get("/v1/organizations").many()); got != 2 {
			w.t.Errorf("bob is in %d organizations", got)
		}
		for _, o := range bob.get("/v1/organizations").many() {
			a := w.caller().post("sessions", fields{"email": "bob@example.com", "password": password, "organizationId": o.ID}).must(w.t, 201)
			if a.text("organizationId") != o.ID {
				w.t.Errorf("signed in to %s instead of %s", a.text("organizationId"), o.ID)
			}
		}

		first := invite("cyd@example.com")
		second := invite("cyd@example.com")
		join("cyd@example.com", password, first).must(w.t, 410)
		w.clock.pass(7 * 24 * time.Hour)
		join("cyd@example.com", password, second).must(w.t, 410)
		owner = w.as("owner@example.org")
		pending := owner.get("/v1/member-invitations").must(w.t, 200).many()
		if len(pending) != 1 || pending[0].Attributes["state"] != "expired" {
			w.t.Errorf("invitations: %v", pending)
		}
		third := invite("cyd@example.com")
		owner.delete("/v1/member-invitations/"+owner.get("/v1/member-invitations").many()[0].ID).must(w.t, 204)
		join("cyd@example.com", password, third).must(w.t, 410)
	})
}

func TestNobodyIsFloodedWithInvitations(t *testing.T) {
	w := newWorld(t, harness.Database(t)("auth"), nil)
	w.seed()
	owner := w.as("owner@example.org")
	invite := func(email string) answer {
		return owner.post("member-invitations", fields{"email": email, "role": "author"})
	}
	for range 3 {
		invite("ada@example.com").must(t, 201)
		owner.delete("/v1/member-invitations/"+owner.get("/v1/member-invitations").many()[0].ID).must(t, 204)
	}
	if a := invite("Ada@Example.com").must(t, 429); a.fault() != "invited_often /data/attributes/email" {
		t.Errorf("the fourth mail is refused with %s", a.body)
	}
	invite("bob@example.com").must(t, 201)
	if got := len(w.mails()); got != 4 {
		t.Errorf("%d mails", got)
	}
}

func TestAnOrganizationInvitesSoManyMembersADay(t *testing.T) {
	harness.EachDatabase(t, func(t *testing.T, open func(string) *db.DB) {
		w := newWorld(t, open("auth"), func(c *auth.Config) { c.People.OrganizationMails = 2 })
		w.seed()
		owner := w.as("owner@example.org")
		invite := func(email string) answer {
			return owner.post("member-invitations", fields{"email": email, "role": "author"})
		}
		invite("ada@example.com").must(t, 201)
		invite("owner@example.org").must(t, 409) // a member, who gets no mail
		invite("bob@example.com").must(t, 201)
		refused := invite("cyd@example.com").must(t, 429)
		if refused.fault() != quota.Code || refused.header.Get("Retry-After") != "54000" || !strings.Contains(refused.body, "2 mails a day") {
			t.Errorf("the third is refused with %s, to come again after %s s", refused.body, refused.header.Get("Retry-After"))
		}
		if pending := owner.get("/v1/member-invitations").many(); len(pending) != 2 || len(w.mails()) != 2 {
			t.Errorf("%d invitations and %d mails", len(pending), len(w.mails()))
		}
		w.clock.pass(15 * time.Hour) // until midnight
		owner = w.as("owner@example.org")
		invite("cyd@example.com").must(t, 201)
	})
}

func TestAnInvitationIsReadBeforeJoining(t *testing.T) {
	staffed(t, func(w *world) {
		owner := w.as("owner@example.org")
		invite := func(email string) string {
			owner.post("member-invitations", fields{"email": email, "role": "recruiter"}).must(w.t, 201)
			return w.tokenTo(email)
		}
		read := func(token string) answer {
			return w.caller().post("member-invitation-previews", fields{"token": token})
		}

		first := invite("ada@example.com")
		a := read(first).must(w.t, 200)
		if a.text("email") != "ada@example.com" || a.text("organizationName") != "Analytical Engines" || a.text("role") != "recruiter" ||
			a.text("invitedBy") != "The owner" || a.one().Attributes["hasAccount"] != false || a.text("name") != "" {
			w.t.Errorf("it reads %s", a.body)
		}
		second := invite("ada@example.com")
		w.caller().post("users", fields{"email": "ada@example.com", "name": "Ada", "password": password}).must(w.t, 201)
		if a := read(second).must(w.t, 200); a.one().Attributes["hasAccount"] != true || a.text("name") != "Ada" {
			w.t.Errorf("of somebody with an account: %s", a.body)
		}
		w.caller().post("users", fields{"email": "ada@example.com", "name": "Ada", "password": password, "invitationToken": second}).must(w.t, 201)
		withdrawn := invite("bob@example.com")
		owner.delete("/v1/member-invitations/"+owner.get("/v1/member-invitations").many()[0].ID).must(w.t, 204)
		expired := invite("cyd@example.com")
		w.clock.pass(7 * 24 * time.Hour)
		for token, code := range map[string]string{
			first: "invitation_replaced", second: "invitation_used", withdrawn: "invitation_withdrawn", expired: "invitation_expired", "guessed": "invitation_invalid",
		} {
			if a := read(token).must(w.t, 410); a.fault() != code+" /data/attributes/token" {
				w.t.Errorf("opened, it answers %s instead of %s", a.fault(), code)
			}
			join := fields{"email": "ada@example.com", "name": "Ada", "password": password, "invitationToken": token}
			if a := w.caller().post("users", join).must(w.t, 410); a.fault() != code+" /data/attributes/invitationToken" {
				w.t.Errorf("used, it answers %s instead of %s", a.fault(), code)
			}
		}
		w.clock.pass(91 * 24 * time.Hour)
		ok(w.t, auth.Purge(w.s, w.t.Context()))
		if a := read(second); a.fault() != "invitation_invalid /data/attributes/token" {
			w.t.Errorf("long after: %s", a.body)
		}
	})
}

func TestTheLastOwnerStays(t *testing.T) {
	staffed(t, func(w *world) {
		owner, admin := w.as("owner@example.org"), w.as("admin@example.org")
		id := map[string]string{}
		for _, m := range owner.get("/v1/memberships").many() {
			id[m.Attributes["email"].(string)] = m.ID
		}
		if a := owner.delete("/v1/memberships/"+id["owner@example.org"]).must(w.t, 409); a.fault() != "last_owner" {
			w.t.Errorf("refused with %s", a.fault())
		}
		owner.patch("memberships", id["owner@example.org"], fields{"role": "admin"}).must(w.t, 409)
		owner.patch("memberships", id["admin@example.org"], fields{"role": "owner"}).must(w.t, 200)
		demote := map[context.Context]string{w.signedIn(owner): id["admin@example.org"], w.signedIn(admin): id["owner@example.org"]}
		for range 20 { // a lost race shows seldom
			start := make(chan struct{})
			var group sync.WaitGroup
			for ctx, target := range demote {
				revision := w.revision(target)
				group.Go(func() {
					<-start
					_, _ = auth.People(w.s).ChangeRole(ctx, ids.Membership(target), identity.Admin, revision) // one of the two is refused
				})
			}
			close(start)
			group.Wait()
			owners, err := db.Select[string](w.t.Context(), w.db, `SELECT id FROM memberships WHERE role = 'owner' AND organization_id = $1`, w.org)
			ok(w.t, err)
			if len(owners) != 1 {
				w.t.Fatalf("two owners demoted each other at once: %d are left", len(owners))
			}
			_, err = db.Exec(w.t.Context(), w.db, `UPDATE memberships SET role = 'owner' WHERE id IN ($1, $2)`, id["owner@example.org"], id["admin@example.org"])
			ok(w.t, err)
		}
	})
}

// signedIn is the context of a caller's requests.
func (w *world) signedIn(c *caller) context.Context {
	w.t.Helper()
	p, err := identity.NewVerifier(w.s.Keys).WithClock(w.clock.now).Verify(w.t.Context(), c.token)
	ok(w.t, err)
	return identity.With(w.t.Context(), p)
}

func (w *world) revision(membership string) int {
	n, err := db.One[int](w.t.Context(), w.db, `SELECT revision FROM memberships WHERE id = $1`, membership)
	if err != nil {
		w.t.Error(err)
	}
	return n
}

func TestAMembersRoleIsFeltAtOnce(t *testing.T) {
	staffed(t, func(w *world) {
		owner, admin := w.as("owner@example.org"), w.as("admin@example.org")
		refresh := w.caller().post("sessions", fields{"email": "admin@example.org", "password": password}).text("refreshToken")
		membership := ""
		for _, m := range owner.get("/v1/memberships").many() {
			if m.Attributes["email"] == "admin@example.org" {
				membership = m.ID
			}
		}
		admin.get("/v1/member-invitations").must(w.t, 200)
		owner.patch("memberships", membership, fields{"role": "author"}).must(w.t, 200)
		admin.get("/v1/member-invitations").must(w.t, 403)
		a := w.caller().post("session-refreshes", fields{"refreshToken": refresh}).must(w.t, 201)
		if a.text("role") != "author" {
			w.t.Errorf("the refreshed session's role is %s", a.text("role"))
		}
		owner.delete("/v1/memberships/"+membership).must(w.t, 204)
		admin.get("/v1/memberships").must(w.t, 401)
		w.caller().post("session-refreshes", fields{"refreshToken": a.text("refreshToken")}).must(w.t, 401)
		if a := w.caller().post("sessions", fields{"email": "admin@example.org", "password": password}); a.fault() != "no_membership" {
			w.t.Errorf("a member of nothing: %s", a.body)
		}
		if w.audited("member.role_changed") != 1 || w.audited("member.removed") != 1 {
			w.t.Error("role change and removal are not in the audit log")
		}
	})
}

func TestAMemberMayLeave(t *testing.T) {
	staffed(t, func(w *world) {
		author := w.as("author@example.org")
		for _, m := range author.get("/v1/memberships").many() {
			if m.Attributes["email"] == "author@example.org" {
				author.delete("/v1/memberships/"+m.ID).must(w.t, 204)
			}
		}
		author.get("/v1/memberships").must(w.t, 401)
	})
}

func TestChangesKeepToTheVersionThatWasRead(t *testing.T) {
	staffed(t, func(w *world) {
		owner := w.as("owner@example.org")
		tag := owner.get("/v1/organizations/" + string(w.org)).header.Get("ETag")
		owner.header["If-Match"] = tag
		owner.patch("organizations", string(w.org), fields{"name": "One"}).must(w.t, 200)
		owner.patch("organizations", string(w.org), fields{"name": "Two"}).must(w.t, 412)
	})
}

func TestSeedingTwiceChangesNothing(t *testing.T) {
	staffed(t, func(w *world) {
		org, users := w.org, len(w.users)
		w.seed()
		if w.org != org || len(w.users) != users {
			w.t.Error("the second seed made another organization")
		}
		if got := len(w.as("owner@example.org").get("/v1/memberships").many()); got != users {
			w.t.Errorf("%d members", got)
		}
		given := auth.SeedUser{ID: ids.New[ids.User](), Founds: ids.New[ids.Organization](), Email: "g@example.net", Name: "G", Password: password, Role: identity.Owner}
		if o, users, err := w.s.Seed(w.t.Context(), "Given", []auth.SeedUser{given}); err != nil || o != given.Founds || users[given.Email] != given.ID {
			w.t.Errorf("seeded %s and %v instead of the given ids: %v", o, users, err)
		}
		if _, _, err := w.s.Seed(w.t.Context(), "X", []auth.SeedUser{{Email: "a@example.org", Role: identity.Author}}); err == nil {
			w.t.Error("seeded an organization without an owner")
		}
	})
}
