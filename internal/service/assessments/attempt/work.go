package attempt

import (
	"context"
	"maps"
	"sync"
	"time"

	"github.com/codecraft-hq/codecraft/internal/base/ids"
)

// noteWork keeps last_activity_at fresh while the candidate types, so that the board shows who is at work.
func (s *Service) noteWork(ctx context.Context, id ids.Document) {
	now := s.now()
	if !s.worked.due(id, now) {
		return
	}
	attempt, err := s.attemptOfDocument(ctx, id)
	if err != nil {
		s.log.Warn("note work", "document", id, "error", err)
		return
	}
	if fresh, err := s.touch(ctx, attempt, now); err == nil && fresh {
		s.publish(ctx, changed{attempt.Organization, attempt.Assessment, attempt.ID, true})
	}
}

// workPause is how often a document's edits are noted as work.
const workPause = 5 * time.Second

// work remembers which documents' edits were noted lately: each of them comes by here.
type work struct {
	mu    sync.Mutex
	noted map[ids.Document]time.Time
}

// due says whether an edit is to be noted, and takes it that it is.
func (w *work) due(id ids.Document, now time.Time) bool {
	w.mu.Lock()
	defer w.mu.Unlock()
	if last, is := w.noted[id]; is && now.Sub(last) < workPause {
		return false
	}
	if w.noted == nil {
		w.noted = map[ids.Document]time.Time{}
	}
	maps.DeleteFunc(w.noted, func(_ ids.Document, at time.Time) bool { return len(w.noted) >= 1000 && now.Sub(at) >= workPause })
	w.noted[id] = now
	return true
}
