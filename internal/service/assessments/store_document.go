package assessments

import (
	"context"
	"encoding/json"
	"errors"
	"time"

	"github.com/codecraft-hq/codecraft/internal/base/db"
	"github.com/codecraft-hq/codecraft/internal/base/errs"
	"github.com/codecraft-hq/codecraft/internal/base/ids"
	"github.com/codecraft-hq/codecraft/internal/engine/collab"
)

const documentColumns = `id, organization_id, attempt_id, answer_id, language, path, version, created_at, updated_at`

func (s *Service) insertDocument(ctx context.Context, d document, text string) error {
	_, err := db.Exec(ctx, s.db, `INSERT INTO documents (`+documentColumns+`) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)`,
		d.ID, d.Organization, d.Attempt, d.Answer, d.Language, d.Path, d.Version, d.CreatedAt, d.UpdatedAt)
	if err != nil {
		return err
	}
	return documentLog{s.db}.Snapshot(ctx, d.ID, collab.Snapshot{Version: 0, At: d.CreatedAt, Text: collab.NewDocument(text)})
}

func (s *Service) selectDocuments(ctx context.Context, where *db.Conditions) ([]document, error) {
	return db.Select[document](ctx, s.db, `SELECT `+documentColumns+` FROM documents`+where.SQL()+` ORDER BY id`, where.Args()...)
}

// documentAt is nil when there is none yet.
func (s *Service) documentAt(ctx context.Context, id ids.Answer, language, path string) (*document, error) {
	all, err := s.selectDocuments(ctx, db.Where("answer_id = ?", id).And("language = ?", language).And("path = ?", path))
	if err != nil || len(all) == 0 {
		return nil, err
	}
	return &all[0], nil
}

// documentsOf are the documents of answers, by answer.
func (s *Service) documentsOf(ctx context.Context, wanted []ids.Answer) (map[ids.Answer][]document, error) {
	all, err := s.selectDocuments(ctx, db.In(db.Where("1 = 1"), "answer_id", wanted))
	found := map[ids.Answer][]document{}
	for _, d := range all {
		found[d.Answer] = append(found[d.Answer], d)
	}
	return found, err
}

// documentLog is collab.Log over the tables.
type documentLog struct{ db *db.DB }

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
func (l documentLog) Load(ctx context.Context, id ids.Document) (collab.Snapshot, []collab.Update, error) {
	row, err := db.One[snapshotRow](ctx, l.db, `SELECT version, at, text FROM document_snapshots WHERE document_id = $1 ORDER BY version DESC LIMIT 1`, id)
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
	updates, err := l.Since(ctx, id, snapshot.Version, loadAtOnce)
	return snapshot, updates, err
}

// open holds for a document while its attempt runs. The end of an attempt sets closed_at on the row that an append locks;
// the attempt's state is for those that ended before there was such a column.
const open = `closed_at IS NULL AND EXISTS (SELECT 1 FROM attempts a WHERE a.id = documents.attempt_id AND a.state = 'started')`

// closeDocuments keeps every edit out from now on, and waits for those under way: what is read after it, in the same
// transaction, is all that was ever acknowledged.
func (s *Service) closeDocuments(ctx context.Context, a attempt, at time.Time) error {
	_, err := db.Exec(ctx, s.db, `UPDATE documents SET closed_at = $1 WHERE attempt_id = $2`, at, a.ID)
	return err
}

// Append implements collab.Log: the document's version is the lock, the primary key the proof.
func (l documentLog) Append(ctx context.Context, id ids.Document, version int, updates []collab.Update) error {
	if len(updates) == 0 {
		return nil
	}
	last := updates[len(updates)-1]
	err := l.db.InTx(ctx, func(ctx context.Context) error {
		n, err := db.Exec(ctx, l.db, `UPDATE documents SET version = $1, updated_at = $2 WHERE id = $3 AND version = $4 AND `+open,
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
			_, err = db.Exec(ctx, l.db, `INSERT INTO document_updates (document_id, version, at, client, seq, actor, kind, changes, data)
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
		return l.whyNot(ctx, id)
	}
	return err
}

// whyNot says why nothing could be appended.
func (l documentLog) whyNot(ctx context.Context, id ids.Document) error {
	all, err := db.Select[bool](ctx, l.db, `SELECT `+open+` FROM documents WHERE id = $1`, id)
	switch {
	case err != nil:
		return err
	case len(all) == 0:
		return errs.Missing("document", string(id))
	case !all[0]:
		return errFinished
	}
	return collab.ErrConflict
}

// Since implements collab.Log.
func (l documentLog) Since(ctx context.Context, id ids.Document, version, limit int) ([]collab.Update, error) {
	rows, err := db.Select[updateRow](ctx, l.db, `SELECT version, at, client, seq, actor, kind, changes, data FROM document_updates
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
		if updates[i].Changes, err = collab.ParseChangeSet([]byte(r.Changes)); err != nil {
			return nil, err
		}
	}
	return updates, nil
}

// Snapshot implements collab.Log.
func (l documentLog) Snapshot(ctx context.Context, id ids.Document, snapshot collab.Snapshot) error {
	text, err := snapshot.Text.MarshalJSON()
	if err != nil {
		return err
	}
	_, err = db.Exec(ctx, l.db, `INSERT INTO document_snapshots (document_id, version, at, text) VALUES ($1, $2, $3, $4)
		ON CONFLICT (document_id, version) DO NOTHING`, id, snapshot.Version, snapshot.At, string(text))
	return err
}

// Seek implements collab.Log.
func (l documentLog) Seek(ctx context.Context, id ids.Document, version int, at time.Time) (collab.Snapshot, error) {
	row, err := db.One[snapshotRow](ctx, l.db, `SELECT version, at, text FROM document_snapshots
		WHERE document_id = $1 AND version <= $2 AND at <= $3 ORDER BY version DESC LIMIT 1`, id, version, at)
	if errors.Is(err, db.ErrNoRows) {
		row, err = db.One[snapshotRow](ctx, l.db, `SELECT version, at, text FROM document_snapshots WHERE document_id = $1 ORDER BY version LIMIT 1`, id)
	}
	if errors.Is(err, db.ErrNoRows) {
		return collab.Snapshot{}, errs.Missing("document", string(id))
	}
	if err != nil {
		return collab.Snapshot{}, err
	}
	return row.snapshot()
}
