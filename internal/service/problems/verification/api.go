package verification

import (
	"context"
	"strconv"
	"time"

	"github.com/codecraft-hq/codecraft/internal/base/identity"
	"github.com/codecraft-hq/codecraft/internal/base/ids"
	"github.com/codecraft-hq/codecraft/internal/base/jsonapi"
	"github.com/codecraft-hq/codecraft/internal/engine/judge"
	"github.com/codecraft-hq/codecraft/internal/parts/listing"
	"github.com/codecraft-hq/codecraft/internal/service/problems/problem"
)

// VerificationAttributes is a verification in the API.
type VerificationAttributes struct {
	State      string             `json:"state" readOnly:"true" enum:"queued,running,passed,failed"`
	Position   int                `json:"position,omitempty" readOnly:"true" doc:"While it is queued, and read by itself or in its stream: about how many judgements are begun before its first, and itself; left out when that is not known"`
	Revision   int                `json:"revision" readOnly:"true" doc:"Of the draft that is verified"`
	Results    []VerificationItem `json:"results" readOnly:"true" doc:"One for each reference solution"`
	StartedAt  *time.Time         `json:"startedAt" readOnly:"true"`
	FinishedAt *time.Time         `json:"finishedAt" readOnly:"true"`
}

// VerificationItem is what one reference solution did.
type VerificationItem struct {
	ReferenceID string `json:"referenceId"`
	Name        string `json:"name"`
	Language    string `json:"language"`
	Expected    string `json:"expected" enum:"AC,WA,TLE,MLE,OLE,RTE,CE"`
	Verdict     string `json:"verdict" enum:",AC,WA,TLE,MLE,OLE,RTE,CE,JE" doc:"Empty until it is judged"`
	Agrees      bool   `json:"agrees"`
	WorstCPUMs  int64  `json:"worstCpuMs"`
	MemoryKb    int64  `json:"memoryKb"`
	JudgementID string `json:"judgementId"`
	Detail      string `json:"detail" doc:"One sentence: what decided the verdict"`
	WorstWallMs int64  `json:"worstWallMs"`
	Group       string `json:"group" doc:"Of the test that decided the verdict; of AC and CE there is none"`
	Test        string `json:"test"`
	ExitCode    int    `json:"exitCode" doc:"There"`
	Signal      string `json:"signal"`
	Limit       string `json:"limit" doc:"cpu, wall, memory or output: that it met there"`
	// Limits are those of the solution's language.
	Limits        judge.Limits `json:"limits"`
	CompileOutput string       `json:"compileOutput"`
}

// ResourceType implements jsonapi.Named.
func (VerificationAttributes) ResourceType() string { return "verifications" }

type verificationResource = jsonapi.Resource[VerificationAttributes, problem.OfProblem]

var verificationPager = listing.Pager[Verification]{
	ID:       listing.By("id", func(v *Verification) ids.Verification { return v.ID }),
	Standard: jsonapi.Sort{Desc: true},
}

// Register mounts the room's endpoints.
func (s *Service) Register(api *jsonapi.API) {
	jsonapi.Register(api, jsonapi.Collection[VerificationAttributes, problem.OfProblem]{
		Path: "/v1/verifications", Tag: problem.Tag, Accepted: true,
		Read: identity.AnyOf(identity.TestsRead), Write: identity.AnyOf(identity.ProblemsWrite),
		Filter: map[string][]string{"problem": {"eq"}},
		Links: func(r *verificationResource) map[string]string {
			return map[string]string{"events": "/v1/verifications/" + r.ID + "/events"}
		},
		List: s.apiListVerifications,
		Get: func(ctx context.Context, which []string) ([]verificationResource, error) {
			who, err := identity.Require(ctx, identity.TestsRead)
			if err != nil {
				return nil, err
			}
			rows, err := s.getVerifications(ctx, who.Organization, which)
			if err != nil {
				return nil, err
			}
			return s.verificationResources(ctx, rows)
		},
		Create: func(ctx context.Context, r *verificationResource) error {
			verification, err := s.verify(ctx, ids.Problem(r.Relationships.Problem.ID))
			if err != nil {
				return err
			}
			all, err := s.verificationResources(ctx, []Verification{*verification})
			if err != nil {
				return err
			}
			*r = all[0]
			return nil
		},
	})
	jsonapi.HandlePlain(api, jsonapi.Plain{
		Method: "GET", Path: "/v1/verifications/{id}/events", Name: "streamVerification", Tag: problem.Tag, Needs: identity.AnyOf(identity.TestsRead),
		Summary:  "Each change of a verification as it happens: server-sent events named verification; ends when it has passed or failed",
		Produces: "text/event-stream",
	}, s.streamVerification)
}

func (s *Service) apiListVerifications(ctx context.Context, q *jsonapi.Query) (jsonapi.Page[VerificationAttributes, problem.OfProblem], error) {
	return problem.PageOf(ctx, identity.TestsRead, q, "problem", verificationPager, s.listVerifications, func(rows []Verification) ([]verificationResource, error) {
		return s.verificationResources(ctx, rows)
	})
}

func (s *Service) verificationResources(ctx context.Context, rows []Verification) ([]verificationResource, error) {
	which := make([]string, len(rows))
	for i, v := range rows {
		which[i] = string(v.ID)
	}
	results, err := s.Results(ctx, identity.From(ctx).Organization, which)
	if err != nil {
		return nil, err
	}
	items := map[ids.Verification][]VerificationItem{}
	for _, result := range results {
		d := result.Decided.V
		items[result.Verification] = append(items[result.Verification], VerificationItem{
			ReferenceID: string(result.Reference), Name: result.Name, Language: result.Language, Expected: string(result.Expected), Verdict: string(result.Verdict),
			Agrees: result.Agrees, WorstCPUMs: result.WorstCPUMs, MemoryKb: result.MemoryKb, JudgementID: string(result.Judgement), Detail: result.Detail,
			WorstWallMs: d.WallTimeMs, Group: d.Group, Test: d.Test, ExitCode: d.ExitCode, Signal: d.Signal, Limit: string(d.Limit),
			Limits: d.Limits, CompileOutput: d.CompileOutput,
		})
	}
	out := make([]verificationResource, len(rows))
	for i, v := range rows {
		out[i] = verificationResource{ID: string(v.ID), Version: strconv.Itoa(v.Changes), Relationships: problem.ToProblem(v.Problem), Attributes: VerificationAttributes{
			State: v.State, Revision: v.Revision, Results: items[v.ID], StartedAt: v.StartedAt, FinishedAt: v.FinishedAt,
		}}
	}
	if len(rows) == 1 {
		out[0].Attributes.Position = s.place(ctx, &rows[0])
	}
	return out, nil
}
