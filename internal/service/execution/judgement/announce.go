package judgement

import (
	"context"
	"time"

	contract "github.com/codecraft-hq/codecraft/internal/contract/execution"

	"github.com/codecraft-hq/codecraft/internal/base/ids"
	"github.com/codecraft-hq/codecraft/internal/base/outbox"
	"github.com/codecraft-hq/codecraft/internal/service/execution/webhook"
)

// announce tells the neighbours, and the organization's webhooks unless it is of a preview, that a judgement has ended, in
// the transaction of ctx.
func (s *Service) announce(ctx context.Context, j *Judgement) error {
	err := outbox.Add(ctx, s.db, contract.SubjectJudgementFinished, "judgement-"+string(j.ID), j.ended())
	if err != nil {
		return err
	}
	if j.Job.V.Request.Preview {
		return nil
	}
	event := webhook.JudgementEnded
	if j.CancelledBy != "" {
		event = webhook.JudgementCancelled
	}
	return s.webhooks.Add(ctx, j.Organization, event, j.told())
}

// ended is a finished judgement as neighbours are told of it.
func (j *Judgement) ended() contract.Judgement {
	return contract.Judgement{
		ID: j.ID, Organization: j.Organization, Subject: contract.Subject{Kind: j.Kind, ID: j.Subject, Round: j.Round},
		Outcome: j.Outcome.V, QueuedAt: j.QueuedAt, FinishedAt: *j.FinishedAt, Cancelled: j.CancelledBy != "",
	}
}

// Find answers a neighbour that has not heard of its request for long.
func (s *Service) Find(ctx context.Context, q contract.Find) (contract.FindAnswer, error) {
	found, err := s.judgementsOf(ctx, q.Organization, q.Subject)
	if err != nil || len(found) == 0 {
		return contract.FindAnswer{}, err
	}
	a := contract.FindAnswer{Known: true}
	if found[0].State == StateFinished {
		j := found[0].ended()
		a.Judgement = &j
	}
	return a, nil
}

// rejudgedAtOnce is how many rounds are told in one message: less than a hundred kilobytes.
const rejudgedAtOnce = 300

// Rejudged answers a neighbour that looks whether it was told of every later round.
func (s *Service) Rejudged(ctx context.Context, q contract.Rejudged) (contract.RejudgedAnswer, error) {
	ended, err := s.laterRounds(ctx, q, rejudgedAtOnce)
	a := contract.RejudgedAnswer{Rounds: make([]contract.Round, len(ended))}
	for i, r := range ended {
		a.Rounds[i] = contract.Round{ID: r.ID, Organization: r.Organization, Subject: contract.Subject{Kind: q.Kind, ID: r.Subject, Round: r.Round}}
	}
	return a, err
}

// judgementTold is what webhooks are told of a judgement: nothing of the tests, the program or its author.
type judgementTold struct {
	ID          ids.Judgement      `json:"id"`
	SubjectKind string             `json:"subjectKind"`
	SubjectID   string             `json:"subjectId"`
	Round       int                `json:"round"`
	Assessment  ids.Assessment     `json:"assessmentId,omitempty"`
	Version     ids.ProblemVersion `json:"problemVersionId,omitempty"`
	Rejudging   ids.Rejudging      `json:"rejudgingId,omitempty"`
	Language    string             `json:"language"`
	Verdict     string             `json:"verdict"`
	Score       float64            `json:"score"`
	MaxScore    float64            `json:"maxScore"`
	CPUTimeMs   int64              `json:"cpuTimeMs"`
	WallTimeMs  int64              `json:"wallTimeMs"`
	MemoryKb    int64              `json:"memoryKb"`
	QueuedAt    time.Time          `json:"queuedAt"`
	StartedAt   *time.Time         `json:"startedAt"`
	FinishedAt  *time.Time         `json:"finishedAt"`
}

func (j *Judgement) told() judgementTold {
	o := j.Outcome.V
	return judgementTold{
		ID: j.ID, SubjectKind: j.Kind, SubjectID: j.Subject, Round: j.Round, Assessment: j.Assessment, Version: j.Version,
		Rejudging: j.Rejudging, Language: j.Language, Verdict: string(j.Verdict), Score: j.Score, MaxScore: j.MaxScore,
		CPUTimeMs: o.CPUTimeMs, WallTimeMs: o.WallTimeMs, MemoryKb: o.MemoryKb,
		QueuedAt: j.QueuedAt, StartedAt: j.StartedAt, FinishedAt: j.FinishedAt,
	}
}
