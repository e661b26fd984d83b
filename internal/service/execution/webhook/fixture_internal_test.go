package webhook

import (
	"bytes"
	"context"
	"encoding/json"
	"io"
	"net/http"
	"net/http/httptest"
	"net/netip"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/prometheus/client_golang/prometheus"

	"github.com/codecraft-hq/codecraft/internal/base/db"
	"github.com/codecraft-hq/codecraft/internal/base/httpx"
	"github.com/codecraft-hq/codecraft/internal/base/identity"
	"github.com/codecraft-hq/codecraft/internal/base/ids"
	"github.com/codecraft-hq/codecraft/internal/base/jsonapi"
	"github.com/codecraft-hq/codecraft/test/harness"
)

// world is the service with a clock of its own, and HTTP in front of it. Nothing runs by itself.
type world struct {
	*Service
	t     *testing.T
	clock *clock
	http  *httptest.Server
}

// clock moves when it is told to.
type clock struct {
	mu sync.Mutex
	at time.Time
}

func (c *clock) now() time.Time {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.at
}

func (c *clock) pass(d time.Duration) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.at = c.at.Add(d)
}

func newClock() *clock { return &clock{at: time.Date(2030, 1, 2, 3, 4, 5, 0, time.UTC)} }

func newWorld(t *testing.T, d *db.DB, c *clock, change func(*Config)) *world {
	t.Helper()
	if err := Migrate(t.Context(), d); err != nil {
		t.Fatal(err)
	}
	config := Defaults()
	config.HTTP, config.Networks = true, []netip.Prefix{netip.MustParsePrefix("127.0.0.0/8")}
	if change != nil {
		change(&config)
	}
	s, err := New(Deps{DB: d, Log: harness.Log(t), Metrics: prometheus.NewRegistry(), Config: config, Clock: c.now})
	if err != nil {
		t.Fatal(err)
	}
	mux := http.NewServeMux()
	s.Register(jsonapi.Open(mux, "webhook", "test", ""))
	server := httptest.NewServer(httpx.Chain(jsonapi.RouterErrors(mux), httpx.RequestIDs, actAs))
	t.Cleanup(server.Close)
	return &world{Service: s, t: t, clock: c, http: server}
}

// actAs takes the principal from a header: tokens are auth's and not the subject here.
func actAs(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		var p identity.Principal
		if err := json.Unmarshal([]byte(r.Header.Get("X-Principal")), &p); err != nil {
			panic(err)
		}
		next.ServeHTTP(w, r.WithContext(identity.With(r.Context(), p)))
	})
}

func someone(role identity.Role) identity.Principal {
	return identity.Principal{User: ids.New[ids.User](), Organization: ids.New[ids.Organization](), Role: role}
}

// found is a resource as clients read it.
type found struct {
	ID         string
	Attributes struct {
		URL, Status, Reason, Secret string
		FailingSince, NextAttemptAt *time.Time
		Attempts                    []Attempt
		Tries                       int
	}
}

func (w *world) ask(who identity.Principal, method, path, body string) (int, string) {
	w.t.Helper()
	r, err := http.NewRequestWithContext(w.t.Context(), method, w.http.URL+path, bytes.NewReader([]byte(body)))
	if err != nil {
		w.t.Fatal(err)
	}
	principal, _ := json.Marshal(who)
	r.Header.Set("X-Principal", string(principal))
	if body != "" {
		r.Header.Set("Content-Type", jsonapi.MediaType)
	}
	a, err := http.DefaultClient.Do(r)
	if err != nil {
		w.t.Fatal(err)
	}
	defer a.Body.Close()
	text, err := io.ReadAll(a.Body)
	if err != nil {
		w.t.Fatal(err)
	}
	return a.StatusCode, string(text)
}

// one asks for a resource and demands a status.
func (w *world) one(who identity.Principal, status int, method, path, body string) (f found) {
	w.t.Helper()
	got, text := w.ask(who, method, path, body)
	if got != status {
		w.t.Fatalf("%s %s answers %d, not %d: %s", method, path, got, status, text)
	}
	if err := json.Unmarshal([]byte(text), &struct{ Data *found }{&f}); err != nil {
		w.t.Fatalf("%s %s answers %q: %v", method, path, text, err)
	}
	return f
}

// page is one page of a list, and where the next one is.
func (w *world) page(who identity.Principal, path string) (all []string, next string) {
	w.t.Helper()
	var list struct {
		Data  []struct{ ID string }
		Links struct{ Next string }
	}
	status, text := w.ask(who, "GET", path, "")
	if err := json.Unmarshal([]byte(text), &list); err != nil || status != 200 {
		w.t.Fatalf("GET %s: %d %s", path, status, text)
	}
	for _, one := range list.Data {
		all = append(all, one.ID)
	}
	return all, strings.TrimPrefix(list.Links.Next, w.http.URL)
}

func (w *world) register(who identity.Principal, url string) found {
	w.t.Helper()
	return w.one(who, http.StatusCreated, "POST", "/v1/webhooks",
		`{"data":{"type":"webhooks","attributes":{"url":"`+url+`","events":["judgement.ended"]}}}`)
}

// tell adds an event in a transaction, as the execution service does.
func (w *world) tell(who identity.Principal, n int) {
	w.t.Helper()
	for i := range n {
		err := w.db.InTx(w.t.Context(), func(ctx context.Context) error {
			return w.Add(ctx, who.Organization, JudgementEnded, map[string]int{"n": i})
		})
		if err != nil {
			w.t.Fatal(err)
		}
	}
}

// settle sends what is due now, until nothing is.
func (w *world) settle() {
	w.t.Helper()
	for range 1000 {
		if err := w.round(w.t.Context()); err != nil {
			w.t.Fatal(err)
		}
		w.sending.Wait()
		left, err := w.due(w.t.Context(), w.Service.now(), 1)
		if err != nil {
			w.t.Fatal(err)
		}
		if len(left) == 0 {
			return
		}
	}
	w.t.Fatal("something is always due")
}

func (w *world) deliveries() []Delivery {
	w.t.Helper()
	all, err := w.selectDeliveries(w.t.Context(), db.Where("1 = 1"), []db.Key{{Column: "id"}}, 1000)
	if err != nil {
		w.t.Fatal(err)
	}
	return all
}

// receiver takes messages, and answers as its test says.
type receiver struct {
	*httptest.Server
	mu     sync.Mutex
	got    []received
	answer func(n int, w http.ResponseWriter, r *http.Request) // n counts from 1
}

type received struct {
	header http.Header
	body   string
}

func newReceiver(t *testing.T, answer func(n int, w http.ResponseWriter, r *http.Request)) *receiver {
	v := &receiver{answer: answer}
	v.Server = httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		body, _ := io.ReadAll(r.Body)
		v.mu.Lock()
		v.got = append(v.got, received{r.Header, string(body)})
		n := len(v.got)
		v.mu.Unlock()
		if v.answer != nil {
			v.answer(n, w, r)
		}
	}))
	t.Cleanup(v.Close)
	return v
}

func (v *receiver) messages() []received {
	v.mu.Lock()
	defer v.mu.Unlock()
	return append([]received{}, v.got...)
}

func always(status int) func(int, http.ResponseWriter, *http.Request) {
	return func(_ int, w http.ResponseWriter, _ *http.Request) { w.WriteHeader(status) }
}
