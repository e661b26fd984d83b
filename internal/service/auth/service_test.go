package auth_test

import (
	"context"
	"encoding/json"
	"errors"
	"maps"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/codecraft-hq/codecraft/internal/base/db"
	"github.com/codecraft-hq/codecraft/internal/base/errs"
	"github.com/codecraft-hq/codecraft/internal/base/identity"
	"github.com/codecraft-hq/codecraft/internal/base/ids"
	"github.com/codecraft-hq/codecraft/internal/base/mail"
	contract "github.com/codecraft-hq/codecraft/internal/contract/auth"
	"github.com/codecraft-hq/codecraft/internal/service/auth"
	"github.com/codecraft-hq/codecraft/test/harness"
)

func TestNewRefuses(t *testing.T) {
	d, b := harness.Database(t)("auth"), harness.Bus(t)
	good := auth.Deps{DB: d, Bus: b, Log: harness.Log(t), Config: auth.Defaults()}
	if _, err := auth.New(good); err != nil {
		t.Fatal(err)
	}
	for says, spoil := range map[string]func(*auth.Deps){
		"no database":                 func(d *auth.Deps) { d.DB = nil },
		"no bus":                      func(d *auth.Deps) { d.Bus = nil },
		"no log":                      func(d *auth.Deps) { d.Log = nil },
		"no settings":                 func(d *auth.Deps) { d.Config = auth.Config{} },
		"a relative address":          func(d *auth.Deps) { d.Config.PublicURL = "/codecraft" },
		"an address with a query":     func(d *auth.Deps) { d.Config.PublicURL = "https://example.org/?x" },
		"secure cookies without TLS":  func(d *auth.Deps) { d.Config.Sessions.SecureCookies = true },
		"tokens that end at once":     func(d *auth.Deps) { d.Config.Keys.AccessTTL = time.Second },
		"keys that turn too fast":     func(d *auth.Deps) { d.Config.Keys.Rotation = time.Minute },
		"no hashes at all":            func(d *auth.Deps) { d.Config.Passwords.Hashes = -1 },
		"a proxy that is no network":  func(d *auth.Deps) { d.Config.Sessions.TrustedProxies = []string{"proxy"} },
		"a queue of less than nobody": func(d *auth.Deps) { d.Config.Passwords.HashQueue = -1 },
	} {
		t.Run(says, func(t *testing.T) {
			deps := good
			spoil(&deps)
			if _, err := auth.New(deps); err == nil {
				t.Error("accepted")
			}
		})
	}
}

// kids are the ids of the published keys.
func kids(w *world) []string {
	raw, err := w.s.Keys(w.t.Context())
	ok(w.t, err)
	var set identity.JWKS
	ok(w.t, json.Unmarshal(raw, &set))
	found := map[string]bool{}
	for _, key := range set.Keys {
		found[key.ID] = true
	}
	return slices.Sorted(maps.Keys(found))
}

// kidOf is the key that signed a token.
func kidOf(w *world, token string) string {
	header, _, _ := strings.Cut(token, ".")
	var h struct{ Kid string }
	ok(w.t, json.Unmarshal(decode(w.t, header), &h))
	return h.Kid
}

func TestKeysTurnWithoutAnybodyNoticing(t *testing.T) {
	staffed(t, func(w *world) {
		turn := func() { ok(w.t, auth.TurnKeys(w.s, w.t.Context())) }
		sign := func() string { return kidOf(w, w.as("author@example.org").token) }
		verifier := identity.NewVerifier(w.s.Keys).WithClock(w.clock.now) // another service's
		first := sign()
		w.clock.pass(30 * 24 * time.Hour)
		turn()
		if published := kids(w); len(published) != 2 || sign() != first {
			w.t.Fatalf("a new key must be published before it signs: %v", published)
		}
		w.clock.pass(auth.KeyLead - time.Second)
		old := w.as("author@example.org").token
		w.clock.pass(time.Second)
		second := sign()
		if second == first {
			w.t.Fatal("the new key does not sign after its lead")
		}
		turn()
		for _, token := range []string{old, w.as("author@example.org").token} {
			if _, err := verifier.Verify(w.t.Context(), token); err != nil {
				w.t.Errorf("a token of key %s: %v", kidOf(w, token), err)
			}
		}
		w.clock.pass(10*time.Minute + auth.KeyLead + time.Second)
		turn()
		if published := kids(w); !slices.Equal(published, []string{second}) {
			w.t.Errorf("published: %v, want %s alone", published, second)
		}
	})
}

