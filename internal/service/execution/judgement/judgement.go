package judgement

import (
	"context"
	"time"

	contract "github.com/codecraft-hq/codecraft/internal/contract/execution"

	"github.com/codecraft-hq/codecraft/internal/base/blob"
	"github.com/codecraft-hq/codecraft/internal/base/db"
	"github.com/codecraft-hq/codecraft/internal/base/errs"
	"github.com/codecraft-hq/codecraft/internal/base/httpx"
	"github.com/codecraft-hq/codecraft/internal/base/ids"
	"github.com/codecraft-hq/codecraft/internal/base/outbox"
	"github.com/codecraft-hq/codecraft/internal/base/traces"
	"github.com/codecraft-hq/codecraft/internal/engine/judge"
	"github.com/codecraft-hq/codecraft/internal/service/execution/wire"
)

// Judgement is one judging of one subject in one round.
//
//	queued ── a worker has begun ──► judging ── its result is there ──► finished
//	   └────────── staff have cancelled it ─────┴──────────────────────────┘
//
// A worker's death puts nothing back: the state says how far it ever came. A queued one waits in the
// database until its organization's turn releases it to the workers.
type Judgement struct {
	ID           ids.Judgement          `db:"id"`
	Organization ids.Organization       `db:"organization_id"`
	Kind         string                 `db:"subject_kind"`
	Subject      string                 `db:"subject_id"`
	Round        int                    `db:"round"`
	State        string                 `db:"state"`
	Language     string                 `db:"language"`
	Job          db.JSON[wire.Job]      `db:"job"`
	Priority     int                    `db:"priority"` // within its organization; the lower one is sooner
	Scope        string                 `db:"scope"`    // whose it is: those of one scope take turns with those of others
	Turn         int64                  `db:"turn"`     // in its organization, among those of its priority
	Assessment   ids.Assessment         `db:"assessment_id"`
	Version      ids.ProblemVersion     `db:"problem_version_id"`
	Rejudging    ids.Rejudging          `db:"rejudging_id"` // that asked for this round; else empty
	Sent         int                    `db:"sent"`         // how often the job was put into the queue; 0 waits for its turn
	SentAt       time.Time              `db:"sent_at"`
	Verdict      judge.Verdict          `db:"verdict"`
	Score        float64                `db:"score"`
	MaxScore     float64                `db:"max_score"`
	Outcome      db.JSON[judge.Outcome] `db:"outcome"`
	Details      blob.Digest            `db:"details"` // the whole outcome, when the row's lacks a part
	QueuedAt     time.Time              `db:"queued_at"`
	StartedAt    *time.Time             `db:"started_at"`
	FinishedAt   *time.Time             `db:"finished_at"`
	CancelledBy  ids.User               `db:"cancelled_by"` // then it is finished without a result
}

// The states of a judgement.
const (
	stateQueued   = "queued"
	stateJudging  = wire.StatusJudging
	StateFinished = "finished"

	// stateCancelled is shown of a judgement that is finished because somebody has cancelled it.
	stateCancelled = "cancelled"
)

// queueJudging makes a judgement of a request, unless there is one of the same subject and round.
func (s *Service) queueJudging(ctx context.Context, q contract.JudgingRequest) error {
	if q.Organization == "" || q.Subject.Kind == "" || q.Subject.ID == "" || q.Subject.Round < 1 || len(q.Files) == 0 || !q.Plan.Valid() {
		return errs.New(errs.Invalid, "judging_request_invalid", "a judging request names its organization, subject, round, files and plan")
	}
	if err := s.queue(ctx, newJudgement(q, s.now())); err != nil {
		return err
	}
	s.Wake()
	return nil
}

