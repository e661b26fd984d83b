package auth_test

import (
	"bytes"
	"encoding/base64"
	"encoding/json"
	"io"
	"io/fs"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"regexp"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/codecraft-hq/codecraft/internal/base/bus"
	"github.com/codecraft-hq/codecraft/internal/base/db"
	"github.com/codecraft-hq/codecraft/internal/base/httpx"
	"github.com/codecraft-hq/codecraft/internal/base/identity"
	"github.com/codecraft-hq/codecraft/internal/base/ids"
	"github.com/codecraft-hq/codecraft/internal/base/jsonapi"
	"github.com/codecraft-hq/codecraft/internal/base/mail"
	"github.com/codecraft-hq/codecraft/internal/base/outbox"
	"github.com/codecraft-hq/codecraft/internal/base/quota"
	"github.com/codecraft-hq/codecraft/internal/service/auth"
	"github.com/codecraft-hq/codecraft/test/harness"
)

const password = "violet lantern harbour"

// world is a service as it is served, on a clock of its own.
type world struct {
	t       *testing.T
	s       *auth.Service
	db      *db.DB
	bus     *bus.Bus
	handler http.Handler
	clock   *clock
	logs    *safeBuffer
	org     ids.Organization
	users   map[string]ids.User
}

type clock struct {
	mu sync.Mutex
	at time.Time
}

func (c *clock) now() time.Time       { c.mu.Lock(); defer c.mu.Unlock(); return c.at }
func (c *clock) pass(d time.Duration) { c.mu.Lock(); defer c.mu.Unlock(); c.at = c.at.Add(d) }

type safeBuffer struct {
	mu sync.Mutex
	b  bytes.Buffer
}

func (s *safeBuffer) Write(p []byte) (int, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.b.Write(p)
}
func (s *safeBuffer) String() string { s.mu.Lock(); defer s.mu.Unlock(); return s.b.String() }

// each runs a test in an empty world on each database.
func each(t *testing.T, test func(w *world)) {
	harness.EachDatabase(t, func(t *testing.T, open func(string) *db.DB) { test(newWorld(t, open("auth"), nil)) })
}

// staffed runs a test in a world with an organization that has somebody in every role.
func staffed(t *testing.T, test func(w *world)) {
	each(t, func(w *world) {
		w.seed()
		test(w)
	})
}

func newWorld(t *testing.T, d *db.DB, change func(*auth.Config)) *world {
	t.Helper()
	migrations, err := fs.Sub(auth.Migrations, "migrations")
	ok(t, err)
	ok(t, d.Migrate(t.Context(), migrations))
	ok(t, outbox.Migrate(t.Context(), d))
	ok(t, quota.Migrate(t.Context(), d))
	w := &world{t: t, db: d, bus: harness.Bus(t), clock: &clock{at: time.Date(2026, 3, 2, 9, 0, 0, 0, time.UTC)}, logs: &safeBuffer{}}
	log := slog.New(slog.NewTextHandler(io.MultiWriter(w.logs, t.Output()), &slog.HandlerOptions{Level: slog.LevelDebug}))
	config := auth.Defaults()
	config.PublicURL = "https://code.example.org"
	config.Passwords.Cost.MemoryKiB = 64 // the package password tests what is shipped
	if change != nil {
		change(&config)
	}
	s, err := auth.New(auth.Deps{DB: d, Bus: w.bus, Log: log, Config: config, Clock: w.clock.now})
	ok(t, err)
	ok(t, auth.TurnKeys(s, t.Context()))
	w.s = s
	mux := http.NewServeMux()
	s.Register(jsonapi.Open(mux, "auth", "test", ""), mux)
	verifier := identity.NewVerifier(s.Keys).WithClock(w.clock.now)
	w.handler = httpx.Chain(mux, httpx.RequestIDs, httpx.Log(log), httpx.Recover,
		httpx.Authenticate(verifier, httpx.Cookies{Secure: config.Sessions.SecureCookies}, httpx.Origins{}))
	return w
}

func (w *world) seed() {
	w.t.Helper()
	var members []auth.SeedUser
	for _, role := range []identity.Role{identity.Owner, identity.Admin, identity.Author, identity.Recruiter, identity.Interviewer} {
		members = append(members, auth.SeedUser{Email: string(role) + "@example.org", Name: "The " + string(role), Password: password, Role: role})
	}
	var err error
	w.org, w.users, err = w.s.Seed(w.t.Context(), "Analytical Engines", members)
	ok(w.t, err)
}

