package httpx_test

import (
	"bufio"
	"context"
	"errors"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/codecraft-hq/codecraft/internal/base/httpx"
	"github.com/codecraft-hq/codecraft/internal/base/identity"
	"github.com/codecraft-hq/codecraft/internal/base/ids"
)

// book is auth's: what each session may do now.
type book struct {
	mu       sync.Mutex
	standing identity.Standing
	silent   bool
}

func (b *book) ask(context.Context, []ids.Session) ([]identity.Standing, error) {
	b.mu.Lock()
	defer b.mu.Unlock()
	if b.silent {
		return nil, errors.New("auth is away")
	}
	return []identity.Standing{b.standing}, nil
}

func (b *book) write(change func()) { b.mu.Lock(); defer b.mu.Unlock(); change() }

// world of an author whose token says so for ever.
func rightsWorld(t *testing.T) (*book, *httptest.Server) {
	t.Helper()
	b := &book{standing: identity.Standing{Session: "s", Role: identity.Author}}
	rights := httpx.NewRights(b.ask, slog.New(slog.DiscardHandler))
	go func() { _ = rights.Run(t.Context()) }() // ends with the test
	token := func(next http.Handler) http.Handler {
		return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
			p := identity.Principal{User: "u", Organization: "o", Role: identity.Author, Session: "s"}
			next.ServeHTTP(w, r.WithContext(identity.With(r.Context(), p)))
		})
	}
	server := httptest.NewServer(httpx.Chain(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		p := identity.From(r.Context())
		if r.URL.Path == "/events" {
			s, err := httpx.Events(w, r)
			if err != nil {
				t.Error(err)
				return
			}
			defer s.Close()
			_ = s.Send("", "role", p.Role)
			<-s.Done()
			return
		}
		_, _ = w.Write([]byte("role " + string(p.Role)))
	}), token, rights.Middleware))
	t.Cleanup(server.Close)
	return b, server
}

func TestStreamsEndWithTheRightsTheyWereOpenedWith(t *testing.T) {
	for sentence, c := range map[string]struct {
		now  identity.Standing
		code string
	}{
		"a sign-out":           {identity.Standing{Session: "s"}, "session_ended"},
		"a removed membership": {identity.Standing{Session: "s", Membership: true}, "membership_ended"},
		"another role":         {identity.Standing{Session: "s", Role: identity.Interviewer}, "role_changed"},
		"an unknown session":   {identity.Standing{Session: "another"}, "session_ended"},
	} {
		t.Run(sentence, func(t *testing.T) {
			t.Parallel()
			b, server := rightsWorld(t)
			a, err := http.Get(server.URL + "/events")
			if err != nil {
				t.Fatal(err)
			}
			defer a.Body.Close()
			lines := bufio.NewScanner(a.Body)
			for lines.Scan() && !strings.Contains(lines.Text(), `"author"`) {
			}
			b.write(func() { b.silent = true }) // who cannot be asked changes nothing
			time.Sleep(600 * time.Millisecond)
			b.write(func() { b.silent, b.standing = false, c.now })
			since, rest := time.Now(), ""
			for lines.Scan() {
				rest += lines.Text() + "\n"
			}
			if took := time.Since(since); took > time.Second {
				t.Errorf("it took %v to end", took)
			}
			if !strings.Contains(rest, "event: ended\n") || !strings.Contains(rest, `"code":"`+c.code+`"`) {
				t.Errorf("it ended with %q", rest)
			}
		})
	}
}

func TestRequestsActWithTheRightsOfNow(t *testing.T) {
	b, server := rightsWorld(t)
	get := func(bearer bool) string {
		time.Sleep(500 * time.Millisecond) // an answer holds for a while
		r, err := http.NewRequestWithContext(t.Context(), http.MethodPost, server.URL, nil)
		if err != nil {
			t.Fatal(err)
		}
		if bearer {
			r.Header.Set("Authorization", "Bearer good")
		}
		a, err := http.DefaultClient.Do(r)
		if err != nil {
			t.Fatal(err)
		}
		defer a.Body.Close()
		lines := bufio.NewScanner(a.Body)
		lines.Scan()
		return lines.Text()
	}
	for _, c := range []struct {
		sentence string
		change   func()
		bearer   bool
		want     string
	}{
		{"as the token says", func() {}, true, "role author"},
		{"another role", func() { b.standing.Role = identity.Interviewer }, true, "role interviewer"},
		{"the token's word, where auth is silent", func() { b.silent = true }, true, "role author"},
		{"a bearer whose session has ended", func() { b.silent, b.standing.Role = false, "" }, true, "session_ended"},
		{"a browser whose session has ended is nobody", func() {}, false, "role "},
	} {
		b.write(c.change)
		if got := get(c.bearer); !strings.Contains(got, c.want) || c.want == "role " && got != c.want {
			t.Errorf("%s: %q, want %q", c.sentence, got, c.want)
		}
	}
}
