package rejudging

import (
	"context"
	"time"

	"github.com/codecraft-hq/codecraft/internal/base/db"
	"github.com/codecraft-hq/codecraft/internal/base/identity"
	"github.com/codecraft-hq/codecraft/internal/base/ids"
	"github.com/codecraft-hq/codecraft/internal/base/jsonapi"
	"github.com/codecraft-hq/codecraft/internal/parts/listing"
	"github.com/codecraft-hq/codecraft/internal/service/execution/judgement"
)

// RejudgingAttributes is a rejudging in the API: one of the three ids says what is judged again.
type RejudgingAttributes struct {
	JudgementID      string                      `json:"judgementId,omitempty" immutable:"true" doc:"Judge its subject again: the next round"`
	AssessmentID     string                      `json:"assessmentId,omitempty" immutable:"true" doc:"Judge all submissions of the assessment again"`
	ProblemVersionID string                      `json:"problemVersionId,omitempty" immutable:"true" doc:"Judge all submissions to this version of a problem again"`
	State            string                      `json:"state" readOnly:"true" enum:"preparing,judging,finished"`
	Total            int                         `json:"total" readOnly:"true" doc:"Rounds that were queued so far"`
	Finished         int                         `json:"finished" readOnly:"true"`
	Changed          int                         `json:"changed" readOnly:"true" doc:"Rounds with another verdict or score than the one before"`
	Changes          []judgement.RejudgingChange `json:"changes" readOnly:"true" doc:"The first 200 of these, when it is read by itself"`
	CreatedAt        time.Time                   `json:"createdAt" readOnly:"true"`
}

// ResourceType implements jsonapi.Named.
func (RejudgingAttributes) ResourceType() string { return "rejudgings" }

// tag is the heading in the documents.
const tag = "execution"

type rejudgingResource = jsonapi.Resource[RejudgingAttributes, jsonapi.None]

// Register mounts the endpoints of the rejudgings.
func (s *Service) Register(api *jsonapi.API) {
	jsonapi.Register(api, jsonapi.Collection[RejudgingAttributes, jsonapi.None]{
		Path: "/v1/rejudgings", Tag: tag, Accepted: true,
		Read: identity.AnyOf(identity.JudgementsRead), Write: identity.AnyOf(identity.JudgementsManage),
		List: s.apiListRejudgings, Get: s.apiGetRejudgings, Create: s.apiCreateRejudging,
	})
}

func (s *Service) apiCreateRejudging(ctx context.Context, r *rejudgingResource) error {
	a := r.Attributes
	n := &Rejudging{Judgement: ids.Judgement(a.JudgementID), Assessment: ids.Assessment(a.AssessmentID), Version: ids.ProblemVersion(a.ProblemVersionID)}
	if err := s.rejudge(ctx, n); err != nil {
		return err
	}
	*r = n.resource(judgement.Tally{Total: n.Prepared})
	return nil
}

var rejudgingPager = listing.NewestFirst("id", func(r *Rejudging) ids.Rejudging { return r.ID })

func (s *Service) apiListRejudgings(ctx context.Context, q *jsonapi.Query) (page jsonapi.Page[RejudgingAttributes, jsonapi.None], err error) {
	who, err := identity.Require(ctx, identity.JudgementsRead)
	if err != nil {
		return page, err
	}
	return listing.Page(ctx, q, rejudgingPager, db.Where("organization_id = ?", who.Organization), s.selectRejudgings, func(rows []Rejudging) ([]rejudgingResource, error) {
		return s.showRejudgings(ctx, rows)
	})
}

func (s *Service) apiGetRejudgings(ctx context.Context, which []string) ([]rejudgingResource, error) {
	who, err := identity.Require(ctx, identity.JudgementsRead)
	if err != nil {
		return nil, err
	}
	where := db.In(db.Where("organization_id = ?", who.Organization), "id", which)
	rows, err := s.selectRejudgings(ctx, where, nil, len(which))
	if err != nil {
		return nil, err
	}
	out, err := s.showRejudgings(ctx, rows)
	if err == nil && len(out) == 1 {
		out[0].Attributes.Changes, err = s.judgements.Changes(ctx, rows[0].ID)
	}
	return out, err
}

func (s *Service) showRejudgings(ctx context.Context, rows []Rejudging) ([]rejudgingResource, error) {
	var which []ids.Rejudging
	for _, r := range rows {
		which = append(which, r.ID)
	}
	tallies, err := s.judgements.Tallies(ctx, which)
	out := make([]rejudgingResource, len(rows))
	for i := range rows {
		out[i] = rows[i].resource(tallies[rows[i].ID])
	}
	return out, err
}

func (r *Rejudging) resource(t judgement.Tally) rejudgingResource {
	state := "judging"
	switch {
	case r.Prepared == 0:
		state = "preparing"
	case t.Finished == t.Total:
		state = judgement.StateFinished
	}
	return rejudgingResource{ID: string(r.ID), Attributes: RejudgingAttributes{
		JudgementID: string(r.Judgement), AssessmentID: string(r.Assessment), ProblemVersionID: string(r.Version),
		State: state, Total: t.Total, Finished: t.Finished, Changed: t.Changed, Changes: []judgement.RejudgingChange{}, CreatedAt: r.CreatedAt,
	}}
}
