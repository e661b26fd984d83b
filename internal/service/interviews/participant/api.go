package participant

import (
	"context"
	"net/http"
	"strconv"

	"github.com/codecraft-hq/codecraft/internal/base/db"
	"github.com/codecraft-hq/codecraft/internal/base/httpx"
	"github.com/codecraft-hq/codecraft/internal/base/identity"
	"github.com/codecraft-hq/codecraft/internal/base/ids"
	"github.com/codecraft-hq/codecraft/internal/base/jsonapi"
	"github.com/codecraft-hq/codecraft/internal/parts/listing"
	"github.com/codecraft-hq/codecraft/internal/service/interviews/schedule"
)

// ParticipantAttributes is the resource. What only staff see is absent for guests.
type ParticipantAttributes struct {
	Name    string `json:"name" maxLength:"200" required:"false" immutable:"true"`
	Email   string `json:"email,omitempty" minLength:"3" maxLength:"254" required:"false" immutable:"true" doc:"Staff only; needed to invite somebody"`
	Role    string `json:"role" enum:"candidate,interviewer,observer" default:"candidate" required:"false" immutable:"true" doc:"An observer sees and hears, and is seen in the list of those present"`
	State   string `json:"state" enum:"invited,waiting,admitted,removed" default:"invited" required:"false" doc:"Whoever holds the interview sets admitted and removed"`
	Link    string `json:"link,omitempty" readOnly:"true" doc:"Only in the answer that made it; the mail has it too"`
	Consent string `json:"consent" readOnly:"true" enum:",given,refused" doc:"To being recorded; empty until it was asked for"`
	Here    bool   `json:"here" readOnly:"true" doc:"In the lobby or in the room at this moment"`
	Member  bool   `json:"member" readOnly:"true" doc:"Of the organization: came without a link"`
	Self    bool   `json:"self" readOnly:"true" doc:"The member who asks; guests are told of their own when they come in"`
}

// ResourceType is the JSON:API type.
func (ParticipantAttributes) ResourceType() string { return "interview-participants" }

// OfInterview says which one.
type OfInterview struct {
	Interview jsonapi.One[schedule.InterviewAttributes] `json:"interview" required:"true" immutable:"true"`
}

// Resource is one of them.
type Resource = jsonapi.Resource[ParticipantAttributes, OfInterview]

// LinkAttributes is a new link of a participant. It is made and answered, not kept: only its hash is.
type LinkAttributes struct {
	Link string `json:"link" readOnly:"true" doc:"It takes the place of the link before, which opens nothing any more"`
}

// ResourceType is the JSON:API type.
func (LinkAttributes) ResourceType() string { return "interview-links" }

// OfParticipant says whose.
type OfParticipant struct {
	Participant jsonapi.One[ParticipantAttributes] `json:"participant" required:"true"`
}

type linkResource = jsonapi.Resource[LinkAttributes, OfParticipant]

// EntryAttributes opens an interview with a link. It is made and answered, not kept.
type EntryAttributes struct {
	InvitationToken string `json:"invitationToken" writeOnly:"true" minLength:"10" maxLength:"100" doc:"The last part of the link"`
	UseCookies      bool   `json:"useCookies" writeOnly:"true" required:"false" doc:"Keep the session in cookies, for browsers"`
	AccessToken     string `json:"accessToken,omitempty" readOnly:"true" doc:"Without useCookies"`
	RefreshToken    string `json:"refreshToken,omitempty" readOnly:"true" doc:"Likewise"`
	ParticipantID   string `json:"participantId" readOnly:"true"`
	InterviewID     string `json:"interviewId" readOnly:"true"`
}

// ResourceType is the JSON:API type.
func (EntryAttributes) ResourceType() string { return "interview-entries" }

type entryResource = jsonapi.Resource[EntryAttributes, jsonapi.None]

// Register mounts the room's endpoints.
func (s *Service) Register(api *jsonapi.API) {
	jsonapi.Register(api, jsonapi.Collection[ParticipantAttributes, OfInterview]{
		Path: "/v1/interview-participants", Tag: "interviews", MaxPage: 200,
		Read: schedule.Readers, Write: identity.AnyOf(identity.InterviewsWrite),
		Needs:  map[string]identity.Needs{"update": identity.AnyOf(identity.InterviewsHold, identity.InterviewTake)},
		Filter: map[string][]string{"interview": nil},
		List:   s.apiList, Get: s.apiGet, Create: s.apiInvite, Update: s.apiSetState,
		Delete: func(ctx context.Context, id string) error { return s.Delete(ctx, ids.Participant(id)) },
	})
	jsonapi.Handle(api, jsonapi.Action{
		Method: http.MethodPost, Path: "/v1/interview-links", Name: "makeInterviewLink", Tag: "interviews", Needs: identity.AnyOf(identity.InterviewsWrite), Status: http.StatusCreated,
		Summary: "Make a new link for a participant and mail it; the one before opens nothing any more",
	}, s.apiNewLink)
	jsonapi.Handle(api, jsonapi.Action{
		Method: http.MethodPost, Path: "/v1/interview-entries", Name: "enterInterview", Tag: "interviews", Public: true, Status: http.StatusCreated,
		Summary: "Open an interview with the link of an invitation",
	}, s.apiEnter)
}

