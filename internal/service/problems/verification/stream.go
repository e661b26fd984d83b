package verification

import (
	"context"
	"net/http"
	"strconv"
	"time"

	"github.com/codecraft-hq/codecraft/internal/base/httpx"
	"github.com/codecraft-hq/codecraft/internal/base/identity"
	"github.com/codecraft-hq/codecraft/internal/base/ids"
	"github.com/codecraft-hq/codecraft/internal/parts/live"
)

// glance is how often a watcher looks by itself, in case a hint was lost.
const glance = 5 * time.Second

// streamVerification sends the verification's attributes each time they change, its place in the queue too; the
// number of changes is the event's id, so that a watcher who comes back gets only what it has not seen.
func (s *Service) streamVerification(w http.ResponseWriter, r *http.Request) {
	who, err := identity.Require(r.Context(), identity.TestsRead)
	if err != nil {
		httpx.WriteError(w, r, err)
		return
	}
	id := ids.Verification(r.PathValue("id"))
	if _, err := s.getVerification(r.Context(), who.Organization, id); err != nil {
		httpx.WriteError(w, r, err)
		return
	}
	watch, leave := s.watchers.Add(string(id))
	defer leave()
	seen, told := 0, 0
	look := func(ctx context.Context, out *httpx.EventStream) error {
		verification, err := s.getVerification(ctx, who.Organization, id)
		if err != nil {
			return err // deleted, or the database is away: the client comes again
		}
		if verification.Changes > seen || verification.State == queued {
			all, err := s.verificationResources(ctx, []Verification{*verification})
			if err != nil {
				return err
			}
			a := all[0].Attributes
			if verification.Changes > seen || a.Position != 0 && a.Position != told {
				if err := out.Send(strconv.Itoa(verification.Changes), "verification", a); err != nil {
					return err
				}
			}
			seen, told = verification.Changes, a.Position
		}
		if verification.finished() {
			return live.ErrOver
		}
		return nil
	}
	live.Stream[struct{}]{
		Watch: watch,
		Begin: func(ctx context.Context, out *httpx.EventStream) error {
			seen, _ = strconv.Atoi(out.LastEventID) // anything else begins anew
			return look(ctx, out)
		},
		News:   func(ctx context.Context, out *httpx.EventStream, _ []struct{}) error { return look(ctx, out) },
		Glance: look, GlanceEvery: glance,
	}.Serve(w, r)
}
