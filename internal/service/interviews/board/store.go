package board

import (
	"context"
	"encoding/json"
	"errors"
	"time"

	"github.com/codecraft-hq/codecraft/internal/base/db"
	"github.com/codecraft-hq/codecraft/internal/base/ids"
)

const (
	boardColumns   = `interview_id, last_number, alive, bytes, log_bytes`
	drawingColumns = `id, organization_id, interview_id, number, at, participant_id, elements`
)

// held is the board of an interview, made where there is none, which nobody else draws on until the transaction ends.
func (s *Service) held(ctx context.Context, organization ids.Organization, id ids.Interview) (Board, error) {
	_, err := db.Exec(ctx, s.db, `INSERT INTO boards (organization_id, `+boardColumns+`) VALUES ($1, $2, 0, 0, 0, 0) ON CONFLICT (interview_id) DO NOTHING`, organization, id)
	if err != nil {
		return Board{}, err
	}
	return db.WriteOne[Board](ctx, s.db, `UPDATE boards SET last_number = last_number WHERE organization_id = $1 AND interview_id = $2 RETURNING `+boardColumns, organization, id)
}

// board is that of an interview; the zero one where nobody has drawn.
func (s *Service) board(ctx context.Context, organization ids.Organization, id ids.Interview) (Board, error) {
	b, err := db.One[Board](ctx, s.db, `SELECT `+boardColumns+` FROM boards WHERE organization_id = $1 AND interview_id = $2`, organization, id)
	if errors.Is(err, db.ErrNoRows) {
		return Board{Interview: id}, nil
	}
	return b, err
}

func (s *Service) store(ctx context.Context, organization ids.Organization, b Board) error {
	_, err := db.Exec(ctx, s.db, `UPDATE boards SET last_number = $1, alive = $2, bytes = $3, log_bytes = $4 WHERE organization_id = $5 AND interview_id = $6`,
		b.Number, b.Alive, b.Bytes, b.LogBytes, organization, b.Interview)
	return err
}

// row is an element of now.
type row struct {
	ID      string `db:"element_id"`
	Version int64  `db:"version"`
	Nonce   int64  `db:"nonce"`
	Deleted bool   `db:"deleted"`
	Body    string `db:"body"`
}

// there are those of the elements that the board has.
func (s *Service) there(ctx context.Context, organization ids.Organization, id ids.Interview, sent []Element) (map[string]Element, error) {
	wanted := make([]string, len(sent))
	for i, e := range sent {
		wanted[i] = e.ID
	}
	where := db.In(db.Where("organization_id = ?", organization).And("interview_id = ?", id), "element_id", wanted)
	found, err := db.Select[row](ctx, s.db, `SELECT element_id, version, nonce, deleted, body FROM board_elements`+where.SQL(), where.Args()...)
	all := map[string]Element{}
	for _, r := range found {
		all[r.ID] = Element{ID: r.ID, Version: r.Version, Nonce: r.Nonce, Deleted: r.Deleted, Body: json.RawMessage(r.Body)}
	}
	return all, err
}

// put keeps what an element is now. Of one that was deleted only that it was is kept: nothing older brings it back.
func (s *Service) put(ctx context.Context, d Drawing, e Element) error {
	body := string(e.Body)
	if e.Deleted {
		body = "{}"
	}
	_, err := db.Exec(ctx, s.db, `INSERT INTO board_elements (interview_id, organization_id, element_id, version, nonce, deleted, body, number)
		VALUES ($1, $2, $3, $4, $5, $6, $7, $8) ON CONFLICT (interview_id, element_id) DO UPDATE
		SET version = excluded.version, nonce = excluded.nonce, deleted = excluded.deleted, body = excluded.body, number = excluded.number`,
		d.Interview, d.Organization, e.ID, e.Version, e.Nonce, e.Deleted, body, d.Number)
	return err
}

// scene is the elements of now, those that were changed last at the end.
func (s *Service) scene(ctx context.Context, organization ids.Organization, id ids.Interview) ([]json.RawMessage, error) {
	found, err := db.Select[string](ctx, s.db, `SELECT body FROM board_elements WHERE organization_id = $1 AND interview_id = $2 AND deleted = $3
		ORDER BY number, element_id`, organization, id, false)
	all := make([]json.RawMessage, len(found))
	for i, body := range found {
		all[i] = json.RawMessage(body)
	}
	return all, err
}

// drawnLast are the elements that were drawn last in some of a board's drawings, by their ids; true: they were deleted there.
func (s *Service) drawnLast(ctx context.Context, organization ids.Organization, id ids.Interview, numbers []int) (map[int]map[string]bool, error) {
	type last struct {
		Number  int    `db:"number"`
		ID      string `db:"element_id"`
		Deleted bool   `db:"deleted"`
	}
	where := db.In(db.Where("organization_id = ?", organization).And("interview_id = ?", id), "number", numbers)
	found, err := db.Select[last](ctx, s.db, `SELECT number, element_id, deleted FROM board_elements`+where.SQL(), where.Args()...)
	all := map[int]map[string]bool{}
	for _, x := range found {
		if all[x.Number] == nil {
			all[x.Number] = map[string]bool{}
		}
		all[x.Number][x.ID] = x.Deleted
	}
	return all, err
}

func (s *Service) insert(ctx context.Context, d Drawing) error {
	_, err := db.Exec(ctx, s.db, `INSERT INTO drawings (`+drawingColumns+`) VALUES ($1, $2, $3, $4, $5, $6, $7)`,
		d.ID, d.Organization, d.Interview, d.Number, d.At, d.Participant, d.Elements)
	return err
}

// any organization: who reads has begun the conditions with an interview's (workspace.OfOne).
func (s *Service) selectDrawings(ctx context.Context, where *db.Conditions, order []db.Key, limit int) ([]Drawing, error) {
	return db.Select[Drawing](ctx, s.db, `SELECT `+drawingColumns+` FROM drawings`+where.SQL()+db.OrderBy(order...)+where.Limit(limit), where.Args()...)
}

// markedSince reports whether the timeline has told since a time that who has drawn draws.
func (s *Service) markedSince(ctx context.Context, d Drawing, since time.Time) (bool, error) {
	n, err := db.One[int](ctx, s.db, `SELECT COUNT(*) FROM timeline WHERE organization_id = $1 AND interview_id = $2 AND kind = $3 AND subject = $4 AND at > $5`,
		d.Organization, d.Interview, drew, d.Participant, since)
	return n > 0, err
}
