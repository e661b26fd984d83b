package attempt

import (
	"context"
	"time"

	"github.com/codecraft-hq/codecraft/internal/base/db"
	"github.com/codecraft-hq/codecraft/internal/base/ids"
	"github.com/codecraft-hq/codecraft/internal/contract/execution"
)

// Activity is one entry of an attempt's timeline. Kinds: opened, started, item, language, paste, absence, run,
// submission, judged, finished.
type Activity struct {
	Attempt      ids.Attempt             `db:"attempt_id"`
	Number       int                     `db:"number"`
	Organization ids.Organization        `db:"organization_id"`
	Assessment   ids.Assessment          `db:"assessment_id"`
	Answer       ids.Answer              `db:"answer_id"`
	Kind         string                  `db:"kind"`
	At           time.Time               `db:"at"`
	Stored       db.JSON[map[string]any] `db:"data"`
	Data         map[string]any          `db:"-"` // what to store
}

// changed is told on the bus when an attempt's state or timeline is another than before.
type changed struct {
	Organization ids.Organization `json:"organization"`
	Assessment   ids.Assessment   `json:"assessment"`
	Attempt      ids.Attempt      `json:"attempt"`
	Worked       bool             `json:"worked,omitempty"` // nothing is another than before but the time of the last edit
}

const subjectChanged = "assessments.changed."

// Record appends to the attempt's timeline, in the transaction of ctx, and tells whoever watches once it is committed.
func (s *Service) Record(ctx context.Context, attempt *Attempt, activity Activity) error {
	activity.Attempt, activity.Organization, activity.Assessment, activity.At = attempt.ID, attempt.Organization, attempt.Assessment, s.now()
	if activity.Data == nil {
		activity.Data = map[string]any{}
	}
	number, err := db.WriteOne[int](ctx, s.db, `UPDATE attempts SET last_activity = last_activity + 1, last_activity_at = $1
		WHERE organization_id = $2 AND id = $3 RETURNING last_activity`, activity.At, attempt.Organization, attempt.ID)
	if err != nil {
		return err
	}
	attempt.LastActivity = number
	_, err = db.Exec(ctx, s.db, `INSERT INTO activities (attempt_id, number, organization_id, assessment_id, answer_id, kind, at, data)
		VALUES ($1, $2, $3, $4, $5, $6, $7, $8)`,
		activity.Attempt, number, activity.Organization, activity.Assessment, activity.Answer, activity.Kind, activity.At, db.JSON[map[string]any]{V: activity.Data})
	if err != nil {
		return err
	}
	s.db.AfterCommit(ctx, func() { s.tell(ctx, *attempt) })
	return nil
}

// tell is heard by the streams of every replica; who misses it sees the change at its next heartbeat.
func (s *Service) tell(ctx context.Context, attempt Attempt) {
	s.publish(ctx, changed{attempt.Organization, attempt.Assessment, attempt.ID, false})
}

func (s *Service) publish(ctx context.Context, c changed) {
	if err := s.bus.Publish(context.WithoutCancel(ctx), subjectChanged+string(c.Attempt), c); err != nil {
		s.log.Warn("tell of a changed attempt", "attempt", c.Attempt, "error", err)
	}
}

const activityColumns = `attempt_id, number, organization_id, assessment_id, answer_id, kind, at, data`

// Timeline is the timeline after a number, in order.
func (s *Service) Timeline(ctx context.Context, organization ids.Organization, attempts []string, after, limit int) ([]Activity, error) {
	where := db.In(db.Where("organization_id = ?", organization), "attempt_id", attempts).And("number > ?", after)
	return db.Select[Activity](ctx, s.db, `SELECT `+activityColumns+` FROM activities`+where.SQL()+` ORDER BY number`+where.Limit(limit), where.Args()...)
}

// any organization: the list that pages has begun its conditions with that of who asks (apiListActivities).
func (s *Service) pageActivities(ctx context.Context, where *db.Conditions, order []db.Key, limit int) ([]Activity, error) {
	return db.Select[Activity](ctx, s.db, `SELECT `+activityColumns+` FROM activities`+where.SQL()+db.OrderBy(order...)+where.Limit(limit), where.Args()...)
}

func (s *Service) countActivities(ctx context.Context, attempt *Attempt, kind string) (int, error) {
	return db.One[int](ctx, s.db, `SELECT COUNT(*) FROM activities WHERE organization_id = $1 AND attempt_id = $2 AND kind = $3`, attempt.Organization, attempt.ID, kind)
}

// runRecorded reports whether the timeline has the run already: an event may be delivered twice.
func (s *Service) runRecorded(ctx context.Context, attempt Attempt, r execution.Run) (bool, error) {
	all, err := db.Select[db.JSON[map[string]any]](ctx, s.db, `SELECT data FROM activities WHERE organization_id = $1 AND attempt_id = $2 AND kind = 'run' AND at >= $3`,
		attempt.Organization, attempt.ID, r.StartedAt)
	for _, x := range all {
		if x.V["runId"] == string(r.ID) {
			return true, nil
		}
	}
	return false, err
}
