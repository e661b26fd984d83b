package judgement

import (
	"context"
	"time"

	contract "github.com/codecraft-hq/codecraft/internal/contract/execution"

	"github.com/codecraft-hq/codecraft/internal/base/db"
	"github.com/codecraft-hq/codecraft/internal/base/ids"
)

// Rejudgeable says whose last rounds are judged again.
type Rejudgeable struct {
	Organization ids.Organization
	Assessment   ids.Assessment     // of an assessment or, without one,
	Version      ids.ProblemVersion // of this version of a problem
	After        ids.Judgement
	QueuedUntil  time.Time
	Without      ids.Rejudging // whose rounds there are already
}

// LastRounds are the last rounds, ended, of the submissions that may be judged again.
func (s *Service) LastRounds(ctx context.Context, of Rejudgeable, n int) ([]Judgement, error) {
	where := db.Where("organization_id = ?", of.Organization).And("id > ?", of.After).And("subject_kind = 'submission'").
		And("state = 'finished'").And("queued_at <= ?", of.QueuedUntil).And("rejudging_id <> ?", of.Without)
	if of.Assessment != "" {
		where.And("assessment_id = ?", of.Assessment).And("assessment_id <> ''")
	} else {
		where.And("problem_version_id = ?", of.Version).And("problem_version_id <> ''")
	}
	where.And(`NOT EXISTS (SELECT 1 FROM judgements AS later WHERE later.organization_id = judgements.organization_id
		AND later.subject_kind = judgements.subject_kind AND later.subject_id = judgements.subject_id AND later.round > judgements.round)`)
	tail := where.SQL() + db.OrderBy(db.Key{Column: "id"}) + where.Limit(n)
	return db.Select[Judgement](ctx, s.db, `SELECT `+judgementColumns+` FROM judgements`+tail, where.Args()...)
}

// LastRound is the newest judgement of a judgement's subject.
func (s *Service) LastRound(ctx context.Context, j *Judgement) (*Judgement, error) {
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
//
// any organization: the service that asks takes each in in the organization of its subject.
func (s *Service) laterRounds(ctx context.Context, q contract.Rejudged, n int) ([]laterRound, error) {
	return db.Select[laterRound](ctx, s.db, `SELECT id, organization_id, subject_id, round FROM judgements
		WHERE round > 1 AND id > $1 AND subject_kind = $2 AND state = 'finished' AND cancelled_by = '' AND finished_at < $3
		ORDER BY id LIMIT $4`, q.After, q.Kind, q.Before, n)
}

// Tally is how far a rejudging has come.
type Tally struct {
	Rejudging ids.Rejudging `db:"rejudging_id"`
	Total     int           `db:"total"`
	Finished  int           `db:"finished"`
	Changed   int           `db:"changed"` // other verdict or score than the round before
}

// changed says that a round has another result than the one before it.
const changed = `n.state = 'finished' AND n.cancelled_by = '' AND (n.verdict <> o.verdict OR n.score <> o.score)`

const rounds = ` FROM judgements AS n JOIN judgements AS o ON o.organization_id = n.organization_id
	AND o.subject_kind = n.subject_kind AND o.subject_id = n.subject_id AND o.round = n.round - 1`

// Tallies tells how far rejudgings have come.
func (s *Service) Tallies(ctx context.Context, which []ids.Rejudging) (map[ids.Rejudging]Tally, error) {
	where := db.In(new(db.Conditions), "n.rejudging_id", which)
	all, err := db.Select[Tally](ctx, s.db, `SELECT n.rejudging_id, COUNT(*) AS total,
			SUM(CASE WHEN n.state = 'finished' THEN 1 ELSE 0 END) AS finished,
			SUM(CASE WHEN `+changed+` THEN 1 ELSE 0 END) AS changed`+rounds+where.SQL()+` GROUP BY n.rejudging_id`, where.Args()...)
	found := map[ids.Rejudging]Tally{}
	for _, t := range all {
		found[t.Rejudging] = t
	}
	return found, err
}

// RejudgingChange is a result that judging again has changed.
type RejudgingChange struct {
	Judgement     ids.Judgement `db:"id" json:"judgementId"`
	Subject       string        `db:"subject_id" json:"subjectId"`
	VerdictBefore string        `db:"verdict_before" json:"verdictBefore" enum:"AC,WA,TLE,MLE,OLE,RTE,CE,JE"`
	Verdict       string        `db:"verdict" json:"verdict" enum:"AC,WA,TLE,MLE,OLE,RTE,CE,JE"`
	ScoreBefore   float64       `db:"score_before" json:"scoreBefore"`
	Score         float64       `db:"score" json:"score"`
}

// maxChanges of a rejudging are shown.
const maxChanges = 200

// Changes are the first rounds of a rejudging with another result.
func (s *Service) Changes(ctx context.Context, id ids.Rejudging) ([]RejudgingChange, error) {
	return db.Select[RejudgingChange](ctx, s.db, `SELECT n.id, n.subject_id, o.verdict AS verdict_before, n.verdict,
			o.score AS score_before, n.score`+rounds+` WHERE n.rejudging_id = $1 AND `+changed+` ORDER BY n.id LIMIT $2`, id, maxChanges)
}
