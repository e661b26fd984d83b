package judgement

import (
	"context"
	"errors"

	contract "github.com/codecraft-hq/codecraft/internal/contract/execution"

	"github.com/codecraft-hq/codecraft/internal/base/db"
	"github.com/codecraft-hq/codecraft/internal/base/ids"
)

// isWaiting and isReleased are the two kinds of unfinished judgements; the words are those of the partial indexes.
const (
	isWaiting  = `state = 'queued' AND sent = 0`
	isReleased = `state <> 'finished' AND sent > 0`
)

// anyWaiting reports whether a judgement waits to be released.
func (s *Service) anyWaiting(ctx context.Context) (bool, error) {
	found, err := db.Select[ids.Organization](ctx, s.db, `SELECT organization_id FROM judgements WHERE `+isWaiting+` LIMIT 1`)
	return len(found) > 0, err
}

// lockTurns counts the turns on and keeps every other replica from giving turns until the transaction ends.
func (s *Service) lockTurns(ctx context.Context) (int64, error) {
	return db.WriteOne[int64](ctx, s.db, `UPDATE turns SET turn = turn + 1 WHERE organization_id = '' RETURNING turn`)
}

func (s *Service) saveTurn(ctx context.Context, org ids.Organization, turn int64) error {
	_, err := db.Exec(ctx, s.db, `INSERT INTO turns (organization_id, turn) VALUES ($1, $2)
		ON CONFLICT (organization_id) DO UPDATE SET turn = excluded.turn`, org, turn)
	return err
}

// contender is an organization that wants a turn.
type contender struct {
	Organization ids.Organization `db:"organization_id"`
	Turn         int64            `db:"turn"` // its last one; 0 when it never had any
	Busy         int              `db:"-"`    // its judgements that are released and not finished
}

// contenders are the organizations with a waiting judgement. The recursion leaps from one organization to
// the next in the index: its cost is the number of organizations, however many judgements each has queued.
func (s *Service) contenders(ctx context.Context) ([]contender, error) {
	return db.Select[contender](ctx, s.db, `WITH RECURSIVE waiting (id) AS (
			SELECT MIN(organization_id) FROM judgements WHERE `+isWaiting+`
			UNION ALL
			SELECT (SELECT MIN(organization_id) FROM judgements WHERE `+isWaiting+` AND organization_id > waiting.id)
			FROM waiting WHERE waiting.id IS NOT NULL
		)
		SELECT waiting.id AS organization_id, COALESCE(turns.turn, 0) AS turn
		FROM waiting LEFT JOIN turns ON turns.organization_id = waiting.id WHERE waiting.id IS NOT NULL`)
}

// share is what one organization has in the queue.
type share struct {
	Organization ids.Organization `db:"organization_id"`
	Busy         int              `db:"busy"`   // released, without a result
	Queued       int              `db:"queued"` // of these, those no worker has begun
}

// shares are bounded: no more is released than workers can do.
func (s *Service) shares(ctx context.Context) ([]share, error) {
	return db.Select[share](ctx, s.db, `SELECT organization_id, COUNT(*) AS busy,
			SUM(CASE WHEN state = 'queued' THEN 1 ELSE 0 END) AS queued
		FROM judgements WHERE `+isReleased+` GROUP BY organization_id`)
}

// releaseNext notes that the next judgement of an organization is sent; nil when none waits any more.
func (s *Service) releaseNext(ctx context.Context, org ids.Organization) (*Judgement, error) {
	j, err := db.WriteOne[Judgement](ctx, s.db, `UPDATE judgements SET sent = 1, sent_at = $1
		WHERE sent = 0 AND state = 'queued' AND id = (SELECT id FROM judgements
			WHERE `+isWaiting+` AND organization_id = $2 ORDER BY priority, turn, id LIMIT 1)
		RETURNING `+judgementColumns, s.now(), org)
	if errors.Is(err, db.ErrNoRows) {
		return nil, nil
	}
	return &j, err
}

// turnOf is the turn of a new judgement: the one after the last of its scope that has no result yet, and none that was before
// the next one to be given. So whoever has none under way comes next, however many another has queued, and whoever
// waits is overtaken by no more than one of each who comes later.
func (s *Service) turnOf(ctx context.Context, j *Judgement) (int64, error) {
	next, err := db.One[int64](ctx, s.db, `SELECT COALESCE(MIN(turn), 0) FROM judgements WHERE `+isWaiting+` AND organization_id = $1 AND priority = $2`,
		j.Organization, j.Priority)
	if err != nil || j.Scope == "" {
		return next, err
	}
	own, err := db.One[int64](ctx, s.db, `SELECT COALESCE(MAX(turn) + 1, 0) FROM judgements WHERE state <> 'finished' AND scope <> '' AND organization_id = $1 AND scope = $2`,
		j.Organization, j.Scope)
	return max(next, own), err
}

// line is how many judgements of an organization wait.
type line struct {
	Organization ids.Organization `db:"organization_id"`
	Waiting      int              `db:"waiting"`
}

func (s *Service) lines(ctx context.Context) ([]line, error) {
	return db.Select[line](ctx, s.db, `SELECT organization_id, COUNT(*) AS waiting FROM judgements WHERE `+isWaiting+` GROUP BY organization_id`)
}

// waitingOf is the queued judgement of a subject; nil when there is none.
func (s *Service) waitingOf(ctx context.Context, q contract.Place) (*Judgement, error) {
	found, err := s.judgementsOf(ctx, q.Organization, q.Subject)
	if err != nil || len(found) == 0 || found[0].State != stateQueued {
		return nil, err
	}
	return &found[0], nil
}

// judgementsOf is the judgement of a subject and its round, or nothing.
func (s *Service) judgementsOf(ctx context.Context, org ids.Organization, of contract.Subject) ([]Judgement, error) {
	return db.Select[Judgement](ctx, s.db, `SELECT `+judgementColumns+` FROM judgements
		WHERE organization_id = $1 AND subject_kind = $2 AND subject_id = $3 AND round = $4`, org, of.Kind, of.ID, of.Round)
}

// before counts the waiting judgements of the same organization that come before one.
func (s *Service) before(ctx context.Context, j *Judgement) (int, error) {
	return db.One[int](ctx, s.db, `SELECT COUNT(*) FROM judgements
		WHERE `+isWaiting+` AND organization_id = $1 AND
			(priority < $2 OR (priority = $2 AND (turn < $3 OR (turn = $3 AND id < $4))))`, j.Organization, j.Priority, j.Turn, j.ID)
}

// ahead counts the released judgements that no worker has begun and that were released before one.
func (s *Service) ahead(ctx context.Context, j *Judgement) (int, error) {
	return db.One[int](ctx, s.db, `SELECT COUNT(*) FROM judgements
		WHERE `+isReleased+` AND state = 'queued' AND (sent_at < $1 OR (sent_at = $1 AND id < $2))`, j.SentAt, j.ID)
}
