package judgement

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"time"

	"github.com/codecraft-hq/codecraft/internal/base/db"
	"github.com/codecraft-hq/codecraft/internal/base/errs"
	"github.com/codecraft-hq/codecraft/internal/base/identity"
	"github.com/codecraft-hq/codecraft/internal/base/ids"
	"github.com/codecraft-hq/codecraft/internal/engine/judge"
	"github.com/codecraft-hq/codecraft/internal/service/execution/wire"
)

const judgementColumns = `id, organization_id, subject_kind, subject_id, round, state, language, job, priority, scope, turn, assessment_id,
	problem_version_id, rejudging_id, sent, sent_at, verdict, score, max_score, outcome, details, queued_at, started_at, finished_at, cancelled_by`

func jobSubject(j *Judgement) string {
	return wire.SubjectJobs + string(j.Organization) + "." + string(j.ID)
}

func messageID(what string, j *Judgement) string { return fmt.Sprintf("%s-%s-%d", what, j.ID, j.Sent) }

// insertJudgement writes a new judgement, unless the subject's round has one; it tells whether it did.
func (s *Service) insertJudgement(ctx context.Context, j *Judgement) (bool, error) {
	n, err := db.Exec(ctx, s.db, `INSERT INTO judgements (id, organization_id, subject_kind, subject_id, round, state, language, job,
			priority, scope, turn, assessment_id, problem_version_id, rejudging_id, sent, sent_at, verdict, score, max_score, details, queued_at)
		VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, '', 0, 0, '', $17)
		ON CONFLICT (organization_id, subject_kind, subject_id, round) DO NOTHING`,
		j.ID, j.Organization, j.Kind, j.Subject, j.Round, j.State, j.Language, j.Job,
		j.Priority, j.Scope, j.Turn, j.Assessment, j.Version, j.Rejudging, j.Sent, j.SentAt, j.QueuedAt)
	return n == 1, err
}

// saveOutcome ends an unfinished judgement; nil without an error when it has ended before.
func (s *Service) saveOutcome(ctx context.Context, r wire.Result) (*Judgement, error) {
	j, err := db.WriteOne[Judgement](ctx, s.db, `UPDATE judgements SET state = $1, verdict = $2, score = $3, max_score = $4,
			outcome = $5, details = $6, finished_at = $7
		WHERE id = $8 AND state <> $1 RETURNING `+judgementColumns,
		StateFinished, r.Outcome.Verdict, r.Outcome.Score, r.Outcome.MaxScore, db.JSON[judge.Outcome]{V: r.Outcome},
		r.Details, r.FinishedAt.UTC().Truncate(time.Microsecond), r.Judgement)
	if errors.Is(err, db.ErrNoRows) {
		return nil, nil
	}
	return &j, err
}

// saveCancellation ends an unfinished judgement without a result; nil without an error when it has ended before.
func (s *Service) saveCancellation(ctx context.Context, who identity.Principal, id ids.Judgement) (*Judgement, error) {
	j, err := db.WriteOne[Judgement](ctx, s.db, `UPDATE judgements SET state = $1, cancelled_by = $2, finished_at = $3
		WHERE id = $4 AND organization_id = $5 AND state <> $1 RETURNING `+judgementColumns,
		StateFinished, cmp.Or(string(who.User), "-"), s.now(), id, who.Organization)
	if errors.Is(err, db.ErrNoRows) {
		return nil, nil
	}
	return &j, err
}

func (s *Service) startJudgement(ctx context.Context, id ids.Judgement) error {
	_, err := db.Exec(ctx, s.db, `UPDATE judgements SET state = $1, started_at = $2 WHERE id = $3 AND state = $4`,
		stateJudging, s.now(), id, stateQueued)
	return err
}

// overdue are unfinished judgements whose job was sent before a time, the oldest first.
func (s *Service) overdue(ctx context.Context, before time.Time, n int) ([]Judgement, error) {
	return db.Select[Judgement](ctx, s.db, `SELECT `+judgementColumns+` FROM judgements
		WHERE `+isReleased+` AND sent_at < $1 ORDER BY sent_at, id LIMIT $2`, before, n)
}

// claimResend notes that a judgement's job is sent once more; false when another replica has done so.
func (s *Service) claimResend(ctx context.Context, j *Judgement) (bool, error) {
	now := s.now()
	n, err := db.Exec(ctx, s.db, `UPDATE judgements SET sent = sent + 1, sent_at = $1 WHERE id = $2 AND sent = $3 AND state <> 'finished'`,
		now, j.ID, j.Sent)
	j.Sent, j.SentAt = j.Sent+1, now
	return n == 1, err
}

// postpone puts a judgement that the queue still knows of to the end of those that are asked after.
func (s *Service) postpone(ctx context.Context, id ids.Judgement) error {
	_, err := db.Exec(ctx, s.db, `UPDATE judgements SET sent_at = $1 WHERE id = $2 AND state <> 'finished'`, s.now(), id)
	return err
}

// unfinished counts the judgements without a result and tells since when the oldest waits.
func (s *Service) unfinished(ctx context.Context) (unfinishedSum, error) {
	return db.One[unfinishedSum](ctx, s.db, `SELECT COUNT(*) AS n, MIN(queued_at) AS oldest,
		COUNT(CASE WHEN state = 'queued' THEN 1 END) AS waiting, MIN(CASE WHEN state = 'queued' THEN queued_at END) AS waiting_since
		FROM judgements WHERE state <> 'finished'`)
}

// unfinishedSum sums the judgements without a result up.
type unfinishedSum struct {
	Count        int64      `db:"n"`
	Oldest       *time.Time `db:"oldest"`
	Waiting      int64      `db:"waiting"` // that no worker has begun
	WaitingSince *time.Time `db:"waiting_since"`
}

// GetJudgement reads one of an organization.
func (s *Service) GetJudgement(ctx context.Context, org ids.Organization, id ids.Judgement) (*Judgement, error) {
	found, err := s.getJudgements(ctx, org, []string{string(id)})
	if err == nil && len(found) == 0 {
		err = errs.Missing("judgement", string(id))
	}
	if err != nil {
		return nil, err
	}
	return &found[0], nil
}

func (s *Service) getJudgements(ctx context.Context, org ids.Organization, which []string) ([]Judgement, error) {
	where := db.In(db.Where("organization_id = ?", org), "id", which)
	return db.Select[Judgement](ctx, s.db, `SELECT `+judgementColumns+` FROM judgements`+where.SQL(), where.Args()...)
}

func (s *Service) listJudgements(ctx context.Context, where *db.Conditions, order []db.Key, n int) ([]Judgement, error) {
	tail := where.SQL() + db.OrderBy(order...) + where.Limit(n)
	return db.Select[Judgement](ctx, s.db, `SELECT `+judgementColumns+` FROM judgements`+tail, where.Args()...)
}
