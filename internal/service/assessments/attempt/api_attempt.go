package attempt

import (
	"context"
	"strconv"
	"time"

	"github.com/codecraft-hq/codecraft/internal/base/httpx"
	"github.com/codecraft-hq/codecraft/internal/base/identity"
	"github.com/codecraft-hq/codecraft/internal/base/ids"
	"github.com/codecraft-hq/codecraft/internal/base/jsonapi"
	"github.com/codecraft-hq/codecraft/internal/contract/auth"
	"github.com/codecraft-hq/codecraft/internal/contract/problems"
	"github.com/codecraft-hq/codecraft/internal/parts/listing"
	"github.com/codecraft-hq/codecraft/internal/service/assessments/catalog"
)

// AttemptAttributes is the resource, for its candidate and for staff. What only staff see is nil for the candidate.
type AttemptAttributes struct {
	InvitationToken  string     `json:"invitationToken" writeOnly:"true" immutable:"true" minLength:"10" maxLength:"100" doc:"The last part of the invitation's link"`
	UseCookies       bool       `json:"useCookies" writeOnly:"true" immutable:"true" required:"false" doc:"Keep the session in cookies, for browsers"`
	AccessToken      string     `json:"accessToken,omitempty" readOnly:"true" doc:"Only in the answer to the token, without useCookies"`
	RefreshToken     string     `json:"refreshToken,omitempty" readOnly:"true" doc:"Likewise"`
	State            string     `json:"state" enum:"ready,started,finished" required:"false" doc:"The candidate sets started and finished"`
	AssessmentTitle  string     `json:"assessmentTitle" readOnly:"true"`
	Instructions     string     `json:"instructions" readOnly:"true" doc:"Markdown"`
	CandidateName    string     `json:"candidateName" readOnly:"true"`
	CandidateEmail   *string    `json:"candidateEmail,omitempty" readOnly:"true" doc:"Staff only"`
	TimeLimitMinutes int        `json:"timeLimitMinutes" readOnly:"true"`
	OpensAt          *time.Time `json:"opensAt" readOnly:"true"`
	ClosesAt         *time.Time `json:"closesAt" readOnly:"true"`
	StartedAt        *time.Time `json:"startedAt" readOnly:"true"`
	EndsAt           *time.Time `json:"endsAt" readOnly:"true"`
	FinishedAt       *time.Time `json:"finishedAt" readOnly:"true"`
	ServerTime       time.Time  `json:"serverTime" readOnly:"true"`
	SecondsLeft      int        `json:"secondsLeft" readOnly:"true" doc:"On the server's clock"`
	Score            *float64   `json:"score,omitempty" readOnly:"true" doc:"Staff only"`
	MaxScore         float64    `json:"maxScore" readOnly:"true"`
	ItemCount        int        `json:"itemCount" readOnly:"true"`
	AnsweredCount    int        `json:"answeredCount" readOnly:"true" doc:"Problems with a submission"`
	LastActivityAt   *time.Time `json:"lastActivityAt,omitempty" readOnly:"true" doc:"Staff only"`
	WorkingOn        string     `json:"workingOn" required:"false" maxLength:"40" doc:"The answer that the candidate has before them; empty while they are away from the page. The candidate's page sets it"`
	AwaySince        *time.Time `json:"awaySince,omitempty" readOnly:"true" doc:"Staff only; absent while the candidate is at the page"`
	Absences         *int       `json:"absences,omitempty" readOnly:"true" doc:"Staff only: how often the candidate left the page for two seconds or more"`
	Pastes           *int       `json:"pastes,omitempty" readOnly:"true" doc:"Staff only: how often text from elsewhere was pasted"`
	Progress         []Progress `json:"progress" readOnly:"true" doc:"A line a problem, once it is started"`
}

// Progress is how far one answer has come.
type Progress struct {
	AnswerID        string   `json:"answerId"`
	Title           string   `json:"title"`
	Points          float64  `json:"points"`
	Score           *float64 `json:"score,omitempty" doc:"Staff only"`
	Verdict         string   `json:"verdict" enum:",AC,WA,TLE,MLE,OLE,RTE,CE,JE" doc:"Of the submission that counts; empty before one is judged"`
	Language        string   `json:"language"`
	SubmissionCount int      `json:"submissionCount"`
}

