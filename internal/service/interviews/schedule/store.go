package schedule

import (
	"context"

	"github.com/codecraft-hq/codecraft/internal/base/db"
	"github.com/codecraft-hq/codecraft/internal/base/ids"
)

const columns = `id, organization_id, title, agenda, starts_at, duration_minutes, time_zone, state, recorded, sequence, revision,
	created_by, created_at, started_at, ended_at, reminded_of, rubric, decision, decision_text, decided_at, attempt_id`

func (s *Service) insert(ctx context.Context, i Interview) error {
	_, err := db.Exec(ctx, s.db, `INSERT INTO interviews (`+columns+`) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19, $20, $21)`,
		i.ID, i.Organization, i.Title, i.Agenda, i.StartsAt, i.DurationMinutes, i.TimeZone, i.State, i.Recorded, i.Sequence, i.Revision,
		i.CreatedBy, i.CreatedAt, i.StartedAt, i.EndedAt, i.RemindedOf, i.Rubric, i.Decision, i.DecisionText, i.DecidedAt, i.Attempt)
	return err
}

// store is db.ErrNoRows when its revision is no longer the stored one; else it counts it up.
func (s *Service) store(ctx context.Context, i *Interview) error {
	revision, err := db.WriteOne[int](ctx, s.db, `UPDATE interviews SET title = $1, agenda = $2, starts_at = $3, duration_minutes = $4, time_zone = $5,
		state = $6, recorded = $7, sequence = $8, started_at = $9, ended_at = $10, reminded_of = $11,
		rubric = $12, decision = $13, decision_text = $14, decided_at = $15, attempt_id = $16, revision = revision + 1
		WHERE id = $17 AND organization_id = $18 AND revision = $19 RETURNING revision`,
		i.Title, i.Agenda, i.StartsAt, i.DurationMinutes, i.TimeZone, i.State, i.Recorded, i.Sequence, i.StartedAt, i.EndedAt, i.RemindedOf,
		i.Rubric, i.Decision, i.DecisionText, i.DecidedAt, i.Attempt, i.ID, i.Organization, i.Revision)
	if err == nil {
		i.Revision = revision
	}
	return err
}

// begin makes a scheduled interview live; one that is live already stays as it is.
func (s *Service) begin(ctx context.Context, organization ids.Organization, id ids.Interview) (Interview, error) {
	_, err := db.Exec(ctx, s.db, `UPDATE interviews SET state = $1, started_at = $2, revision = revision + 1
		WHERE id = $3 AND organization_id = $4 AND state = $5`, Live, s.now(), id, organization, Scheduled)
	if err != nil {
		return Interview{}, err
	}
	return s.Get(ctx, organization, id)
}

// ToRecord are those of all organizations that are live and to be recorded.
//
// any organization: a replica records for all.
func (s *Service) ToRecord(ctx context.Context) ([]Interview, error) {
	return db.Select[Interview](ctx, s.db, `SELECT `+columns+` FROM interviews WHERE state = $1 AND recorded = $2`, Live, true)
}

const due = `state = $1 AND starts_at > $2 AND starts_at <= $3 AND (reminded_of IS NULL OR reminded_of <> starts_at)`

// Due are the next of all organizations' interviews that begin within the hour, and of which nobody was reminded.
//
// any organization: people are reminded everywhere, nobody asks for it.
func (s *Service) Due(ctx context.Context, limit int) ([]ids.Interview, error) {
	now := s.now()
	return db.Select[ids.Interview](ctx, s.db, `SELECT id FROM interviews WHERE `+due+` ORDER BY starts_at LIMIT $4`, Scheduled, now, now.Add(early), limit)
}

// TakeDue takes an interview that is due, in the transaction of ctx: db.ErrNoRows when another has taken it, or it was moved.
//
// any organization: people are reminded everywhere, nobody asks for it.
func (s *Service) TakeDue(ctx context.Context, id ids.Interview) (Interview, error) {
	now := s.now()
	return db.WriteOne[Interview](ctx, s.db, `UPDATE interviews SET reminded_of = starts_at WHERE `+due+` AND id = $4 RETURNING `+columns,
		Scheduled, now, now.Add(early), id)
}

func (s *Service) erase(ctx context.Context, organization ids.Organization, id ids.Interview) error {
	_, err := db.Exec(ctx, s.db, `DELETE FROM interviews WHERE id = $1 AND organization_id = $2`, id, organization)
	return err
}

func (s *Service) byIDs(ctx context.Context, organization ids.Organization, wanted []ids.Interview) ([]Interview, error) {
	where := db.In(db.Where("organization_id = ?", organization), "id", wanted)
	return db.Select[Interview](ctx, s.db, `SELECT `+columns+` FROM interviews`+where.SQL(), where.Args()...)
}

// any organization: the list that pages has begun its conditions with that of who asks.
func (s *Service) page(ctx context.Context, where *db.Conditions, order []db.Key, limit int) ([]Interview, error) {
	return db.Select[Interview](ctx, s.db, `SELECT `+columns+` FROM interviews`+where.SQL()+db.OrderBy(order...)+where.Limit(limit), where.Args()...)
}

// Any reports whether an organization has interviews.
func (s *Service) Any(ctx context.Context, organization ids.Organization) (bool, error) {
	return db.One[bool](ctx, s.db, `SELECT EXISTS (SELECT 1 FROM interviews WHERE organization_id = $1)`, organization)
}
