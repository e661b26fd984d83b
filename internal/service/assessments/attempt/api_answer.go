package attempt

import (
	"context"
	"strings"

	"github.com/codecraft-hq/codecraft/internal/base/db"
	"github.com/codecraft-hq/codecraft/internal/base/errs"
	"github.com/codecraft-hq/codecraft/internal/base/identity"
	"github.com/codecraft-hq/codecraft/internal/base/ids"
	"github.com/codecraft-hq/codecraft/internal/base/jsonapi"
	"github.com/codecraft-hq/codecraft/internal/contract/problems"
	"github.com/codecraft-hq/codecraft/internal/parts/listing"
	"github.com/codecraft-hq/codecraft/internal/service/assessments/catalog"
)

// AnswerAttributes is the resource: a problem as a candidate meets it, and how far they have come.
type AnswerAttributes struct {
	ProblemID       string             `json:"problemId,omitempty" readOnly:"true" doc:"Staff only: which problem it was made of"`
	Position        int                `json:"position" readOnly:"true"`
	SectionTitle    string             `json:"sectionTitle" readOnly:"true"`
	Title           string             `json:"title" readOnly:"true"`
	Difficulty      string             `json:"difficulty" readOnly:"true" enum:"easy,medium,hard"`
	Statement       string             `json:"statement" readOnly:"true" doc:"Markdown with maths"`
	Samples         []problems.Sample  `json:"samples" readOnly:"true"`
	Groups          []problems.Group   `json:"groups" readOnly:"true" doc:"Hidden test groups, with what each gives here"`
	Limits          problems.Limits    `json:"limits" readOnly:"true"`
	Languages       []string           `json:"languages" readOnly:"true" doc:"Allowed language ids; empty: all"`
	Starters        []problems.Starter `json:"starters" readOnly:"true"`
	Points          float64            `json:"points" readOnly:"true" doc:"What the problem gives in this assessment"`
	Language        string             `json:"language" maxLength:"40" required:"false" doc:"The one worked in; the candidate chooses it"`
	DocumentID      string             `json:"documentId" readOnly:"true" doc:"Of the chosen language; empty before it is opened"`
	Score           float64            `json:"score" readOnly:"true" doc:"Of the submission that counts"`
	Verdict         string             `json:"verdict" readOnly:"true" enum:",AC,WA,TLE,MLE,OLE,RTE,CE,JE" doc:"Likewise; empty before one is judged"`
	SubmissionCount int                `json:"submissionCount" readOnly:"true"`
}

// ResourceType is the JSON:API type.
func (AnswerAttributes) ResourceType() string { return "answers" }

// AnswerRelationships are an answer's.
type AnswerRelationships struct {
	Attempt   jsonapi.One[AttemptAttributes]   `json:"attempt" readOnly:"true"`
	Documents jsonapi.Many[DocumentAttributes] `json:"documents" readOnly:"true"`
}

type answerResource = jsonapi.Resource[AnswerAttributes, AnswerRelationships]

func (s *Service) registerAnswers(api *jsonapi.API) {
	jsonapi.Register(api, jsonapi.Collection[AnswerAttributes, AnswerRelationships]{
		Read: Readers, Write: Takers,
		Path: "/v1/answers", Tag: "answers", PageSize: 100, MaxPage: 100, Filter: map[string][]string{"attempt": nil},
		List: s.apiListAnswers, Update: s.apiUpdateAnswer,
		Get: func(ctx context.Context, wanted []string) ([]answerResource, error) {
			all, err := s.visibleAnswers(ctx, listing.IDs[ids.Answer](wanted))
			if err != nil {
				return nil, err
			}
			return s.showAnswers(ctx, all)
		},
	})
}

// answerPager orders answers as the attempts show them: a position is unique within its attempt.
var answerPager = listing.Pager[Answer]{
	ID:       listing.By("position", func(x *Answer) int { return x.Position }),
	Sorts:    map[string]listing.Key[Answer]{"attempt": listing.By("attempt_id", func(x *Answer) ids.Attempt { return x.Attempt })},
	Standard: jsonapi.Sort{Field: "attempt"},
}

