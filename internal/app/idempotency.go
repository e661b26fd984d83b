package app

import (
	"context"
	"net/http"
	"strings"
	"time"

	"golang.org/x/sync/errgroup"

	"github.com/codecraft-hq/codecraft/internal/base/db"
	"github.com/codecraft-hq/codecraft/internal/base/httpx"
	"github.com/codecraft-hq/codecraft/internal/base/idempotency"
)

const (
	idempotentFor       = 24 * time.Hour
	idempotentAbandoned = requestTimeout + 30*time.Second // whoever had the key is dead
)

// keepAnswers lets the answers of a service's POSTs be kept in its database.
func (s *system) keepAnswers(m module, d *db.DB) {
	if s.kept == nil {
		s.kept = map[string]idempotency.Store{}
	}
	s.kept[m.name] = idempotency.Store{DB: d, Keep: idempotentFor, Abandoned: idempotentAbandoned, Log: s.log}
}

// answersOf is where the answer to a request is kept: with the service whose path it is. It is nil for requests whose
// answers are not kept, and for paths of another process, which keeps them itself.
func (s *system) answersOf(q *http.Request) httpx.IdempotencyStore {
	if unrepeatable(q.URL.Path) {
		return nil
	}
	for _, m := range modules() {
		if store, here := s.kept[m.name]; here && m.serves(q.URL.Path) {
			return store
		}
	}
	return nil
}

// serves tells whether a path is one of the module's, or below one.
func (m module) serves(path string) bool {
	for _, own := range m.paths {
		if path == own || strings.HasPrefix(path, own+"/") {
			return true
		}
	}
	return false
}

// unrepeatable are the paths whose answers are not kept: submissions, which know their keys themselves, so that one whose
// process died is made at once by the next try; runs, which expire; whatever hands out tokens, links or secrets; what
// is too large to keep; previews, which make nothing.
func unrepeatable(path string) bool {
	switch noun(path) {
	case "submissions", "runs", "sessions", "session-refreshes", "attempts", "invitations", "invitation-imports", "invitation-previews", "member-invitation-previews", "problem-imports", "webhooks":
		return true
	}
	return false
}

// secretive are the requests whose answers hold tokens, links or secrets: those that make them; no reading does.
func secretive(q *http.Request) bool {
	if q.Method == http.MethodGet || q.Method == http.MethodHead {
		return false
	}
	switch noun(q.URL.Path) {
	case "sessions", "session-refreshes", "users", "setup", "attempts", "invitations", "invitation-imports", "member-invitations", "webhooks":
		return true
	}
	return false
}

// noun is the first part of an API path: "problems" of "/v1/problems/1".
func noun(path string) string {
	first, _, _ := strings.Cut(strings.TrimPrefix(path, "/v1/"), "/")
	return first
}

// sweepAnswers deletes answers that were kept long enough, in every database of this process.
func (s *system) sweepAnswers(ctx context.Context) error {
	all, ctx := errgroup.WithContext(ctx)
	for _, store := range s.kept {
		all.Go(func() error { return store.Run(ctx) })
	}
	return all.Wait()
}
