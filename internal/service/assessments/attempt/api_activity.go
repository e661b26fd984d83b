package attempt

import (
	"context"
	"fmt"
	"time"

	"github.com/codecraft-hq/codecraft/internal/base/db"
	"github.com/codecraft-hq/codecraft/internal/base/errs"
	"github.com/codecraft-hq/codecraft/internal/base/identity"
	"github.com/codecraft-hq/codecraft/internal/base/ids"
	"github.com/codecraft-hq/codecraft/internal/base/jsonapi"
	"github.com/codecraft-hq/codecraft/internal/parts/listing"
)

// ActivityAttributes is the resource: one entry of an attempt's timeline.
type ActivityAttributes struct {
	Number   int            `json:"number" readOnly:"true" doc:"Counts the attempt's activities from 1"`
	Kind     string         `json:"kind" readOnly:"true" enum:"opened,started,item,language,paste,absence,run,submission,judged,finished" doc:"item: turned to a problem"`
	At       time.Time      `json:"at" readOnly:"true"`
	AnswerID string         `json:"answerId" readOnly:"true" doc:"Empty when it is about the attempt as a whole"`
	Data     map[string]any `json:"data" readOnly:"true" doc:"What the kind says of itself"`
}

// ResourceType is the JSON:API type.
func (ActivityAttributes) ResourceType() string { return "activities" }

// ActivityRelationships are an activity's.
type ActivityRelationships struct {
	Attempt jsonapi.One[AttemptAttributes] `json:"attempt" readOnly:"true"`
}

func (s *Service) registerActivities(api *jsonapi.API) {
	jsonapi.Register(api, jsonapi.Collection[ActivityAttributes, ActivityRelationships]{
		Read: identity.AnyOf(identity.AttemptsRead),
		Path: "/v1/activities", Tag: "attempts", PageSize: 100, MaxPage: 500, Filter: map[string][]string{"attempt": nil},
		List: s.apiListActivities,
	})
}

var activityPager = listing.OldestFirst("number", func(x *Activity) int { return x.Number })

func (s *Service) apiListActivities(ctx context.Context, q *jsonapi.Query) (jsonapi.Page[ActivityAttributes, ActivityRelationships], error) {
	var none jsonapi.Page[ActivityAttributes, ActivityRelationships]
	p, err := identity.Require(ctx, identity.AttemptsRead)
	if err != nil {
		return none, err
	}
	attempts := listing.Values(q, "attempt")
	if len(attempts) != 1 {
		return none, errs.New(errs.Malformed, "filter_missing", "say whose timeline: filter[attempt]=...").In("filter[attempt]")
	}
	if _, err := s.ByID(ctx, p.Organization, ids.Attempt(attempts[0])); err != nil {
		return none, err
	}
	where := db.Where("organization_id = ?", p.Organization).And("attempt_id = ?", attempts[0])
	return listing.Page(ctx, q, activityPager, where, s.pageActivities, func(all []Activity) (shown []jsonapi.Resource[ActivityAttributes, ActivityRelationships], _ error) {
		for _, activity := range all {
			shown = append(shown, jsonapi.Resource[ActivityAttributes, ActivityRelationships]{
				ID:            fmt.Sprintf("%s-%d", activity.Attempt, activity.Number),
				Attributes:    ActivityAttributes{activity.Number, activity.Kind, activity.At, string(activity.Answer), activity.Stored.V},
				Relationships: ActivityRelationships{jsonapi.ToOne[AttemptAttributes](string(activity.Attempt))},
			})
		}
		return shown, nil
	})
}