func (s *Service) apiListAnswers(ctx context.Context, q *jsonapi.Query) (jsonapi.Page[AnswerAttributes, AnswerRelationships], error) {
	var none jsonapi.Page[AnswerAttributes, AnswerRelationships]
	p, wanted, err := Wanted(ctx, q)
	if err != nil {
		return none, err
	}
	if len(wanted) == 0 && listing.Values(q, "attempt") == nil {
		return none, errs.New(errs.Malformed, "filter_missing", "say whose answers: filter[attempt]=...").In("filter[attempt]")
	}
	where := catalog.Readable(db.In(db.Where("organization_id = ?", p.Organization), "attempt_id", wanted), p)
	return listing.Page(ctx, q, answerPager, where, s.pageAnswers, func(all []Answer) ([]answerResource, error) { return s.showAnswers(ctx, all) })
}

func (s *Service) apiUpdateAnswer(ctx context.Context, r *answerResource, _ jsonapi.Changes) error {
	if strings.TrimSpace(r.Attributes.Language) == "" {
		return errs.New(errs.Invalid, "language_missing", "choose a language").At("/data/attributes/language")
	}
	answer, err := s.ChooseLanguage(ctx, ids.Answer(r.ID), r.Attributes.Language)
	if err != nil {
		return err
	}
	shown, err := s.showAnswers(ctx, []Answer{answer})
	if err == nil {
		*r = shown[0]
	}
	return err
}

func (s *Service) showAnswers(ctx context.Context, all []Answer) ([]answerResource, error) {
	if len(all) == 0 {
		return nil, nil
	}
	var versions []ids.ProblemVersion
	var answers []ids.Answer
	for _, x := range all {
		versions, answers = append(versions, x.Version), append(answers, x.ID)
	}
	found, err := s.catalog.Pinned(ctx, all[0].Organization, versions)
	if err != nil {
		return nil, err
	}
	documents, err := s.documentsOf(ctx, all[0].Organization, answers)
	if err != nil {
		return nil, err
	}
	parents, err := s.assessmentsOf(ctx, all)
	if err != nil {
		return nil, err
	}
	staff := identity.From(ctx).Role != identity.Candidate
	resources := make([]answerResource, len(all))
	for i, x := range all {
		resources[i] = showAnswer(x, found[x.Version], parents[x.Attempt], documents[x.ID])
		if staff {
			resources[i].Attributes.ProblemID = string(found[x.Version].Problem)
		}
	}
	return resources, nil
}

// assessmentsOf finds each answer's assessment, by attempt.
func (s *Service) assessmentsOf(ctx context.Context, all []Answer) (map[ids.Attempt]catalog.Assessment, error) {
	seen := map[ids.Attempt]catalog.Assessment{}
	for _, answer := range all {
		if _, ok := seen[answer.Attempt]; ok {
			continue
		}
		attempt, err := s.ByID(ctx, answer.Organization, answer.Attempt)
		if err != nil {
			return nil, err
		}
		if seen[answer.Attempt], err = s.catalog.Get(ctx, answer.Organization, attempt.Assessment); err != nil {
			return nil, err
		}
	}
	return seen, nil
}

func showAnswer(answer Answer, v problems.Version, assessment catalog.Assessment, documents []Document) answerResource {
	w, groups := catalog.Worth{Own: answer.OwnPoints, Most: v.Points}, []problems.Group{}
	for _, g := range v.Groups {
		g.Points = w.Scaled(g.Points)
		groups = append(groups, g)
	}
	r := answerResource{
		ID: string(answer.ID),
		Attributes: AnswerAttributes{
			Position: answer.Position, SectionTitle: answer.SectionTitle, Title: v.Title, Difficulty: v.Difficulty, Statement: v.Statement,
			Samples: append([]problems.Sample{}, v.Samples...), Groups: groups, Limits: v.Limits,
			Languages: append([]string{}, languagesOf(assessment, v)...), Starters: append([]problems.Starter{}, v.Starters...), Points: w.Points(),
			Language: answer.Language, Score: answer.Score, Verdict: answer.Verdict, SubmissionCount: answer.SubmissionCount,
		},
		Relationships: AnswerRelationships{Attempt: jsonapi.ToOne[AttemptAttributes](string(answer.Attempt))},
	}
	for _, document := range documents {
		r.Relationships.Documents.IDs = append(r.Relationships.Documents.IDs, string(document.ID))
		if document.Language == answer.Language {
			r.Attributes.DocumentID = string(document.ID)
		}
	}
	return r
}
