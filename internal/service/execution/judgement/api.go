package judgement

import (
	"context"
	"time"

	contract "github.com/codecraft-hq/codecraft/internal/contract/execution"

	"github.com/codecraft-hq/codecraft/internal/base/db"
	"github.com/codecraft-hq/codecraft/internal/base/identity"
	"github.com/codecraft-hq/codecraft/internal/base/ids"
	"github.com/codecraft-hq/codecraft/internal/base/jsonapi"
	"github.com/codecraft-hq/codecraft/internal/engine/judge"
	"github.com/codecraft-hq/codecraft/internal/parts/listing"
	"github.com/codecraft-hq/codecraft/internal/service/execution/wire"
)

// JudgementAttributes is a judgement in the API. It is for staff: it tells everything about hidden tests.
type JudgementAttributes struct {
	SubjectKind   string               `json:"subjectKind" readOnly:"true" enum:"submission,reference"`
	SubjectID     string               `json:"subjectId" readOnly:"true"`
	Round         int                  `json:"round" readOnly:"true" doc:"Judging again is the next round"`
	State         string               `json:"state" readOnly:"true" enum:"queued,judging,finished,cancelled"`
	Verdict       string               `json:"verdict" readOnly:"true" enum:",AC,WA,TLE,MLE,OLE,RTE,CE,JE" doc:"Empty until it is finished"`
	Score         float64              `json:"score" readOnly:"true"`
	MaxScore      float64              `json:"maxScore" readOnly:"true"`
	Language      string               `json:"language" readOnly:"true"`
	Compiler      string               `json:"compiler" readOnly:"true"`
	Limits        judge.Limits         `json:"limits" readOnly:"true" doc:"Those that held in this language"`
	Group         string               `json:"group" readOnly:"true" doc:"Of the test that decided the verdict; of AC and CE there is none"`
	Test          string               `json:"test" readOnly:"true" doc:"That decided the verdict"`
	Groups        []judge.GroupOutcome `json:"groups" readOnly:"true"`
	CompileOutput string               `json:"compileOutput" readOnly:"true"`
	CPUTimeMs     int64                `json:"cpuTimeMs" readOnly:"true" doc:"Of the slowest test"`
	WallTimeMs    int64                `json:"wallTimeMs" readOnly:"true"`
	MemoryKb      int64                `json:"memoryKb" readOnly:"true"`
	Detail        string               `json:"detail" readOnly:"true" doc:"What went wrong, for JE"`
	Position      int                  `json:"position,omitempty" readOnly:"true" doc:"While it is queued, and read by itself: about how many are begun before it, and itself"`
	Progress      *JudgementProgress   `json:"progress,omitempty" readOnly:"true" doc:"While it is judged"`
	QueuedAt      time.Time            `json:"queuedAt" readOnly:"true"`
	StartedAt     *time.Time           `json:"startedAt" readOnly:"true"`
	FinishedAt    *time.Time           `json:"finishedAt" readOnly:"true"`
}

// JudgementProgress is how far a judging has come.
type JudgementProgress struct {
	Group string `json:"group"`
	Done  int    `json:"done"`
	Total int    `json:"total"`
}

// ResourceType implements jsonapi.Named.
func (JudgementAttributes) ResourceType() string { return "judgements" }

// tag is the heading in the documents.
const tag = "execution"

type judgementResource = jsonapi.Resource[JudgementAttributes, jsonapi.None]

// Register mounts the endpoints of the judgements.
func (s *Service) Register(api *jsonapi.API) {
	jsonapi.Register(api, jsonapi.Collection[JudgementAttributes, jsonapi.None]{
		Path: "/v1/judgements", Tag: tag,
		Read: identity.AnyOf(identity.JudgementsRead), Write: identity.AnyOf(identity.JudgementsManage),
		Filter: map[string][]string{"subjectId": {"eq"}},
		List:   s.apiListJudgements,
		Get:    s.apiGetJudgements,
		Delete: func(ctx context.Context, id string) error { return s.cancelJudgement(ctx, ids.Judgement(id)) },
	})
}