// TestALeakedKeyIsReplaced: whoever operates the database deletes it, and nothing else is to be done.
func TestALeakedKeyIsReplaced(t *testing.T) {
	staffed(t, func(w *world) {
		verifier := identity.NewVerifier(w.s.Keys).WithClock(w.clock.now) // another service's
		old := w.as("author@example.org").token
		if _, err := verifier.Verify(t.Context(), old); err != nil {
			t.Fatal(err)
		}
		_, err := db.Exec(t.Context(), w.db, `DELETE FROM signing_keys`)
		ok(t, err)
		ok(t, auth.TurnKeys(w.s, t.Context()))
		fresh := w.as("author@example.org").token
		if kidOf(w, fresh) == kidOf(w, old) || !slices.Equal(kids(w), []string{kidOf(w, fresh)}) {
			t.Errorf("published: %v; %s is signed with", kids(w), kidOf(w, fresh))
		}
		w.clock.pass(5 * time.Minute)
		if _, err := verifier.Verify(t.Context(), fresh); err != nil {
			t.Error("a token of the new key:", err)
		}
		if _, err := verifier.Verify(t.Context(), old); !errs.Is(err, errs.Unauthorized) {
			t.Error("a token of the key that leaked:", err)
		}
	})
}

func TestReplicasAgreeOnKeys(t *testing.T) {
	harness.EachDatabase(t, func(t *testing.T, open func(string) *db.DB) {
		one := newWorld(t, open("auth"), nil)
		two := newWorld(t, open("auth"), nil)
		one.clock.pass(31 * 24 * time.Hour)
		two.clock.pass(31 * 24 * time.Hour)
		for _, w := range []*world{one, two, one} {
			ok(t, auth.TurnKeys(w.s, t.Context()))
		}
		if a, b := kids(one), kids(two); len(a) != 2 || !slices.Equal(a, b) {
			t.Errorf("published by one: %v, by two: %v", a, b)
		}
	})
}

// neighbour is what assessments uses: the service itself, or a client over the bus.
type neighbour interface {
	CandidateSession(ctx context.Context, in contract.CandidateSession) (contract.Tokens, error)
	Keys(ctx context.Context) ([]byte, error)
	Standings(ctx context.Context, q contract.StandingsOf) (contract.Standings, error)
	Names(ctx context.Context, q contract.NamesOf) (contract.Names, error)
	Operator(ctx context.Context) (contract.Operator, error)
}

func TestNeighboursHereAndOverTheBus(t *testing.T) {
	harness.EachDatabase(t, func(t *testing.T, open func(string) *db.DB) {
		w := newWorld(t, open("auth"), nil)
		ok(t, w.bus.EnsureStream(t.Context(), mail.Stream))
		ctx, stop := context.WithCancel(t.Context())
		ended := make(chan error, 1)
		go func() { ended <- w.s.Run(ctx) }()
		defer func() {
			stop()
			if err := <-ended; !errors.Is(err, context.Canceled) {
				t.Error("Run ended with", err)
			}
		}()
		client := auth.NewClient(w.bus)
		harness.Eventually(t, 10*time.Second, func() error { _, err := client.Keys(t.Context()); return err })
		ok(t, w.s.Ready(t.Context()))
		for name, n := range map[string]neighbour{"here": w.s, "over the bus": client} {
			t.Run(name, func(t *testing.T) { candidateSessions(t, w, n); standings(t, w, n); names(t, w, n) })
		}
	})
}