// ResourceType is the JSON:API type.
func (AttemptAttributes) ResourceType() string { return "attempts" }

// AttemptRelationships are an attempt's.
type AttemptRelationships struct {
	Assessment jsonapi.One[catalog.AssessmentAttributes] `json:"assessment" readOnly:"true"`
	Answers    jsonapi.Many[AnswerAttributes]            `json:"answers" readOnly:"true"`
}

type attemptResource = jsonapi.Resource[AttemptAttributes, AttemptRelationships]

func (s *Service) registerAttempts(api *jsonapi.API) {
	jsonapi.Register(api, jsonapi.Collection[AttemptAttributes, AttemptRelationships]{
		Path: "/v1/attempts", Tag: "attempts", MaxPage: 500, Public: []string{"create"},
		Read: Readers, Write: Takers,
		Needs:  map[string]identity.Needs{"list": identity.AnyOf(identity.AttemptsRead)},
		Filter: map[string][]string{"assessment": nil, "state": nil},
		List:   s.apiListAttempts, Create: s.apiEnter, Update: s.apiSetAttempt,
		Get: func(ctx context.Context, wanted []string) ([]attemptResource, error) {
			return s.Resources(ctx, listing.IDs[ids.Attempt](wanted))
		},
		Links: func(r *attemptResource) map[string]string {
			return map[string]string{"events": "/v1/attempts/" + r.ID + "/events"}
		},
	})
}

var attemptPager = listing.NewestFirst("id", func(a *Attempt) ids.Attempt { return a.ID })

func (s *Service) apiListAttempts(ctx context.Context, q *jsonapi.Query) (jsonapi.Page[AttemptAttributes, AttemptRelationships], error) {
	var none jsonapi.Page[AttemptAttributes, AttemptRelationships]
	p, err := identity.Require(ctx, identity.AttemptsRead)
	if err != nil {
		return none, err
	}
	where := narrowed(p.Organization, listing.Values(q, "assessment"), listing.Values(q, "state"))
	return listing.Page(ctx, q, attemptPager, where, s.page, func(all []Attempt) ([]attemptResource, error) { return s.showAttempts(ctx, p, all) })
}

func (s *Service) apiEnter(ctx context.Context, r *attemptResource) error {
	attempt, tokens, err := s.Enter(ctx, r.Attributes.InvitationToken)
	if err != nil {
		return err
	}
	useCookies := r.Attributes.UseCookies
	shown, err := s.showAttempts(ctx, identity.Principal{Organization: attempt.Organization, Role: identity.Candidate, Place: identity.InAttempt(attempt.ID)}, []Attempt{attempt})
	if err != nil {
		return err
	}
	*r = shown[0]
	if useCookies {
		s.cookies.Set(jsonapi.Header(ctx), cookieSession(tokens, s.now()))
		return nil
	}
	r.Attributes.AccessToken, r.Attributes.RefreshToken = tokens.AccessToken, tokens.RefreshToken
	return nil
}

func cookieSession(t auth.Tokens, now time.Time) httpx.Session {
	return httpx.Session{
		Access: t.AccessToken, AccessFor: t.AccessExpiresAt.Sub(now), Refresh: t.RefreshToken, RefreshFor: t.RefreshExpiresAt.Sub(now),
	}
}

func (s *Service) apiSetAttempt(ctx context.Context, r *attemptResource, c jsonapi.Changes) error {
	attempt, err := s.SetState(ctx, ids.Attempt(r.ID), r.Attributes.State)
	if err == nil && c.Fields["workingOn"] {
		attempt, err = s.Turn(ctx, attempt.ID, ids.Answer(r.Attributes.WorkingOn))
	}
	if err != nil {
		return err
	}
	shown, err := s.showAttempts(ctx, identity.From(ctx), []Attempt{attempt})
	if err == nil {
		*r = shown[0]
	}
	return err
}