var judgementPager = listing.NewestFirst("id", func(j *Judgement) ids.Judgement { return j.ID })

func (s *Service) apiListJudgements(ctx context.Context, q *jsonapi.Query) (page jsonapi.Page[JudgementAttributes, jsonapi.None], err error) {
	who, err := identity.Require(ctx, identity.JudgementsRead)
	if err != nil {
		return page, err
	}
	subjects, err := listing.Required(q, "subjectId")
	if err != nil {
		return page, err
	}
	where := db.In(db.Where("organization_id = ?", who.Organization), "subject_id", subjects)
	return listing.Page(ctx, q, judgementPager, where, s.listJudgements, listing.Each(func(j *Judgement) judgementResource {
		return j.resource(j.shown(who, j.Outcome.V))
	}))
}

// apiGetJudgements gives a single judgement with all its details; several are answered like a list.
func (s *Service) apiGetJudgements(ctx context.Context, which []string) ([]judgementResource, error) {
	who, err := identity.Require(ctx, identity.JudgementsRead)
	if err != nil {
		return nil, err
	}
	rows, err := s.getJudgements(ctx, who.Organization, which)
	if err != nil {
		return nil, err
	}
	out := make([]judgementResource, len(rows))
	for i := range rows {
		outcome := rows[i].Outcome.V
		if len(which) == 1 {
			if outcome, err = wire.Unpack(ctx, s.blobs, outcome, rows[i].Details); err != nil {
				return nil, err
			}
		}
		out[i] = rows[i].resource(rows[i].shown(who, outcome))
		if len(which) == 1 {
			if err := s.showPlace(ctx, &rows[i], &out[i].Attributes); err != nil {
				return nil, err
			}
			if !who.Can(identity.TestsRead) {
				out[i].Attributes.Progress = nil // it counts hidden tests
			}
		}
	}
	return out, nil
}

// showPlace tells of an unfinished judgement how far it has come.
func (s *Service) showPlace(ctx context.Context, j *Judgement, a *JudgementAttributes) (err error) {
	switch j.State {
	case stateQueued:
		a.Position, err = s.position(ctx, j)
	case stateJudging:
		a.Progress = s.progress.of(j.ID)
	}
	return err
}

// shown is what a member may see of an outcome: hidden tests only with tests:read, and what a candidate's program and
// its compiler wrote only with attempts:read. A reference solution is as hidden as the tests.
func (j *Judgement) shown(who identity.Principal, o judge.Outcome) judge.Outcome {
	own := identity.TestsRead
	if j.Kind == contract.SubjectKindSubmission {
		own = identity.AttemptsRead
	}
	if !who.Can(identity.TestsRead) {
		o = o.WithoutHidden()
	}
	if !who.Can(own) {
		o = o.WithoutOutput()
	}
	return o
}

func (j *Judgement) resource(o judge.Outcome) judgementResource {
	state := j.State
	if j.CancelledBy != "" {
		state = stateCancelled
	}
	return judgementResource{ID: string(j.ID), Attributes: JudgementAttributes{
		SubjectKind: j.Kind, SubjectID: j.Subject, Round: j.Round, State: state, Verdict: string(j.Verdict), Score: j.Score,
		MaxScore: j.MaxScore, Language: j.Language, Compiler: o.Compiler, Limits: o.Limits, Group: o.Group, Test: o.Test, Groups: o.Groups, CompileOutput: o.Compilation.Output,
		CPUTimeMs: o.CPUTimeMs, WallTimeMs: o.WallTimeMs, MemoryKb: o.MemoryKb, Detail: o.Detail,
		QueuedAt: j.QueuedAt, StartedAt: j.StartedAt, FinishedAt: j.FinishedAt,
	}}
}
