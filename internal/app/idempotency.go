package app

import (
	"context"
	"net/http"
	"slices"
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

// kept is where the answers of one service are kept.
type kept struct {
	paths []string
	store idempotency.Store
}

// keepAnswers lets the answers of a service's POSTs be kept in its database.
func (s *system) keepAnswers(m row, d *db.DB) {
	store := idempotency.Store{DB: d, Keep: idempotentFor, Abandoned: idempotentAbandoned, Log: s.log}
	s.kept = append(s.kept, kept{m.paths(), store})
}

// answersOf is where the answer to a request is kept: with the service whose path it is. It is nil for requests whose
// answers are not kept, and for paths of another process, which keeps them itself.
func (s *system) answersOf(q *http.Request) httpx.IdempotencyStore {
	if unrepeatable(q.URL.Path) {
		return nil
	}
	for _, k := range s.kept {
		if slices.ContainsFunc(k.paths, func(own string) bool { return q.URL.Path == own || strings.HasPrefix(q.URL.Path, own+"/") }) {
			return k.store
		}
	}
	return nil
}

// unrepeatable are the paths whose answers are not kept: submissions, which know their keys themselves, so that one whose
// process died is made at once by the next try; runs, which expire; whatever hands out tokens, links or secrets; what
// is too large to keep; previews, which make nothing.
func unrepeatable(path string) bool {
	switch noun(path) {
	case "submissions", "runs", "sessions", "session-refreshes", "attempts", "invitations", "invitation-imports", "invitation-links", "invitation-previews", "assessment-previews", "member-invitation-previews", "password-reset-previews", "registration-previews", "problem-imports", "webhooks",
		"interview-participants", "interview-links", "interview-entries", "interview-sessions":
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
	case "sessions", "session-refreshes", "users", "setup", "attempts", "invitations", "invitation-imports", "invitation-links", "assessment-previews", "member-invitations", "webhooks",
		"interview-participants", "interview-links", "interview-entries", "interview-sessions":
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
	for _, k := range s.kept {
		all.Go(func() error { return k.store.Run(ctx) })
	}
	return all.Wait()
}
