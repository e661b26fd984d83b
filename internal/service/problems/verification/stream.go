package verification

import (
	"context"
	"net/http"
	"strconv"
	"time"

	"github.com/codecraft-hq/codecraft/internal/base/bus"
	"github.com/codecraft-hq/codecraft/internal/base/httpx"
	"github.com/codecraft-hq/codecraft/internal/base/identity"
	"github.com/codecraft-hq/codecraft/internal/base/ids"
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
	hints := make(chan struct{}, 1)
	stop, err := s.bus.Subscribe(hintSubject(id), func(context.Context, bus.Message) {
		select {
		case hints <- struct{}{}:
		default: // one is waiting already
		}
	})
	if err != nil {
		httpx.WriteError(w, r, err)
		return
	}
	defer stop() //nolint:errcheck // the connection is going down with it
	stream, err := httpx.Events(w, r)
	if err != nil {
		return // the client has gone
	}
	defer stream.Close()
	seen, _ := strconv.Atoi(stream.LastEventID) // anything else begins anew
	s.watch(r.Context(), who.Organization, id, seen, hints, stream)
}

func (s *Service) watch(ctx context.Context, org ids.Organization, id ids.Verification, seen int, hints <-chan struct{}, stream *httpx.EventStream) {
	tick := time.NewTicker(glance)
	defer tick.Stop()
	told := 0
	for {
		verification, err := s.getVerification(ctx, org, id)
		if err != nil {
			return // deleted, or the database is away: the client comes again
		}
		if verification.Changes > seen || verification.State == queued {
			all, err := s.verificationResources(ctx, []Verification{*verification})
			if err != nil {
				return
			}
			a := all[0].Attributes
			isNews := verification.Changes > seen || a.Position != 0 && a.Position != told
			if isNews && stream.Send(strconv.Itoa(verification.Changes), "verification", a) != nil {
				return
			}
			seen, told = verification.Changes, a.Position
		}
		if verification.finished() {
			return
		}
		select {
		case <-stream.Done():
			return
		case <-hints:
		case <-tick.C:
		}
	}
}