// queue writes a new judgement, and counts it, unless the subject's round has one. What was asked for is judged, be it over
// what the organization may have in a day: only the next to ask are refused (MayJudge).
func (s *Service) queue(ctx context.Context, j *Judgement) error {
	traces.Note(ctx, traces.Judgement.String(string(j.ID)), traces.Organization.String(string(j.Organization)))
	j.Job.V.Trace = traces.Parent(ctx)
	return s.db.InTx(ctx, func(ctx context.Context) (err error) {
		if j.Turn, err = s.turnOf(ctx, j); err != nil {
			return err
		}
		written, err := s.insertJudgement(ctx, j)
		if err != nil || !written {
			return err
		}
		s.db.AfterCommit(ctx, func() {
			s.log.Info("judging queued", "judgement", j.ID, httpx.Whence(ctx), "organization", j.Organization, j.Job.V.Request.Whose(), "round", j.Round, "language", j.Language)
		})
		return s.judgings.Count(ctx, j.Organization, 1)
	})
}

// newJudgement waits for its turn.
func newJudgement(q contract.JudgingRequest, now time.Time) *Judgement {
	j := &Judgement{
		ID: ids.New[ids.Judgement](), Organization: q.Organization, Kind: q.Subject.Kind, Subject: q.Subject.ID, Round: q.Subject.Round,
		State: stateQueued, Language: q.Language, Priority: urgency(q), Scope: q.Scope, Assessment: q.Assessment, Version: q.ProblemVersion,
		SentAt: now, QueuedAt: now,
	}
	j.Job.V = wire.Job{Judgement: j.ID, Request: q, QueuedAt: now}
	return j
}

// sendJob puts a judgement's job into the outbox. The number of times is a part of the message's id, so
// that a job sent anew is not taken for the one the queue has lost.
func (s *Service) sendJob(ctx context.Context, j *Judgement) error {
	if id := j.Job.V.Request.RequestID; id != "" {
		ctx = httpx.WithRequestID(ctx, id)
	}
	ctx = traces.WithParent(ctx, j.Job.V.Trace) // the turn was given in nobody's
	return outbox.Add(ctx, s.db, jobSubject(j), messageID("job", j), j.Job.V)
}

// finish writes a result once; a second one of the same judgement changes nothing.
func (s *Service) finish(ctx context.Context, r wire.Result) error {
	traces.Note(ctx, traces.Judgement.String(string(r.Judgement)))
	return s.db.InTx(ctx, func(ctx context.Context) error {
		j, err := s.saveOutcome(ctx, r)
		if err != nil || j == nil {
			return err
		}
		s.db.AfterCommit(ctx, func() {
			s.log.Info("judging ended", "judgement", j.ID, httpx.Whence(ctx), "organization", j.Organization, j.Job.V.Request.Whose(), "round", j.Round, "verdict", j.Verdict)
			s.count(ctx, j)
			s.Wake()
		})
		return s.announce(ctx, j)
	})
}

func (s *Service) count(ctx context.Context, j *Judgement) {
	s.metrics.verdicts.WithLabelValues(j.Language, string(j.Verdict)).Inc()
	result := resultJudged
	if j.Verdict == judge.JudgingError {
		result = resultFailed
	}
	s.metrics.ended.WithLabelValues(result).Inc()
	began := *j.FinishedAt
	if j.StartedAt != nil {
		began = *j.StartedAt
	}
	traces.Observe(ctx, s.metrics.judgings.WithLabelValues("queued"), max(0, began.Sub(j.QueuedAt).Seconds()))
	traces.Observe(ctx, s.metrics.judgings.WithLabelValues("judged"), max(0, j.FinishedAt.Sub(began).Seconds()))
}

// giveUp ends a judgement that no worker could carry through.
func (s *Service) giveUp(ctx context.Context, j *Judgement, detail string) error {
	plan, err := wire.ReadPlan(ctx, s.blobs, j.Job.V.Request.Plan)
	if err != nil {
		plan = judge.Plan{} // without it there are no groups to name
	}
	r, err := wire.Pack(ctx, s.blobs, j.ID, judge.Failed(plan, j.Language, detail), s.now())
	if err != nil {
		return err
	}
	return s.finish(ctx, r)
}
