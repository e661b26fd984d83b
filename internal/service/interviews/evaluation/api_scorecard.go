package evaluation

import (
	"context"
	"strconv"
	"time"

	"github.com/codecraft-hq/codecraft/internal/base/ids"
	"github.com/codecraft-hq/codecraft/internal/base/jsonapi"
	"github.com/codecraft-hq/codecraft/internal/parts/listing"
	"github.com/codecraft-hq/codecraft/internal/service/interviews/schedule"
	"github.com/codecraft-hq/codecraft/internal/service/interviews/workspace"
)

// ScorecardAttributes is the resource.
type ScorecardAttributes struct {
	Scores         []CriterionScore `json:"scores" maxItems:"20" required:"false" doc:"Of the criteria that the interview had when the card was begun, in their order"`
	Text           string           `json:"text" maxLength:"20000" required:"false" doc:"Markdown"`
	Recommendation string           `json:"recommendation" enum:",strong_no,no,yes,strong_yes" required:"false" doc:"Needed to submit the card"`
	State          string           `json:"state" enum:"draft,submitted" default:"draft" required:"false" doc:"A draft is seen by its author alone. Once submitted, a card stays as it is, and its author sees those of the others"`
	ParticipantID  string           `json:"participantId" readOnly:"true" doc:"Whose it is"`
	Name           string           `json:"name" readOnly:"true" doc:"Theirs"`
	UpdatedAt      time.Time        `json:"updatedAt" readOnly:"true"`
	SubmittedAt    *time.Time       `json:"submittedAt" readOnly:"true"`
}

// CriterionScore is what one says of a criterion.
type CriterionScore struct {
	Criterion   string `json:"criterion" minLength:"1" maxLength:"100" doc:"Its name"`
	Description string `json:"description" maxLength:"1000" required:"false" doc:"The card's own; what is sent is not kept"`
	Rating      int    `json:"rating" minimum:"0" maximum:"4" required:"false" doc:"1 poor, 2 fair, 3 good, 4 excellent; 0: not rated"`
	Comment     string `json:"comment" maxLength:"4000" required:"false"`
}

// ResourceType is the JSON:API type.
func (ScorecardAttributes) ResourceType() string { return "scorecards" }

type cardResource = jsonapi.Resource[ScorecardAttributes, workspace.OfInterview]

func (s *Service) registerScorecards(api *jsonapi.API) {
	jsonapi.Register(api, jsonapi.Collection[ScorecardAttributes, workspace.OfInterview]{
		Path: "/v1/scorecards", Tag: tag, Read: schedule.Readers, Write: holders,
		Filter: map[string][]string{"interview": nil},
		List: func(ctx context.Context, q *jsonapi.Query) (jsonapi.Page[ScorecardAttributes, workspace.OfInterview], error) {
			return workspace.List(ctx, s.workspaces, q, cardPager, s.cardsSeen, s.selectCards, showCard)
		},
		Get: func(ctx context.Context, wanted []string) ([]cardResource, error) {
			all, err := s.visibleCards(ctx, wanted)
			return listing.Show(all, showCard), err
		},
		Create: s.apiBegin, Update: s.apiWrite,
	})
}

var cardPager = listing.OldestFirst("id", func(c *Scorecard) ids.Scorecard { return c.ID })

func (s *Service) apiBegin(ctx context.Context, r *cardResource) error {
	card, err := s.Begin(ctx, ids.Interview(r.Relationships.Interview.ID), opinion(r.Attributes))
	if err == nil {
		*r = showCard(&card)
	}
	return err
}

func (s *Service) apiWrite(ctx context.Context, r *cardResource, _ jsonapi.Changes) error {
	card, err := s.Write(ctx, ids.Scorecard(r.ID), listing.Revision(r.Version), opinion(r.Attributes))
	if err == nil {
		*r = showCard(&card)
	}
	return err
}

func opinion(x ScorecardAttributes) Opinion {
	o := Opinion{Text: x.Text, Recommendation: x.Recommendation, State: x.State}
	for _, score := range x.Scores {
		o.Scores = append(o.Scores, Score(score))
	}
	return o
}

func showCard(c *Scorecard) cardResource {
	x := ScorecardAttributes{
		Scores: []CriterionScore{}, Text: c.Text, Recommendation: c.Recommendation, State: c.State, ParticipantID: string(c.Participant), Name: c.Name,
		UpdatedAt: c.UpdatedAt, SubmittedAt: c.SubmittedAt,
	}
	for _, score := range c.Scores.V {
		x.Scores = append(x.Scores, CriterionScore(score))
	}
	return cardResource{ID: string(c.ID), Version: strconv.Itoa(c.Revision), Attributes: x, Relationships: of(c.Interview)}
}
