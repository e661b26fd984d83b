package httpx

import (
	"context"
	"log/slog"
	"net/http"
	"sync"
	"time"

	"github.com/codecraft-hq/codecraft/internal/base/errs"
	"github.com/codecraft-hq/codecraft/internal/base/identity"
	"github.com/codecraft-hq/codecraft/internal/base/ids"
)

const (
	rightsFresh = 400 * time.Millisecond // how long an answer holds, and how often open streams are looked at: twice a second and more
	rightsWait  = 2 * time.Second
	rightsChunk = 500 // sessions asked for at once
)

// Rights knows what sessions may do now: a token says what they might when it was made. Requests act with the rights of
// now, and streams and sockets end with a reason when they change. Auth is asked once in a while for all of them together,
// and where it does not answer the tokens' word holds, as it did before.
type Rights struct {
	ask func(context.Context, []ids.Session) ([]identity.Standing, error)
	log *slog.Logger

	mu     sync.Mutex
	known  map[ids.Session]answered
	visits map[*visit]bool
}

type answered struct {
	identity.Standing
	at   time.Time
	sure bool // auth has answered
}

// visit is one open stream or socket, with the role it was opened in.
type visit struct {
	identity.Principal
	end context.CancelCauseFunc
}

// NewRights asks auth; Run must be running for streams to end.
func NewRights(ask func(context.Context, []ids.Session) ([]identity.Standing, error), log *slog.Logger) *Rights {
	return &Rights{ask: ask, log: log, known: map[ids.Session]answered{}, visits: map[*visit]bool{}}
}

type rightsKey struct{}

// Middleware comes after Authenticate. Like there, a browser whose session has ended is nobody, and a bearer is refused.
func (r *Rights) Middleware(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, q *http.Request) {
		p := identity.From(q.Context())
		if p.Session == "" {
			next.ServeHTTP(w, q)
			return
		}
		now := r.standing(q.Context(), p.Session)
		ctx := context.WithValue(q.Context(), rightsKey{}, r)
		if now.sure {
			p.Role = now.Role
			if ended := now.Ended(); ended != nil {
				if q.Header.Get("Authorization") != "" {
					WriteError(w, q, ended.OnHeader("Authorization"))
					return
				}
				p = identity.Principal{}
			}
		}
		next.ServeHTTP(w, q.WithContext(identity.With(ctx, p)))
	})
}

// standing is the answer at hand while it is fresh, or a new one.
func (r *Rights) standing(ctx context.Context, id ids.Session) answered {
	r.mu.Lock()
	now, ok := r.known[id]
	r.mu.Unlock()
	if ok && time.Since(now.at) < rightsFresh {
		return now
	}
	r.look(context.WithoutCancel(ctx), []ids.Session{id})
	r.mu.Lock()
	defer r.mu.Unlock()
	return r.known[id]
}

// look asks for sessions, and ends what is open of those that may do other things than when it was opened.
func (r *Rights) look(ctx context.Context, sessions []ids.Session) {
	ctx, cancel := context.WithTimeout(ctx, rightsWait)
	defer cancel()
	all, err := r.ask(ctx, sessions)
	if err != nil {
		r.log.Warn("ask for the rights of sessions", "sessions", len(sessions), "error", err)
	}
	r.mu.Lock()
	defer r.mu.Unlock()
	for _, id := range sessions { // one that auth does not know has ended; and no answer is asked for twice in a row
		r.known[id] = answered{Standing: identity.Standing{Session: id}, at: time.Now(), sure: err == nil}
	}
	for _, now := range all {
		r.known[now.Session] = answered{Standing: now, at: time.Now(), sure: true}
	}
	for v := range r.visits {
		if now, ok := r.known[v.Session]; ok && now.sure && now.Role != v.Role {
			v.end(changed(now.Standing))
		}
	}
}

func changed(now identity.Standing) error {
	if ended := now.Ended(); ended != nil {
		return ended
	}
	return errs.New(errs.Forbidden, "role_changed", "your role is another one now (%s): load the page again", now.Role)
}

// Run looks at what is open until ctx ends.
func (r *Rights) Run(ctx context.Context) error {
	tick := time.NewTicker(rightsFresh)
	defer tick.Stop()
	for {
		select {
		case <-ctx.Done():
			return ctx.Err()
		case <-tick.C:
		}
		sessions := r.open()
		for len(sessions) > 0 {
			n := min(len(sessions), rightsChunk)
			r.look(ctx, sessions[:n])
			sessions = sessions[n:]
		}
	}
}

// open are the sessions that have something open. What was known of others and is stale is forgotten.
func (r *Rights) open() (all []ids.Session) {
	r.mu.Lock()
	defer r.mu.Unlock()
	seen := map[ids.Session]bool{}
	for v := range r.visits {
		if !seen[v.Session] {
			seen[v.Session] = true
			all = append(all, v.Session)
		}
	}
	for id, x := range r.known {
		if !seen[id] && time.Since(x.at) > rightsFresh {
			delete(r.known, id)
		}
	}
	return all
}

// Until gives a context that ends, with an errs.Error as its cause, once the principal of ctx has other rights than now. What
// lasts longer than a request watches it; release it when done. It does not end with ctx.
func Until(ctx context.Context) (until context.Context, release func()) {
	until, end := context.WithCancelCause(context.WithoutCancel(ctx))
	r, _ := ctx.Value(rightsKey{}).(*Rights)
	if r == nil {
		return until, func() { end(nil) }
	}
	v := &visit{Principal: identity.From(ctx), end: end}
	r.mu.Lock()
	defer r.mu.Unlock()
	r.visits[v] = true
	return until, func() {
		r.mu.Lock()
		defer r.mu.Unlock()
		delete(r.visits, v)
		end(nil)
	}
}
