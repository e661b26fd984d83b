package submission

import (
	"context"
	"time"

	"github.com/codecraft-hq/codecraft/internal/base/blob"
	"github.com/codecraft-hq/codecraft/internal/base/db"
	"github.com/codecraft-hq/codecraft/internal/base/errs"
	"github.com/codecraft-hq/codecraft/internal/base/identity"
	"github.com/codecraft-hq/codecraft/internal/base/ids"
	"github.com/codecraft-hq/codecraft/internal/base/jsonapi"
	"github.com/codecraft-hq/codecraft/internal/engine/judge"
	"github.com/codecraft-hq/codecraft/internal/parts/listing"
	"github.com/codecraft-hq/codecraft/internal/service/assessments/attempt"
	"github.com/codecraft-hq/codecraft/internal/service/assessments/catalog"
)

// SubmissionAttributes is the resource.
type SubmissionAttributes struct {
	DocumentVersion int                `json:"documentVersion" minimum:"0" immutable:"true" doc:"Version of the answer's document to judge"`
	Language        string             `json:"language" readOnly:"true"`
	State           string             `json:"state" readOnly:"true" enum:"queued,judging,judged,cancelled"`
	Position        int                `json:"position,omitempty" readOnly:"true" doc:"While it is queued, and read by itself or in a stream: about how many are begun before it, and itself; left out when that is not known"`
	Verdict         string             `json:"verdict" readOnly:"true" enum:",AC,WA,TLE,MLE,OLE,RTE,CE,JE" doc:"Empty until judged"`
	Score           float64            `json:"score" readOnly:"true"`
	Points          float64            `json:"points" readOnly:"true" doc:"The most there is: what the problem gives in this assessment"`
	Groups          []SubmissionGroup  `json:"groups" readOnly:"true" doc:"Hidden groups: the verdict of each, and no more"`
	Samples         []SubmissionSample `json:"samples" readOnly:"true"`
	Limits          SubmissionLimits   `json:"limits" readOnly:"true" doc:"Those that held in its language; zero where they are not known"`
	CompileOutput   string             `json:"compileOutput" readOnly:"true"`
	Source          string             `json:"source" readOnly:"true"`
	CreatedAt       time.Time          `json:"createdAt" readOnly:"true"`
	JudgedAt        *time.Time         `json:"judgedAt" readOnly:"true"`
	JudgementID     string             `json:"judgementId,omitempty" readOnly:"true" doc:"Staff only: with every test"`
}

// SubmissionLimits bound each run of the program.
type SubmissionLimits struct {
	CPUTimeMs  int64 `json:"cpuTimeMs"`
	WallTimeMs int64 `json:"wallTimeMs"`
	MemoryKb   int64 `json:"memoryKb"`
}

// SubmissionGroup is a hidden group's result.
type SubmissionGroup struct {
	Name    string  `json:"name"`
	Verdict string  `json:"verdict" enum:"AC,WA,TLE,MLE,OLE,RTE,CE,JE,SK"`
	Points  float64 `json:"points"`
	Earned  float64 `json:"earned"`
}

// SubmissionSample is a sample's result, with all there is to know.
type SubmissionSample struct {
	Name       string            `json:"name"`
	Verdict    string            `json:"verdict" enum:"AC,WA,TLE,MLE,OLE,RTE,CE,JE,SK"`
	CPUTimeMs  int64             `json:"cpuTimeMs"`
	WallTimeMs int64             `json:"wallTimeMs"`
	MemoryKb   int64             `json:"memoryKb"`
	ExitCode   int               `json:"exitCode"`
	Signal     string            `json:"signal,omitempty"`
	Limit      string            `json:"limit,omitempty" doc:"The one it met: cpu, wall, memory or output"`
	Runs       int               `json:"runs,omitempty" doc:"How often it was run, when more than once: its time was near the limit, and the best counts"`
	Passes     int               `json:"passes,omitempty" doc:"Of a test with several passes"`
	Detail     string            `json:"detail,omitempty"`
	Message    string            `json:"message,omitempty" doc:"What the problem's validator tells candidates"`
	Difference *judge.Difference `json:"difference,omitempty"`
	Stdout     string            `json:"stdout,omitempty"`
	Stderr     string            `json:"stderr,omitempty"`
}

// ResourceType is the JSON:API type.
func (SubmissionAttributes) ResourceType() string { return "submissions" }

// SubmissionRelationships are a submission's.
type SubmissionRelationships struct {
	Answer  jsonapi.One[attempt.AnswerAttributes]  `json:"answer" required:"true" immutable:"true"`
	Attempt jsonapi.One[attempt.AttemptAttributes] `json:"attempt" readOnly:"true"`
}

type resource = jsonapi.Resource[SubmissionAttributes, SubmissionRelationships]