var pager = listing.OldestFirst("id", func(p *Participant) ids.Participant { return p.ID })

// apiList lists those of interviews that who asks may see.
func (s *Service) apiList(ctx context.Context, q *jsonapi.Query) (jsonapi.Page[ParticipantAttributes, OfInterview], error) {
	var none jsonapi.Page[ParticipantAttributes, OfInterview]
	wanted, err := listing.Required(q, "interview")
	if err != nil {
		return none, err
	}
	visible, err := s.schedule.Visible(ctx, listing.IDs[ids.Interview](wanted))
	if err != nil {
		return none, err
	}
	var seen []ids.Interview
	for _, i := range visible {
		seen = append(seen, i.ID)
	}
	where := db.In(db.Where("organization_id = ?", identity.From(ctx).Organization), "interview_id", seen)
	return listing.Page(ctx, q, pager, where, s.page, func(all []Participant) ([]Resource, error) { return s.Resources(ctx, all), nil })
}

func (s *Service) apiGet(ctx context.Context, wanted []string) ([]Resource, error) {
	if err := identity.Admit(ctx, schedule.Readers); err != nil {
		return nil, err
	}
	p := identity.From(ctx)
	all, err := s.byIDs(ctx, p.Organization, listing.IDs[ids.Participant](wanted))
	if err != nil {
		return nil, err
	}
	visible := all[:0]
	for _, x := range all {
		if p.Role != identity.Guest || p.Place.Interview() == x.Interview {
			visible = append(visible, x)
		}
	}
	return s.Resources(ctx, visible), nil
}

func (s *Service) apiInvite(ctx context.Context, r *Resource) error {
	invited, err := s.Invite(ctx, Participant{
		Interview: ids.Interview(r.Relationships.Interview.ID), Role: r.Attributes.Role, Name: r.Attributes.Name, Email: r.Attributes.Email,
	})
	if err == nil {
		*r = s.Resources(ctx, []Participant{invited})[0]
	}
	return err
}

func (s *Service) apiSetState(ctx context.Context, r *Resource, _ jsonapi.Changes) error {
	changed, err := s.SetState(ctx, ids.Participant(r.ID), r.Attributes.State)
	if err == nil {
		*r = s.Resources(ctx, []Participant{changed})[0]
	}
	return err
}

func (s *Service) apiNewLink(ctx context.Context, in *linkResource) (*linkResource, error) {
	invited, err := s.NewLink(ctx, ids.Participant(in.Relationships.Participant.ID))
	if err != nil {
		return nil, err
	}
	in.ID, in.Attributes.Link = ids.New[string](), invited.Link
	return in, nil
}

func (s *Service) apiEnter(ctx context.Context, in *entryResource) (*entryResource, error) {
	participant, tokens, err := s.Enter(ctx, in.Attributes.InvitationToken)
	if err != nil {
		return nil, err
	}
	out := &entryResource{ID: ids.New[string](), Attributes: EntryAttributes{ParticipantID: string(participant.ID), InterviewID: string(participant.Interview)}}
	if in.Attributes.UseCookies {
		now := s.now()
		s.cookies.Set(jsonapi.Header(ctx), httpx.Session{
			Access: tokens.AccessToken, AccessFor: tokens.AccessExpiresAt.Sub(now), Refresh: tokens.RefreshToken, RefreshFor: tokens.RefreshExpiresAt.Sub(now),
		})
		return out, nil
	}
	out.Attributes.AccessToken, out.Attributes.RefreshToken = tokens.AccessToken, tokens.RefreshToken
	return out, nil
}

// Resources shows them to who asks: guests see neither addresses nor who is not there.
func (s *Service) Resources(ctx context.Context, all []Participant) []Resource {
	now, asks := s.now(), identity.From(ctx)
	guest := asks.Role == identity.Guest
	resources := make([]Resource, len(all))
	for n, p := range all {
		x := ParticipantAttributes{
			Name: p.Name, Email: p.Email, Role: p.Role, State: p.State, Link: p.Link, Consent: p.Consent, Here: p.Here(now), Member: p.User != "",
			Self: p.User != "" && p.User == asks.User,
		}
		if guest || p.User != "" {
			x.Email = ""
		}
		resources[n] = Resource{
			ID: string(p.ID), Version: strconv.Itoa(p.Revision), Attributes: x,
			Relationships: OfInterview{Interview: jsonapi.ToOne[schedule.InterviewAttributes](string(p.Interview))},
		}
	}
	return resources
}