func candidateSessions(t *testing.T, w *world, n neighbour) {
	in := contract.CandidateSession{
		Organization: ids.New[ids.Organization](), Place: identity.InAttempt(ids.New[ids.Attempt]()), Name: "Grace", Email: "grace@example.net",
		EndsAt: w.clock.now().Add(25 * time.Minute),
	}
	tokens, err := n.CandidateSession(t.Context(), in)
	ok(t, err)
	p, err := identity.NewVerifier(n.Keys).WithClock(w.clock.now).Verify(t.Context(), tokens.AccessToken)
	ok(t, err)
	if want := (identity.Principal{Organization: in.Organization, Place: in.Place, Role: identity.Candidate, Session: tokens.Session}); p != want {
		t.Errorf("the token is %+v's, want %+v", p, want)
	}
	c := w.caller()
	c.token = tokens.AccessToken
	now := c.get("/v1/sessions/current").must(t, 200)
	if now.text("kind") != "candidate" || now.text("attemptId") != in.Place.String() || now.text("name") != "Grace" {
		t.Errorf("the session: %s", now.body)
	}
	c.get("/v1/sessions").must(t, 403)
	c.get("/v1/memberships").must(t, 403)

	w.clock.pass(20 * time.Minute)
	a := w.caller().post("session-refreshes", fields{"refreshToken": tokens.RefreshToken}).must(t, 201)
	if ends, _ := time.Parse(time.RFC3339, a.text("accessExpiresAt")); !ends.Equal(in.EndsAt) {
		t.Errorf("a token ends at %v, the attempt at %v", ends, in.EndsAt)
	}
	w.clock.pass(5 * time.Minute)
	w.caller().post("session-refreshes", fields{"refreshToken": a.text("refreshToken")}).must(t, 401)
	if _, err := n.CandidateSession(t.Context(), in); !errs.Is(err, errs.Gone) {
		t.Errorf("after the end: %v", err)
	}
	if _, err := n.CandidateSession(t.Context(), contract.CandidateSession{EndsAt: w.clock.now().Add(time.Hour)}); !errs.Is(err, errs.Invalid) {
		t.Errorf("without an attempt: %v", err)
	}
}

func names(t *testing.T, w *world, n neighbour) {
	w.seed()
	got, err := n.Names(t.Context(), contract.NamesOf{Organization: w.org, User: w.users["author@example.org"]})
	if err != nil || got != (contract.Names{Organization: "Analytical Engines", User: "The author", Email: "author@example.org"}) {
		t.Errorf("they are called %+v: %v", got, err)
	}
	if got, err = n.Names(t.Context(), contract.NamesOf{Organization: "none", User: "none"}); err != nil || got != (contract.Names{}) {
		t.Errorf("nobody is called %+v: %v", got, err)
	}
	if whose, err := n.Operator(t.Context()); err != nil || whose.Organization != w.org {
		t.Errorf("the installation is %+v's: %v", whose, err)
	}
}

func TestRunSendsWhatIsAskedFor(t *testing.T) {
	w := newWorld(t, harness.Database(t)("auth"), nil)
	w.seed()
	ok(t, w.bus.EnsureStream(t.Context(), mail.Stream))
	ctx, stop := context.WithCancel(t.Context())
	ended := make(chan error, 1)
	go func() { ended <- w.s.Run(ctx) }()
	got := make(chan mail.Message, 1)
	go func() { _ = mail.Deliver(ctx, w.bus, sender(got)) }() // ends with ctx
	w.caller().post("password-resets", fields{"email": "owner@example.org"}).must(t, 202)
	select {
	case m := <-got:
		if m.Kind != "password-reset" || m.To != "owner@example.org" {
			t.Errorf("a mail %s to %s", m.Kind, m.To)
		}
	case <-time.After(harness.Patience):
		t.Error("no mail came")
	}
	stop()
	<-ended
}

type sender chan mail.Message

func (s sender) Send(_ context.Context, m mail.Message) error { s <- m; return nil }

// standings are asked before and after a session ends, and of one that there is not.
func standings(t *testing.T, w *world, n neighbour) {
	in := contract.CandidateSession{Organization: ids.New[ids.Organization](), Place: identity.InAttempt(ids.New[ids.Attempt]()), EndsAt: w.clock.now().Add(time.Hour)}
	tokens, err := n.CandidateSession(t.Context(), in)
	ok(t, err)
	role := func() []identity.Standing {
		got, err := n.Standings(t.Context(), contract.StandingsOf{Sessions: []ids.Session{tokens.Session, "unknown"}})
		ok(t, err)
		return got.Standings
	}
	if got := role(); len(got) != 1 || got[0] != (identity.Standing{Session: tokens.Session, Role: identity.Candidate}) {
		t.Errorf("it stands as %+v", got)
	}
	w.clock.pass(time.Hour)
	if got := role(); len(got) != 1 || got[0].Role != "" || got[0].Ended().Code != "session_ended" {
		t.Errorf("after its end it stands as %+v", got)
	}
}

