package judge0

import (
	"context"
	"errors"
	"time"

	"github.com/codecraft-hq/codecraft/internal/base/db"
)

const columns = `token, status, request, result, tries, leased_until, created_at, started_at, finished_at, callback_at, callback_tries`

func (s *Service) insert(ctx context.Context, x *submission) error {
	_, err := db.Exec(ctx, s.db, `INSERT INTO judge0_submissions (`+columns+`)
		VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)`,
		x.Token, x.Status, x.Request, x.Result, x.Tries, x.LeasedUntil, x.CreatedAt, x.StartedAt, x.FinishedAt, x.CallbackAt, x.CallbackTries)
	return err
}

// find reads submissions by their tokens, in no order.
func (s *Service) find(ctx context.Context, tokens ...string) ([]submission, error) {
	where := db.In(db.Where("created_at > ?", now().Add(-s.config.Keep)), "token", tokens)
	return db.Select[submission](ctx, s.db, `SELECT `+columns+` FROM judge0_submissions`+where.SQL(), where.Args()...)
}

// page reads the newest submissions but for the first ones, and how many there are.
func (s *Service) page(ctx context.Context, skip, n int) ([]submission, int, error) {
	since := now().Add(-s.config.Keep)
	total, err := db.One[int64](ctx, s.db, `SELECT COUNT(*) FROM judge0_submissions WHERE created_at > $1`, since)
	if err != nil {
		return nil, 0, err
	}
	rows, err := db.Select[submission](ctx, s.db, `SELECT `+columns+` FROM judge0_submissions
		WHERE created_at > $1 ORDER BY created_at DESC, token LIMIT $2 OFFSET $3`, since, n, skip)
	return rows, int(total), err
}

// waiting counts what is queued or being run.
func (s *Service) waiting(ctx context.Context) (queued, running int64, err error) {
	type count struct {
		Status int   `db:"status"`
		N      int64 `db:"n"`
	}
	all, err := db.Select[count](ctx, s.db, `SELECT status, COUNT(*) AS n FROM judge0_submissions WHERE status <= 2 GROUP BY status`)
	for _, c := range all {
		if c.Status == inQueue {
			queued = c.N
		} else {
			running = c.N
		}
	}
	return queued, running, err
}

// claim takes the oldest submission that nobody runs; nil when there is none.
func (s *Service) claim(ctx context.Context) (*submission, error) {
	at := now()
	x, err := db.WriteOne[submission](ctx, s.db, `UPDATE judge0_submissions SET status = 2, tries = tries + 1, leased_until = $1, started_at = $2
		WHERE status <= 2 AND token = (SELECT token FROM judge0_submissions WHERE status <= 2 AND leased_until < $2
			ORDER BY created_at, token LIMIT 1 ${SKIP_LOCKED}) RETURNING `+columns, at.Add(lease), at)
	if errors.Is(err, db.ErrNoRows) {
		return nil, nil
	}
	return &x, err
}

// renew keeps a submission for whoever runs it.
func (s *Service) renew(ctx context.Context, token string) error {
	_, err := db.Exec(ctx, s.db, `UPDATE judge0_submissions SET leased_until = $1 WHERE token = $2 AND status = 2`, now().Add(lease), token)
	return err
}

// putBack queues a submission again; it is not taken before a time.
func (s *Service) putBack(ctx context.Context, token string, notBefore time.Time, counts bool) error {
	query := `UPDATE judge0_submissions SET status = 1, leased_until = $1, tries = tries - 1 WHERE token = $2 AND status = 2`
	if counts {
		query = `UPDATE judge0_submissions SET status = 1, leased_until = $1 WHERE token = $2 AND status = 2`
	}
	_, err := db.Exec(ctx, s.db, query, notBefore, token)
	return err
}

// finish writes a result, unless there is one.
func (s *Service) finish(ctx context.Context, x *submission) error {
	_, err := db.Exec(ctx, s.db, `UPDATE judge0_submissions SET status = $1, result = $2, finished_at = $3, callback_at = $4
		WHERE token = $5 AND status <= 2`, x.Status, x.Result, x.FinishedAt, x.CallbackAt, x.Token)
	return err
}

// remove deletes a submission that has ended.
func (s *Service) remove(ctx context.Context, token string) error {
	_, err := db.Exec(ctx, s.db, `DELETE FROM judge0_submissions WHERE token = $1 AND status > 2`, token)
	return err
}

// expire deletes a bounded number of submissions whose time is over.
func (s *Service) expire(ctx context.Context, before time.Time) (int64, error) {
	return db.Exec(ctx, s.db, `DELETE FROM judge0_submissions WHERE token IN
		(SELECT token FROM judge0_submissions WHERE created_at <= $1 ORDER BY created_at LIMIT 500)`, before)
}

// due takes the submission whose callback is overdue the longest, and puts its next try off to a time.
func (s *Service) due(ctx context.Context, next time.Time) (*submission, error) {
	x, err := db.WriteOne[submission](ctx, s.db, `UPDATE judge0_submissions SET callback_tries = callback_tries + 1, callback_at = $1
		WHERE callback_at IS NOT NULL AND token = (SELECT token FROM judge0_submissions WHERE callback_at <= $2
			ORDER BY callback_at, token LIMIT 1 ${SKIP_LOCKED}) RETURNING `+columns, next, now())
	if errors.Is(err, db.ErrNoRows) {
		return nil, nil
	}
	return &x, err
}

// putOff gives back a callback that was not tried.
func (s *Service) putOff(ctx context.Context, token string, at time.Time) error {
	_, err := db.Exec(ctx, s.db, `UPDATE judge0_submissions SET callback_at = $1, callback_tries = callback_tries - 1 WHERE token = $2`, at, token)
	return err
}

// callbackAt sets when a callback is tried again; nil ends it.
func (s *Service) callbackAt(ctx context.Context, token string, at *time.Time) error {
	_, err := db.Exec(ctx, s.db, `UPDATE judge0_submissions SET callback_at = $1 WHERE token = $2`, at, token)
	return err
}
