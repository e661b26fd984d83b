package password_test

import (
	"io/fs"
	"net/http"
	"net/http/httptest"
	"testing"
	"time"

	"github.com/codecraft-hq/codecraft/internal/base/db"
	"github.com/codecraft-hq/codecraft/internal/base/httpx"
	"github.com/codecraft-hq/codecraft/internal/base/ids"
	"github.com/codecraft-hq/codecraft/internal/service/auth"
	"github.com/codecraft-hq/codecraft/internal/service/auth/audit"
	"github.com/codecraft-hq/codecraft/internal/service/auth/credential/password"
	"github.com/codecraft-hq/codecraft/internal/service/auth/session"
	"github.com/codecraft-hq/codecraft/internal/service/auth/user"
	"github.com/codecraft-hq/codecraft/test/harness"
)

const secret = "violet lantern harbour"

func ok(t *testing.T, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

// newService is the room over a database with the service's tables.
func newService(t *testing.T, d *db.DB) (*password.Service, *user.Service) {
	t.Helper()
	migrations, err := fs.Sub(auth.Migrations, "migrations")
	ok(t, err)
	ok(t, d.Migrate(t.Context(), migrations))
	entries, users := audit.New(d, time.Now), user.New(d)
	sessions, err := session.New(session.Deps{DB: d, Audit: entries, Config: session.Defaults(), Clock: time.Now})
	ok(t, err)
	s, err := password.New(password.Deps{
		DB: d, Audit: entries, Users: users, Sessions: sessions, Config: password.Defaults(), PublicURL: "https://code.example.org",
		Crowd: httpx.NewLimiter(100, time.Hour, 100), Clock: time.Now,
	})
	ok(t, err)
	return s, users
}

func TestAFullHasherTellsToComeAgain(t *testing.T) {
	harness.EachDatabase(t, func(t *testing.T, open func(string) *db.DB) {
		s, users := newService(t, open("auth"))
		owner := user.User{ID: ids.New[ids.User](), Email: "owner@example.org", Name: "The owner", CreatedAt: time.Now()}
		ok(t, users.Insert(t.Context(), owner))
		hash, err := s.Hash(t.Context(), secret)
		ok(t, err)
		ok(t, s.Set(t.Context(), owner.ID, hash))
		device := session.Device{Address: "198.51.100.7", Agent: "browser/1"}
		empty := password.FillHasher(s)
		for _, email := range []string{"owner@example.org", "nobody@example.org"} {
			_, err := s.Authenticate(t.Context(), email, secret, device)
			answer := httptest.NewRecorder()
			httpx.WriteError(answer, httptest.NewRequestWithContext(t.Context(), http.MethodPost, "/v1/sessions", nil), err)
			if answer.Code != http.StatusServiceUnavailable || answer.Header().Get("Retry-After") == "" {
				t.Errorf("%s: %d, to come again after %q: %v", email, answer.Code, answer.Header().Get("Retry-After"), err)
			}
		}
		empty()
		if found, err := s.Authenticate(t.Context(), "owner@example.org", secret, device); err != nil || found.ID != owner.ID {
			t.Errorf("afterwards: %+v, %v", found, err)
		}
	})
}
