package documents

import (
	"context"
	"encoding/json"
	"errors"
	"time"

	"github.com/codecraft-hq/codecraft/internal/base/db"
	"github.com/codecraft-hq/codecraft/internal/base/errs"
	"github.com/codecraft-hq/codecraft/internal/base/ids"
	"github.com/codecraft-hq/codecraft/internal/engine/collab"
	"github.com/codecraft-hq/codecraft/internal/engine/collab/edit"
)

// Store is collab.Log over a service's tables.
type Store struct {
	DB     *db.DB
	Closed error // what an edit of a closed document is answered with
}

// Begin gives a document, whose row the service has just inserted at version 0, its first text.
func (s Store) Begin(ctx context.Context, id ids.Document, text string, at time.Time) error {
	return s.Snapshot(ctx, id, collab.Snapshot{Version: 0, At: at, Text: edit.NewDocument(text)})
}

// Close keeps every edit out of the documents whose column has the value from now on, and waits for those under way: what
// is read after it, in the same transaction, is all that was ever acknowledged.
//
// any organization: who closes names an attempt or an interview that was read in its organization.
func (s Store) Close(ctx context.Context, column, value string, at time.Time) error {
	_, err := db.Exec(ctx, s.DB, `UPDATE documents SET closed_at = $1 WHERE `+column+` = $2`, at, value)
	return err
}

// Text is a document's text at a version.
func (s Store) Text(ctx context.Context, id ids.Document, version int) (string, error) {
	snapshot, err := collab.AtVersion(ctx, s, id, version)
	if err != nil {
		return "", err
	}
	return snapshot.Text.String(), nil
}

type updateRow struct {
	Version int       `db:"version"`
	At      time.Time `db:"at"`
	Client  string    `db:"client"`
	Seq     int64     `db:"seq"`
	Actor   string    `db:"actor"`
	Kind    string    `db:"kind"`
	Changes string    `db:"changes"`
	Data    string    `db:"data"`
}

type snapshotRow struct {
	Version int       `db:"version"`
	At      time.Time `db:"at"`
	Text    string    `db:"text"`
}

func (r snapshotRow) snapshot() (collab.Snapshot, error) {
	x := collab.Snapshot{Version: r.Version, At: r.At}
	return x, json.Unmarshal([]byte(r.Text), &x.Text)
}

// loadAtOnce bounds what Load reads in one go; a room asks Since for the rest.
const loadAtOnce = 2000

// Load implements collab.Log.
func (s Store) Load(ctx context.Context, id ids.Document) (collab.Snapshot, []collab.Update, error) {
	row, err := db.One[snapshotRow](ctx, s.DB, `SELECT version, at, text FROM document_snapshots WHERE document_id = $1 ORDER BY version DESC LIMIT 1`, id)
	if errors.Is(err, db.ErrNoRows) {
		return collab.Snapshot{}, nil, errs.Missing("document", string(id))
	}
	if err != nil {
		return collab.Snapshot{}, nil, err
	}
	snapshot, err := row.snapshot()
	if err != nil {
		return collab.Snapshot{}, nil, err
	}
	updates, err := s.Since(ctx, id, snapshot.Version, loadAtOnce)
	return snapshot, updates, err
}

// Append implements collab.Log: the document's version is the lock, the primary key the proof.
//
// any organization: an open document is known to its log by its id alone; who opens one was asked before.
func (s Store) Append(ctx context.Context, id ids.Document, version int, updates []collab.Update) error {
	if len(updates) == 0 {
		return nil
	}
	last := updates[len(updates)-1]
	err := s.DB.InTx(ctx, func(ctx context.Context) error {
		n, err := db.Exec(ctx, s.DB, `UPDATE documents SET version = $1, updated_at = $2 WHERE id = $3 AND version = $4 AND closed_at IS NULL`,
			last.Version, last.At, id, version)
		if err != nil {
			return err
		}
		if n == 0 {
			return collab.ErrConflict
		}
		for _, u := range updates {
			changes, err := u.Changes.MarshalJSON()
			if err != nil {
				return err
			}
			_, err = db.Exec(ctx, s.DB, `INSERT INTO document_updates (document_id, version, at, client, seq, actor, kind, changes, data)
				VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)`,
				id, u.Version, u.At, u.Client, u.Seq, u.Actor, string(u.Kind), string(changes), string(u.Data))
			if err != nil {
				return err
			}
		}
		return nil
	})
	if _, taken := db.Taken(err); taken {
		return collab.ErrConflict
	}
	if errors.Is(err, collab.ErrConflict) {
		return s.whyNot(ctx, id)
	}
	return err
}

// whyNot says why nothing could be appended.
//
// any organization: an open document is known to its log by its id alone; who opens one was asked before.
func (s Store) whyNot(ctx context.Context, id ids.Document) error {
	all, err := db.Select[bool](ctx, s.DB, `SELECT closed_at IS NULL FROM documents WHERE id = $1`, id)
	switch {
	case err != nil:
		return err
	case len(all) == 0:
		return errs.Missing("document", string(id))
	case !all[0]:
		return s.Closed
	}
	return collab.ErrConflict
}

// Since implements collab.Log.
func (s Store) Since(ctx context.Context, id ids.Document, version, limit int) ([]collab.Update, error) {
	rows, err := db.Select[updateRow](ctx, s.DB, `SELECT version, at, client, seq, actor, kind, changes, data FROM document_updates
		WHERE document_id = $1 AND version > $2 ORDER BY version LIMIT $3`, id, version, limit)
	if err != nil {
		return nil, err
	}
	updates := make([]collab.Update, len(rows))
	for i, r := range rows {
		updates[i] = collab.Update{Version: r.Version, At: r.At, Client: r.Client, Seq: r.Seq, Actor: r.Actor, Kind: collab.Kind(r.Kind)}
		if r.Data != "" {
			updates[i].Data = json.RawMessage(r.Data)
		}
		if updates[i].Changes, err = edit.ParseChangeSet([]byte(r.Changes)); err != nil {
			return nil, err
		}
	}
	return updates, nil
}

// Snapshot implements collab.Log.
func (s Store) Snapshot(ctx context.Context, id ids.Document, snapshot collab.Snapshot) error {
	text, err := snapshot.Text.MarshalJSON()
	if err != nil {
		return err
	}
	_, err = db.Exec(ctx, s.DB, `INSERT INTO document_snapshots (document_id, version, at, text) VALUES ($1, $2, $3, $4)
		ON CONFLICT (document_id, version) DO NOTHING`, id, snapshot.Version, snapshot.At, string(text))
	return err
}

// Seek implements collab.Log.
func (s Store) Seek(ctx context.Context, id ids.Document, version int, at time.Time) (collab.Snapshot, error) {
	row, err := db.One[snapshotRow](ctx, s.DB, `SELECT version, at, text FROM document_snapshots
		WHERE document_id = $1 AND version <= $2 AND at <= $3 ORDER BY version DESC LIMIT 1`, id, version, at)
	if errors.Is(err, db.ErrNoRows) {
		row, err = db.One[snapshotRow](ctx, s.DB, `SELECT version, at, text FROM document_snapshots WHERE document_id = $1 ORDER BY version LIMIT 1`, id)
	}
	if errors.Is(err, db.ErrNoRows) {
		return collab.Snapshot{}, errs.Missing("document", string(id))
	}
	if err != nil {
		return collab.Snapshot{}, err
	}
	return row.snapshot()
}