// Resources shows those of the attempts that the principal may see.
func (s *Service) Resources(ctx context.Context, wanted []ids.Attempt) ([]attemptResource, error) {
	p, err := reader(ctx)
	if err != nil {
		return nil, err
	}
	if p.Role == identity.Candidate {
		attempt, err := s.ByID(ctx, p.Organization, p.Attempt())
		if err != nil || len(wanted) != 1 || wanted[0] != attempt.ID {
			return nil, err
		}
		return s.showAttempts(ctx, p, []Attempt{attempt})
	}
	all, err := s.ByIDs(ctx, p.Organization, wanted)
	if err != nil {
		return nil, err
	}
	return s.showAttempts(ctx, p, all)
}

// showAttempts reads what goes with the attempts at once, whatever their number.
func (s *Service) showAttempts(ctx context.Context, p identity.Principal, all []Attempt) ([]attemptResource, error) {
	var attempts []ids.Attempt
	var parents []ids.Assessment
	for _, a := range all {
		attempts, parents = append(attempts, a.ID), append(parents, a.Assessment)
	}
	of, err := s.catalog.ByIDs(ctx, p.Organization, parents)
	if err != nil {
		return nil, err
	}
	answers, err := s.Answers(ctx, p.Organization, attempts)
	if err != nil {
		return nil, err
	}
	byID := map[ids.Assessment]catalog.Assessment{}
	var versions []ids.ProblemVersion
	for _, x := range of {
		byID[x.ID] = x
		for _, i := range x.Items() {
			versions = append(versions, i.Version)
		}
	}
	pinned, err := s.catalog.Pinned(ctx, p.Organization, versions)
	if err != nil {
		return nil, err
	}
	resources := make([]attemptResource, len(all))
	for i, attempt := range all {
		resources[i] = s.showAttempt(p, attempt, byID[attempt.Assessment])
		r := &resources[i]
		for _, x := range answers {
			if x.Attempt == attempt.ID {
				addProgress(r, p, x, pinned[x.Version])
			}
		}
	}
	return resources, nil
}

func (s *Service) showAttempt(p identity.Principal, attempt Attempt, assessment catalog.Assessment) attemptResource {
	now := s.now()
	x := AttemptAttributes{
		State: attempt.State, AssessmentTitle: assessment.Title, Instructions: assessment.Instructions, CandidateName: attempt.CandidateName,
		TimeLimitMinutes: assessment.TimeLimitMinutes, OpensAt: assessment.OpensAt, ClosesAt: assessment.ClosesAt, StartedAt: attempt.StartedAt, EndsAt: attempt.EndsAt,
		FinishedAt: attempt.FinishedAt, ServerTime: now, SecondsLeft: attempt.secondsLeft(now, assessment.TimeLimitMinutes), MaxScore: attempt.MaxScore,
		ItemCount: len(assessment.Items()), Progress: []Progress{},
	}
	if attempt.AwaySince == nil {
		x.WorkingOn = string(attempt.WorkingOn)
	}
	if p.Role != identity.Candidate {
		x.CandidateEmail, x.Score, x.LastActivityAt = &attempt.CandidateEmail, &attempt.Score, &attempt.LastActivityAt
		x.AwaySince, x.Absences, x.Pastes = attempt.AwaySince, &attempt.Absences, &attempt.Pastes
	}
	return attemptResource{
		ID: string(attempt.ID), Version: strconv.Itoa(attempt.Revision), Attributes: x,
		Relationships: AttemptRelationships{Assessment: jsonapi.ToOne[catalog.AssessmentAttributes](string(attempt.Assessment))},
	}
}

func addProgress(r *attemptResource, p identity.Principal, answer Answer, version problems.Version) {
	r.Relationships.Answers.IDs = append(r.Relationships.Answers.IDs, string(answer.ID))
	if answer.SubmissionCount > 0 {
		r.Attributes.AnsweredCount++
	}
	n := Progress{AnswerID: string(answer.ID), Title: version.Title, Points: catalog.Worth{Own: answer.OwnPoints, Most: version.Points}.Points(), Verdict: answer.Verdict, Language: answer.Language, SubmissionCount: answer.SubmissionCount}
	if p.Role != identity.Candidate {
		n.Score = &answer.Score
	}
	r.Attributes.Progress = append(r.Attributes.Progress, n)
}
