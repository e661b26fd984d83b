package execution

import (
	"context"
	"errors"

	contract "github.com/codecraft-hq/codecraft/internal/contract/execution"

	"github.com/codecraft-hq/codecraft/internal/base/db"
	"github.com/codecraft-hq/codecraft/internal/base/ids"
)

const rejudgingColumns = `id, organization_id, judgement_id, assessment_id, problem_version_id, prepared, place, created_by, created_at`

func (s *Service) insertRejudging(ctx context.Context, r *Rejudging) error {
	_, err := db.Exec(ctx, s.db, `INSERT INTO rejudgings (`+rejudgingColumns+`) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)`,
		r.ID, r.Organization, r.Judgement, r.Assessment, r.Version, r.Prepared, r.Place, r.CreatedBy, r.CreatedAt)
	return err
}

func (s *Service) selectRejudgings(ctx context.Context, where *db.Conditions, order []db.Key, n int) ([]Rejudging, error) {
	tail := where.SQL() + db.OrderBy(order...) + where.Limit(n)
	return db.Select[Rejudging](ctx, s.db, `SELECT `+rejudgingColumns+` FROM rejudgings`+tail, where.Args()...)
}

func (s *Service) unprepared(ctx context.Context) ([]Rejudging, error) {
	return db.Select[Rejudging](ctx, s.db, `SELECT `+rejudgingColumns+` FROM rejudgings WHERE prepared = 0 ORDER BY id LIMIT 100`)
}

// lockRejudging keeps other replicas from preparing the same; nil when it is prepared.
func (s *Service) lockRejudging(ctx context.Context, id ids.Rejudging) (*Rejudging, error) {
	r, err := db.WriteOne[Rejudging](ctx, s.db, `UPDATE rejudgings SET place = place WHERE id = $1 AND prepared = 0 RETURNING `+rejudgingColumns, id)
	if errors.Is(err, db.ErrNoRows) {
		return nil, nil
	}
	return &r, err
}

func (s *Service) savePlace(ctx context.Context, r *Rejudging) error {
	_, err := db.Exec(ctx, s.db, `UPDATE rejudgings SET place = $1, prepared = $2 WHERE id = $3`, r.Place, r.Prepared, r.ID)
	return err
}

// noteEnds marks the rejudgings whose last round has ended; replicas that do so at once have each one once.
func (s *Service) noteEnds(ctx context.Context) ([]Rejudging, error) {
	return db.Write[Rejudging](ctx, s.db, `UPDATE rejudgings SET ended_at = $1 WHERE prepared = 1 AND ended_at IS NULL
		AND NOT EXISTS (SELECT 1 FROM judgements WHERE rejudging_id = rejudgings.id AND state <> 'finished')
		RETURNING `+rejudgingColumns, s.clock())
}

// rejudgeable are the last rounds, ended, of the subjects of a rejudging of many, after its place.
func (s *Service) rejudgeable(ctx context.Context, r *Rejudging, n int) ([]Judgement, error) {
	where := db.Where("organization_id = ?", r.Organization).And("id > ?", r.Place).And("subject_kind = 'submission'").
		And("state = 'finished'").And("queued_at <= ?", r.CreatedAt).And("rejudging_id <> ?", r.ID)
	if r.Assessment != "" {
		where.And("assessment_id = ?", r.Assessment).And("assessment_id <> ''")
	} else {
		where.And("problem_version_id = ?", r.Version).And("problem_version_id <> ''")
	}
	where.And(`NOT EXISTS (SELECT 1 FROM judgements AS later WHERE later.organization_id = judgements.organization_id
		AND later.subject_kind = judgements.subject_kind AND later.subject_id = judgements.subject_id AND later.round > judgements.round)`)
	tail := where.SQL() + db.OrderBy(db.Key{Column: "id"}) + where.Limit(n)
	return db.Select[Judgement](ctx, s.db, `SELECT `+judgementColumns+` FROM judgements`+tail, where.Args()...)
}

// lastRound is the newest judgement of a judgement's subject.
func (s *Service) lastRound(ctx context.Context, j *Judgement) (*Judgement, error) {
	last, err := db.One[Judgement](ctx, s.db, `SELECT `+judgementColumns+` FROM judgements
		WHERE organization_id = $1 AND subject_kind = $2 AND subject_id = $3 ORDER BY round DESC LIMIT 1`, j.Organization, j.Kind, j.Subject)
	return &last, err
}

// laterRound is a round after the first.
type laterRound struct {
	ID           ids.Judgement    `db:"id"`
	Organization ids.Organization `db:"organization_id"`
	Subject      string           `db:"subject_id"`
	Round        int              `db:"round"`
}

// laterRounds are those with a result, of all organizations.
func (s *Service) laterRounds(ctx context.Context, q contract.Rejudged, n int) ([]laterRound, error) {
	return db.Select[laterRound](ctx, s.db, `SELECT id, organization_id, subject_id, round FROM judgements
		WHERE round > 1 AND id > $1 AND subject_kind = $2 AND state = 'finished' AND cancelled_by = '' AND finished_at < $3
		ORDER BY id LIMIT $4`, q.After, q.Kind, q.Before, n)
}

// tally is how far a rejudging has come.
type tally struct {
	Rejudging ids.Rejudging `db:"rejudging_id"`
	Total     int           `db:"total"`
	Finished  int           `db:"finished"`
	Changed   int           `db:"changed"` // other verdict or score than the round before
}

// changed says that a round has another result than the one before it.
const changed = `n.state = 'finished' AND n.cancelled_by = '' AND (n.verdict <> o.verdict OR n.score <> o.score)`

const rounds = ` FROM judgements AS n JOIN judgements AS o ON o.organization_id = n.organization_id
	AND o.subject_kind = n.subject_kind AND o.subject_id = n.subject_id AND o.round = n.round - 1`

func (s *Service) tallies(ctx context.Context, which []ids.Rejudging) (map[ids.Rejudging]tally, error) {
	where := db.In(new(db.Conditions), "n.rejudging_id", which)
	all, err := db.Select[tally](ctx, s.db, `SELECT n.rejudging_id, COUNT(*) AS total,
			SUM(CASE WHEN n.state = 'finished' THEN 1 ELSE 0 END) AS finished,
			SUM(CASE WHEN `+changed+` THEN 1 ELSE 0 END) AS changed`+rounds+where.SQL()+` GROUP BY n.rejudging_id`, where.Args()...)
	found := map[ids.Rejudging]tally{}
	for _, t := range all {
		found[t.Rejudging] = t
	}
	return found, err
}

// RejudgingChange is a result that judging again has changed.
type RejudgingChange struct {
	Judgement     ids.Judgement `db:"id" json:"judgementId"`
	Subject       string        `db:"subject_id" json:"subjectId"`
	VerdictBefore string        `db:"verdict_before" json:"verdictBefore"`
	Verdict       string        `db:"verdict" json:"verdict"`
	ScoreBefore   float64       `db:"score_before" json:"scoreBefore"`
	Score         float64       `db:"score" json:"score"`
}

// maxChanges of a rejudging are shown.
const maxChanges = 200

func (s *Service) changes(ctx context.Context, id ids.Rejudging) ([]RejudgingChange, error) {
	return db.Select[RejudgingChange](ctx, s.db, `SELECT n.id, n.subject_id, o.verdict AS verdict_before, n.verdict,
			o.score AS score_before, n.score`+rounds+` WHERE n.rejudging_id = $1 AND `+changed+` ORDER BY n.id LIMIT $2`, id, maxChanges)
}
