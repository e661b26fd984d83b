package collab

import (
	"context"
	"encoding/json"
	"errors"
	"regexp"
	"time"

	"github.com/codecraft-hq/codecraft/internal/base/ids"
	"github.com/codecraft-hq/codecraft/internal/engine/collab/edit"
)

// Kind tells what an update records. A mark is an update that changes no text.
type Kind string

// The kinds this package knows; a service may add its own.
const (
	Edit     Kind = "edit"
	Paste    Kind = "paste"    // an edit whose text was pasted
	Focus    Kind = "focus"    // mark: the tab gained or lost the focus
	Language Kind = "language" // mark: another language was chosen
	Run      Kind = "run"      // mark: the program was run; only the service writes it
)

var kindForm = regexp.MustCompile(`^[a-z][a-z0-9_.-]{0,31}$`)

// Update is one entry of a document's log: an edit, or a mark on the same clock.
type Update struct {
	Version int             // the version the update makes; the first update makes version 1
	At      time.Time       // the server's clock, UTC, milliseconds; never before that of the update before
	Client  string          // the tab, by the id the server issued; empty for the service's own marks
	Seq     int64           // counts the client's updates from 1, so that a repeated push is recognised
	Actor   string          // who, in the service's terms
	Kind    Kind            // empty reads as Edit
	Changes edit.ChangeSet  // of a mark, Keep of the whole document
	Data    json.RawMessage // what a mark or paste says of itself; may be nil
}

// Snapshot is a document at a version. Services store Text by its JSON form, which loses nothing.
type Snapshot struct {
	Version int
	At      time.Time // of the update that made the version; at version 0 when the document was made
	Text    edit.Document
}

// ErrConflict is Append's answer when the log has passed the version already.
var ErrConflict = errors.New("collab: another replica appended first")

// Log keeps documents and their updates for good. Every implementation passes collabtest.RunLog.
// Changes and Data are JSON texts: store them as text, not jsonb, which refuses lone surrogates.
type Log interface {
	// Load gives the newest snapshot and updates that follow it, in order, all or the first of them.
	// A document that was never made is errs.NotFound.
	Load(ctx context.Context, document ids.Document) (Snapshot, []Update, error)
	// Append writes the updates, of versions version+1, version+2 ..., all or none, when the log stands
	// at version, and answers ErrConflict when it does not.
	Append(ctx context.Context, document ids.Document, version int, updates []Update) error
	// Since gives at most limit updates of later versions than version, in order.
	Since(ctx context.Context, document ids.Document, version, limit int) ([]Update, error)
	// Snapshot keeps the snapshot; one of that version that is there already stays.
	Snapshot(ctx context.Context, document ids.Document, snapshot Snapshot) error
	// Seek gives the newest snapshot of at most that version and at most that time,
	// and the oldest when there is none so early.
	Seek(ctx context.Context, document ids.Document, version int, at time.Time) (Snapshot, error)
}
