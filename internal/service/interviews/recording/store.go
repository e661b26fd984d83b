package recording

import (
	"context"
	"time"

	"github.com/codecraft-hq/codecraft/internal/base/db"
	"github.com/codecraft-hq/codecraft/internal/service/interviews/schedule"
)

const columns = `id, organization_id, interview_id, spool, state, reason, failing, started_at, ended_at, files, held, removed_at, removed_by, remover`

func (s *Service) insert(ctx context.Context, r Recording) error {
	_, err := db.Exec(ctx, s.db, `INSERT INTO recordings (`+columns+`) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14)`,
		r.ID, r.Organization, r.Interview, r.Spool, r.State, r.Reason, r.Failing, r.StartedAt, r.EndedAt, r.Files, r.Held, r.RemovedAt, r.RemovedBy, r.Remover)
	return err
}

// store keeps what changes of one until it is recorded or has failed.
func (s *Service) store(ctx context.Context, r Recording) error {
	_, err := db.Exec(ctx, s.db, `UPDATE recordings SET state = $1, reason = $2, failing = $3, ended_at = $4, files = $5, bytes = $6
		WHERE organization_id = $7 AND id = $8`, r.State, r.Reason, r.Failing, r.EndedAt, r.Files, r.bytes(), r.Organization, r.ID)
	return err
}

// any organization: workspace.List and Find begin the conditions with the interviews that who asks may see.
func (s *Service) selectAll(ctx context.Context, where *db.Conditions, order []db.Key, limit int) ([]Recording, error) {
	return db.Select[Recording](ctx, s.db, `SELECT `+columns+` FROM recordings`+where.SQL()+db.OrderBy(order...)+where.Limit(limit), where.Args()...)
}

// last is the newest of an interview, or none.
func (s *Service) last(ctx context.Context, i schedule.Interview) ([]Recording, error) {
	return db.Select[Recording](ctx, s.db, `SELECT `+columns+` FROM recordings WHERE organization_id = $1 AND interview_id = $2
		ORDER BY started_at DESC, id DESC LIMIT 1`, i.Organization, i.ID)
}

// unfinished are those of this replica's spool that are neither recorded nor failed.
//
// any organization: a spool is of a replica, which takes up all that it has left there.
func (s *Service) unfinished(ctx context.Context) ([]Recording, error) {
	return db.Select[Recording](ctx, s.db, `SELECT `+columns+` FROM recordings WHERE spool = $1 AND state IN ($2, $3) ORDER BY started_at, id`,
		s.spool.ID(), InProgress, Verifying)
}

// any organization: a spool knows recordings by their ids alone; who asks after one has found it in its organization before.
func (s *Service) byID(ctx context.Context, id string) ([]Recording, error) {
	return db.Select[Recording](ctx, s.db, `SELECT `+columns+` FROM recordings WHERE id = $1`, id)
}

// hold changes whether one is held; false when it is removed.
func (s *Service) hold(ctx context.Context, r Recording, held bool) (bool, error) {
	n, err := db.Exec(ctx, s.db, `UPDATE recordings SET held = $1 WHERE organization_id = $2 AND id = $3 AND state NOT IN ($4, $5)`,
		held, r.Organization, r.ID, Removing, Removed)
	return n > 0, err
}

// stay holds one as it is until the end of the transaction of ctx; false when it was removed meanwhile.
func (s *Service) stay(ctx context.Context, r Recording) (bool, error) {
	n, err := db.Exec(ctx, s.db, `UPDATE recordings SET state = state WHERE organization_id = $1 AND id = $2 AND state = $3`, r.Organization, r.ID, Recorded)
	return n > 0, err
}

// take begins the removal of one; false when it is held, or not what can be removed.
func (s *Service) take(ctx context.Context, r Recording, now time.Time) (bool, error) {
	n, err := db.Exec(ctx, s.db, `UPDATE recordings SET state = $1, removed_at = $2, removed_by = $3, remover = $4
		WHERE id = $5 AND state IN ($6, $7) AND held = $8 AND organization_id = $9`,
		Removing, now, r.RemovedBy, r.Remover, r.ID, Recorded, Failed, false, r.Organization)
	return n > 0, err
}

// keepFiles keeps what files one has.
func (s *Service) keepFiles(ctx context.Context, r Recording) error {
	_, err := db.Exec(ctx, s.db, `UPDATE recordings SET files = $1 WHERE organization_id = $2 AND id = $3`, r.Files, r.Organization, r.ID)
	return err
}

// cleared ends the removal of one.
func (s *Service) cleared(ctx context.Context, r Recording) error {
	_, err := db.Exec(ctx, s.db, `UPDATE recordings SET state = $1, files = $2 WHERE organization_id = $3 AND id = $4 AND state = $5`,
		Removed, db.JSON[[]File]{V: []File{}}, r.Organization, r.ID, Removing)
	return err
}

// due are those that ended before a time, and are not held.
//
// any organization: what is old goes everywhere, nobody asks for it.
func (s *Service) due(ctx context.Context, before time.Time, limit int) ([]Recording, error) {
	return db.Select[Recording](ctx, s.db, `SELECT `+columns+` FROM recordings WHERE state IN ($1, $2) AND held = $3 AND started_at < $4
		AND COALESCE(ended_at, started_at) < $4 ORDER BY started_at, id LIMIT $5`, Recorded, Failed, false, before, limit)
}

// any organization: what was left half done is gone on with everywhere, nobody asks for it.
func (s *Service) inState(ctx context.Context, state string) ([]Recording, error) {
	return db.Select[Recording](ctx, s.db, `SELECT `+columns+` FROM recordings WHERE state = $1 ORDER BY started_at, id`, state)
}

// Restored ends what went on when the backup was made that the database is of: the files of that were on the disk of another server,
// and nobody here would ever end it.
//
// any organization: a backup is of the whole installation.
func Restored(ctx context.Context, d *db.DB) error {
	_, err := db.Exec(ctx, d, `UPDATE recordings SET state = $1, reason = $2, failing = $3 WHERE state IN ($4, $5)`,
		Failed, "this server is of a backup that was made before the recording was stored: the server before it may still have the files", false, InProgress, Verifying)
	return err
}

// noteRead keeps who read one, once an hour.
func (s *Service) noteRead(ctx context.Context, r Recording, reader string) error {
	_, err := db.Exec(ctx, s.db, `INSERT INTO recording_reads (recording_id, organization_id, reader, hour) VALUES ($1, $2, $3, $4) ON CONFLICT DO NOTHING`,
		r.ID, r.Organization, reader, s.schedule.Now().Truncate(time.Hour))
	return err
}