func TestStandingsFollowRolesAndMemberships(t *testing.T) {
	staffed(t, func(w *world) {
		owner, author := w.as("owner@example.org"), w.as("author@example.org")
		session := ids.Session(author.get("/v1/sessions/current").must(t, 200).one().ID)
		standing := func() identity.Standing {
			got, err := w.s.Standings(t.Context(), contract.StandingsOf{Sessions: []ids.Session{session}})
			ok(t, err)
			return got.Standings[0]
		}
		if got := standing(); got.Role != identity.Author {
			t.Errorf("at first: %+v", got)
		}
		var membership string
		for _, m := range owner.get("/v1/memberships").must(t, 200).many() {
			if m.Attributes["role"] == "author" {
				membership = m.ID
			}
		}
		_, err := auth.People(w.s).ChangeRole(w.signedIn(owner), ids.Membership(membership), identity.Interviewer, w.revision(membership))
		ok(t, err)
		if got := standing(); got.Role != identity.Interviewer || got.Ended() != nil {
			t.Errorf("with another role: %+v", got)
		}
		ok(t, auth.People(w.s).RemoveMember(w.signedIn(owner), ids.Membership(membership)))
		if got := standing(); got.Role != "" || got.Ended().Code != "membership_ended" {
			t.Errorf("after the removal: %+v", got)
		}
	})
}

func TestAPreviewEndsWithTheRightsOfItsMember(t *testing.T) {
	staffed(t, func(w *world) {
		owner, author := w.as("owner@example.org"), w.as("author@example.org")
		mine := w.signedIn(owner)
		who := identity.From(mine)
		in := contract.CandidateSession{
			Organization: who.Organization, Place: identity.InAttempt(ids.New[ids.Attempt]()), Parent: who.Session, EndsAt: w.clock.now().Add(12 * time.Hour),
		}
		preview := func() ids.Session {
			tokens, err := w.s.CandidateSession(t.Context(), in)
			ok(t, err)
			return tokens.Session
		}
		standing := func(id ids.Session) identity.Standing {
			got, err := w.s.Standings(t.Context(), contract.StandingsOf{Sessions: []ids.Session{id}})
			ok(t, err)
			return got.Standings[0]
		}
		first := preview()
		if got := standing(first); got.Role != identity.Candidate {
			t.Errorf("at first: %+v", got)
		}
		wrong := in
		wrong.Parent = identity.From(w.signedIn(author)).Session
		if _, err := w.s.CandidateSession(t.Context(), wrong); !errs.Is(err, errs.Unauthorized) {
			t.Errorf("who may not build assessments: %v", err)
		}
		wrong = in
		wrong.Organization = ids.New[ids.Organization]()
		if _, err := w.s.CandidateSession(t.Context(), wrong); !errs.Is(err, errs.Unauthorized) {
			t.Errorf("of another organization: %v", err)
		}
		var membership string
		for _, m := range owner.get("/v1/memberships").must(t, 200).many() {
			if m.Attributes["role"] == "author" {
				membership = m.ID
			}
		}
		change := func(role identity.Role) {
			_, err := auth.People(w.s).ChangeRole(mine, ids.Membership(membership), role, w.revision(membership))
			ok(t, err)
		}
		change(identity.Recruiter)
		in.Parent = identity.From(w.signedIn(author)).Session
		second := preview()
		change(identity.Interviewer)
		if got := standing(second); got.Role != "" || got.Ended().Code != "session_ended" {
			t.Errorf("with a role that may not: %+v", got)
		}
		ok(t, auth.Sessions(w.s).End(mine, who.Session))
		if got := standing(first); got.Role != "" {
			t.Errorf("after signing out: %+v", got)
		}
	})
}