// Register mounts the room's endpoints.
func (s *Service) Register(api *jsonapi.API) {
	jsonapi.Register(api, jsonapi.Collection[SubmissionAttributes, SubmissionRelationships]{
		Read: attempt.Readers, Write: attempt.Takers,
		Path: "/v1/submissions", Tag: "submissions", Accepted: true, Filter: map[string][]string{"attempt": nil, "answer": nil},
		List: s.apiList,
		Get: func(ctx context.Context, wanted []string) ([]resource, error) {
			return s.Resources(ctx, listing.IDs[ids.Submission](wanted))
		},
		Create: func(ctx context.Context, r *resource) error {
			submission, err := s.Submit(ctx, ids.Answer(r.Relationships.Answer.ID), r.Attributes.DocumentVersion, requestKey(ctx))
			if err != nil {
				return err
			}
			shown, err := s.Show(ctx, []Submission{submission})
			if err == nil {
				*r = shown[0]
			}
			return err
		},
	})
}

var pager = listing.NewestFirst("id", func(n *Submission) ids.Submission { return n.ID })

func (s *Service) apiList(ctx context.Context, q *jsonapi.Query) (jsonapi.Page[SubmissionAttributes, SubmissionRelationships], error) {
	var none jsonapi.Page[SubmissionAttributes, SubmissionRelationships]
	p, attempts, err := attempt.Wanted(ctx, q)
	if err != nil {
		return none, err
	}
	answers := listing.Values(q, "answer")
	if len(attempts) == 0 && (len(answers) == 0 || listing.Values(q, "attempt") != nil) {
		if p.Role == identity.Candidate {
			return none, nil
		}
		return none, errs.New(errs.Malformed, "filter_missing", "say whose submissions: filter[attempt]=... or filter[answer]=...").In("filter[attempt]")
	}
	where := catalog.Readable(db.Where("organization_id = ?", p.Organization), p)
	if len(attempts) > 0 {
		where = db.In(where, "attempt_id", attempts)
	}
	if len(answers) > 0 {
		where = db.In(where, "answer_id", answers)
	}
	return listing.Page(ctx, q, pager, where, s.page, func(all []Submission) ([]resource, error) { return s.Show(ctx, all) })
}

// Resources shows those that the principal may see; one alone with its place in the queue.
func (s *Service) Resources(ctx context.Context, wanted []ids.Submission) ([]resource, error) {
	all, err := s.visible(ctx, wanted)
	if err != nil {
		return nil, err
	}
	resources, err := s.Show(ctx, all)
	if err == nil && len(all) == 1 {
		resources[0].Attributes.Position = s.Place(ctx, all[0])
	}
	return resources, err
}

// Show reads what goes with submissions.
func (s *Service) Show(ctx context.Context, all []Submission) ([]resource, error) {
	staff := identity.From(ctx).Role != identity.Candidate
	if len(all) == 0 {
		return []resource{}, nil
	}
	answers := make([]ids.Answer, len(all))
	for i, n := range all {
		answers[i] = n.Answer
	}
	worths, err := s.attempts.Worths(ctx, all[0].Organization, answers)
	if err != nil {
		return nil, err
	}
	resources := make([]resource, len(all))
	for i, submission := range all {
		w := worths[submission.Answer]
		source, err := blob.GetBytes(ctx, s.blobs, submission.Source, maxSource)
		if err != nil {
			return nil, err
		}
		x := SubmissionAttributes{
			DocumentVersion: submission.DocumentVersion, Language: submission.Language, State: submission.State, Verdict: submission.Verdict, Score: w.Earned(submission.Score, submission.Verdict),
			Points: w.Points(), CompileOutput: submission.Outcome.V.CompileOutput, Source: string(source), CreatedAt: submission.CreatedAt, JudgedAt: submission.JudgedAt,
			Groups: []SubmissionGroup{}, Samples: []SubmissionSample{},
		}
		if staff {
			x.JudgementID = string(submission.Judgement)
		}
		addGroups(&x, submission.Outcome.V, w)
		resources[i] = resource{
			ID: string(submission.ID), Attributes: x,
			Relationships: SubmissionRelationships{jsonapi.ToOne[attempt.AnswerAttributes](string(submission.Answer)), jsonapi.ToOne[attempt.AttemptAttributes](string(submission.Attempt))},
		}
	}
	return resources, nil
}

func addGroups(x *SubmissionAttributes, view judge.CandidateView, w catalog.Worth) {
	x.Limits = SubmissionLimits{view.Limits.CPUTimeMs, view.Limits.WallTimeMs, view.Limits.MemoryKb}
	for _, g := range view.Groups {
		if !g.Sample {
			x.Groups = append(x.Groups, SubmissionGroup{g.Name, string(g.Verdict), w.Scaled(g.Points), w.Scaled(g.Earned)})
			continue
		}
		for _, t := range g.Tests {
			x.Samples = append(x.Samples, SubmissionSample{
				Name: t.Name, Verdict: string(t.Verdict), CPUTimeMs: t.CPUTimeMs, WallTimeMs: t.WallTimeMs, MemoryKb: t.MemoryKb,
				ExitCode: t.ExitCode, Signal: t.Signal, Limit: string(t.Limit), Runs: t.Runs, Passes: t.Passes,
				Detail: t.Detail, Difference: t.Difference,
				Stdout: textOf(t.Output), Stderr: textOf(t.Stderr), Message: textOf(t.TeamMessage),
			})
		}
	}
}

func textOf(e *judge.Excerpt) string {
	if e == nil {
		return ""
	}
	return e.Text
}