func ok(t *testing.T, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

// caller is one device that speaks to the world.
type caller struct {
	w       *world
	token   string
	agent   string
	address string
	cookies map[string]*http.Cookie
	header  map[string]string
}

func (w *world) caller() *caller {
	return &caller{w: w, agent: "browser/1", address: "198.51.100.7:4711", cookies: map[string]*http.Cookie{}, header: map[string]string{}}
}

// as is a caller signed in with a bearer token.
func (w *world) as(email string) *caller {
	w.t.Helper()
	c := w.caller()
	a := c.post("sessions", fields{"email": email, "password": password})
	a.must(w.t, 201)
	c.token = a.text("accessToken")
	return c
}

type fields = map[string]any

type answer struct {
	status int
	header http.Header
	body   string
	doc    struct {
		Data   json.RawMessage
		Errors []httpx.ErrorObject
	}
}

type resource struct {
	ID         string
	Type       string
	Attributes fields
}

func (a answer) must(t *testing.T, status int) answer {
	t.Helper()
	if a.status != status {
		t.Fatalf("answered %d instead of %d: %s", a.status, status, a.body)
	}
	return a
}

func (a answer) one() (r resource)    { _ = json.Unmarshal(a.doc.Data, &r); return r }
func (a answer) many() (r []resource) { _ = json.Unmarshal(a.doc.Data, &r); return r }
func (a answer) text(name string) string {
	value, _ := a.one().Attributes[name].(string)
	return value
}

// fault is code and pointer of the first error.
func (a answer) fault() string {
	if len(a.doc.Errors) == 0 {
		return ""
	}
	e := a.doc.Errors[0]
	if e.Source == nil {
		return e.Code
	}
	return e.Code + " " + e.Source.Pointer + e.Source.Header + e.Source.Parameter
}

func (c *caller) post(typ string, attributes fields) answer {
	c.w.t.Helper()
	return c.do("POST", "/v1/"+typ, fields{"data": fields{"type": typ, "attributes": attributes}})
}

func (c *caller) patch(typ, id string, attributes fields) answer {
	c.w.t.Helper()
	return c.do("PATCH", "/v1/"+typ+"/"+id, fields{"data": fields{"type": typ, "id": id, "attributes": attributes}})
}

func (c *caller) get(path string) answer    { return c.do("GET", path, nil) }
func (c *caller) delete(path string) answer { return c.do("DELETE", path, nil) }

func (c *caller) do(method, path string, body any) answer {
	c.w.t.Helper()
	var sent io.Reader
	if body != nil {
		raw, err := json.Marshal(body)
		ok(c.w.t, err)
		sent = bytes.NewReader(raw)
	}
	r := httptest.NewRequestWithContext(c.w.t.Context(), method, "https://code.example.org"+path, sent)
	r.RemoteAddr = c.address
	r.Header.Set("User-Agent", c.agent)
	if body != nil {
		r.Header.Set("Content-Type", jsonapi.MediaType)
	}
	if c.token != "" {
		r.Header.Set("Authorization", "Bearer "+c.token)
	}
	for name, value := range c.header {
		r.Header.Set(name, value)
	}
	for _, cookie := range c.cookies {
		r.AddCookie(cookie)
	}
	out := httptest.NewRecorder()
	c.w.handler.ServeHTTP(out, r)
	for _, cookie := range out.Result().Cookies() {
		if c.cookies[cookie.Name] = cookie; cookie.MaxAge < 0 {
			delete(c.cookies, cookie.Name)
		}
	}
	a := answer{status: out.Code, header: out.Header(), body: out.Body.String()}
	if strings.HasPrefix(out.Header().Get("Content-Type"), jsonapi.MediaType) {
		ok(c.w.t, json.Unmarshal(out.Body.Bytes(), &a.doc))
	}
	return a
}

// mails are those queued so far, oldest first.
func (w *world) mails() (all []mail.Message) {
	w.t.Helper()
	bodies, err := db.Select[string](w.t.Context(), w.db, `SELECT body FROM outbox WHERE subject = $1 ORDER BY id`, mail.SubjectSend)
	ok(w.t, err)
	for _, body := range bodies {
		var m mail.Message
		ok(w.t, json.Unmarshal([]byte(body), &m))
		all = append(all, m)
	}
	return all
}

var tokenInLink = regexp.MustCompile(`\?token=([A-Za-z0-9_-]+)`)

// tokenTo is the token of the link in the last mail to somebody.
func (w *world) tokenTo(email string) string {
	w.t.Helper()
	token := ""
	for _, m := range w.mails() {
		if found := tokenInLink.FindStringSubmatch(m.Text); m.To == email && found != nil {
			token = found[1]
		}
	}
	if token == "" {
		w.t.Fatalf("no mail with a link to %s", email)
	}
	return token
}

func (w *world) audited(action string) int {
	w.t.Helper()
	n, err := db.One[int64](w.t.Context(), w.db, `SELECT COUNT(*) FROM audit_entries WHERE action = $1`, action)
	ok(w.t, err)
	return int(n)
}

func decode(t *testing.T, part string) []byte {
	t.Helper()
	raw, err := base64.RawURLEncoding.DecodeString(part)
	ok(t, err)
	return raw
}
