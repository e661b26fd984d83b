package collab

import (
	"context"
	"fmt"
	"math"
	"time"

	"github.com/codecraft-hq/codecraft/internal/base/errs"
	"github.com/codecraft-hq/codecraft/internal/base/ids"
)

var endOfTime = time.Date(9999, 1, 1, 0, 0, 0, 0, time.UTC)

// AtVersion gives the document as it was at the version. It reads one snapshot and the updates from there.
func AtVersion(ctx context.Context, log Log, document ids.Document, version int) (Snapshot, error) {
	if version < 0 {
		return Snapshot{}, noVersion(version)
	}
	found, err := seek(ctx, log, document, version, endOfTime)
	if err == nil && found.Version != version {
		return Snapshot{}, noVersion(version)
	}
	return found, err
}

// AtTime gives the document as it was at the time: with every update until then. Before the document was made, its start.
func AtTime(ctx context.Context, log Log, document ids.Document, at time.Time) (Snapshot, error) {
	return seek(ctx, log, document, math.MaxInt32, at)
}

func noVersion(version int) error {
	return errs.New(errs.NotFound, "version_not_found", "the document has no version %d", version)
}

func seek(ctx context.Context, log Log, document ids.Document, version int, at time.Time) (Snapshot, error) {
	s, err := log.Seek(ctx, document, version, at)
	if err != nil {
		return Snapshot{}, fmt.Errorf("seek in document %s: %w", document, err)
	}
	for s.Version < version {
		updates, err := log.Since(ctx, document, s.Version, min(chunk, version-s.Version))
		if err != nil {
			return Snapshot{}, fmt.Errorf("seek in document %s: %w", document, err)
		}
		if len(updates) == 0 {
			return s, nil
		}
		for _, u := range updates {
			if u.At.After(at) {
				return s, nil
			}
			text, err := s.Text.Apply(u.Changes)
			if err != nil {
				return Snapshot{}, fmt.Errorf("document %s, version %d: %w", document, u.Version, err)
			}
			s = Snapshot{Version: u.Version, At: u.At, Text: text}
		}
	}
	return s, nil
}
