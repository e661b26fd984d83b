package assessments

import (
	"context"
	"net/http"
	"time"

	"github.com/codecraft-hq/codecraft/internal/base/errs"
	"github.com/codecraft-hq/codecraft/internal/base/identity"
	"github.com/codecraft-hq/codecraft/internal/base/ids"
	"github.com/codecraft-hq/codecraft/internal/base/jsonapi"
	"github.com/codecraft-hq/codecraft/internal/parts/listing"
	"github.com/codecraft-hq/codecraft/internal/service/assessments/catalog"
)

// Invitation is the resource.
type Invitation struct {
	Email     string    `json:"email" minLength:"3" maxLength:"254" immutable:"true"`
	Name      string    `json:"name" maxLength:"200" required:"false" immutable:"true"`
	Link      string    `json:"link,omitempty" readOnly:"true" doc:"Only in the answer that made it; the mail has it too"`
	State     string    `json:"state" readOnly:"true" enum:"sent,opened,started,finished,revoked"`
	SentAt    time.Time `json:"sentAt" readOnly:"true"`
	AttemptID string    `json:"attemptId,omitempty" readOnly:"true"`
}

// ResourceType is the JSON:API type.
func (Invitation) ResourceType() string { return "invitations" }

type invitationResource = jsonapi.Resource[Invitation, catalog.OfAssessment]

// InvitationImport invites many people at once. It is made and answered, not kept.
type InvitationImport struct {
	Text        string           `json:"text" writeOnly:"true" minLength:"1" maxLength:"1000000" doc:"CSV, TSV, or a person a line: \"Name <address>\""`
	Created     int              `json:"created" readOnly:"true"`
	Skipped     int              `json:"skipped" readOnly:"true" doc:"Lines of people who stand in an earlier one, or are invited already"`
	Problems    []PersonLine     `json:"problems" readOnly:"true" doc:"Lines that could not be read"`
	Invitations []InvitationMade `json:"invitations" readOnly:"true"`
}

// InvitationPreview tells what an import would do, line by line. It is made and answered, not kept, and invites nobody.
type InvitationPreview struct {
	Text  string       `json:"text" writeOnly:"true" minLength:"1" maxLength:"1000000" doc:"As for an import"`
	Lines []PersonLine `json:"lines" readOnly:"true" doc:"In the order of the text; a line of several addresses is told of once for each"`
}

// ResourceType is the JSON:API type.
func (InvitationPreview) ResourceType() string { return "invitation-previews" }

type previewResource = jsonapi.Resource[InvitationPreview, catalog.OfAssessment]

// InvitationMade is one of an import.
type InvitationMade struct {
	ID    string `json:"id"`
	Email string `json:"email"`
	Name  string `json:"name"`
	Link  string `json:"link"`
}

// ResourceType is the JSON:API type.
func (InvitationImport) ResourceType() string { return "invitation-imports" }

type importResource = jsonapi.Resource[InvitationImport, catalog.OfAssessment]

func (s *Service) registerInvitations(api *jsonapi.API) {
	jsonapi.Register(api, jsonapi.Collection[Invitation, catalog.OfAssessment]{
		Path: "/v1/invitations", Tag: "invitations", MaxPage: 500,
		Read: identity.AnyOf(identity.AssessmentsRead), Write: identity.AnyOf(identity.AssessmentsWrite),
		Filter: map[string][]string{"assessment": nil, "state": nil},
		List:   s.apiListInvitations, Get: s.apiGetInvitations, Create: s.apiInvite,
		Delete: func(ctx context.Context, id string) error { return s.revoke(ctx, ids.Invitation(id)) },
	})
	jsonapi.Handle(api, jsonapi.Action{
		Method: http.MethodPost, Path: "/v1/invitation-imports", Name: "importInvitations", Tag: "invitations", Needs: identity.AnyOf(identity.AssessmentsWrite), Status: http.StatusCreated,
		Summary: "Invite many people from pasted or CSV text", MaxBody: 2 << 20,
	}, s.apiImport)
	jsonapi.Handle(api, jsonapi.Action{
		Method: http.MethodPost, Path: "/v1/invitation-previews", Name: "previewInvitations", Tag: "invitations", Needs: identity.AnyOf(identity.AssessmentsWrite), Status: http.StatusCreated,
		Summary: "See what an import of the text would do", MaxBody: 2 << 20,
	}, s.apiPreview)
}

var invitationPager = listing.NewestFirst("i.id", func(i *invitation) ids.Invitation { return i.ID })

func (s *Service) apiListInvitations(ctx context.Context, q *jsonapi.Query) (jsonapi.Page[Invitation, catalog.OfAssessment], error) {
	var none jsonapi.Page[Invitation, catalog.OfAssessment]
	p, err := identity.Require(ctx, identity.AssessmentsRead)
	if err != nil {
		return none, err
	}
	where := invitationsOf(p.Organization, listing.Values(q, "assessment"), listing.Values(q, "state"))
	return listing.Page(ctx, q, invitationPager, where, s.pageInvitations, func(all []invitation) ([]invitationResource, error) { return invitationResources(all), nil })
}

func (s *Service) apiGetInvitations(ctx context.Context, wanted []string) ([]invitationResource, error) {
	p, err := identity.Require(ctx, identity.AssessmentsRead)
	if err != nil {
		return nil, err
	}
	all, err := s.selectInvitations(ctx, p.Organization, listing.IDs[ids.Invitation](wanted))
	return invitationResources(all), err
}

func (s *Service) apiInvite(ctx context.Context, r *invitationResource) error {
	i, err := s.invite(ctx, ids.Assessment(r.Relationships.Assessment.ID), r.Attributes.Email, r.Attributes.Name)
	if err == nil {
		*r = invitationResources([]invitation{i})[0]
	}
	return err
}

func (s *Service) apiImport(ctx context.Context, in *importResource) (*importResource, error) {
	to, err := importedTo(in.Relationships)
	if err != nil {
		return nil, err
	}
	sent, lines, err := s.importPeople(ctx, to, in.Attributes.Text)
	if err != nil {
		return nil, err
	}
	x := InvitationImport{Created: len(sent), Problems: []PersonLine{}, Invitations: []InvitationMade{}}
	for _, line := range lines {
		switch line.Result {
		case lineMerged:
			x.Skipped++
		case lineRefused:
			x.Problems = append(x.Problems, line)
		}
	}
	for _, i := range sent {
		x.Invitations = append(x.Invitations, InvitationMade{string(i.ID), i.Email, i.Name, i.Link})
	}
	return &importResource{ID: ids.New[string](), Relationships: in.Relationships, Attributes: x}, nil
}

func (s *Service) apiPreview(ctx context.Context, in *previewResource) (*previewResource, error) {
	to, err := importedTo(in.Relationships)
	if err != nil {
		return nil, err
	}
	lines, err := s.previewPeople(ctx, to, in.Attributes.Text)
	if err != nil {
		return nil, err
	}
	return &previewResource{ID: ids.New[string](), Relationships: in.Relationships, Attributes: InvitationPreview{Lines: append([]PersonLine{}, lines...)}}, nil
}

func importedTo(r catalog.OfAssessment) (ids.Assessment, error) {
	if r.Assessment.ID == "" {
		return "", errs.New(errs.Invalid, "assessment_missing", "say which assessment people are invited to").At("/data/relationships/assessment")
	}
	return ids.Assessment(r.Assessment.ID), nil
}

func invitationResources(all []invitation) []invitationResource {
	resources := make([]invitationResource, len(all))
	for n, i := range all {
		x := Invitation{Email: i.Email, Name: i.Name, Link: i.Link, State: i.State, SentAt: i.SentAt}
		if i.Attempt != nil {
			x.AttemptID = *i.Attempt
		}
		resources[n] = invitationResource{
			ID: string(i.ID), Attributes: x, Relationships: catalog.OfAssessment{Assessment: jsonapi.ToOne[catalog.AssessmentAttributes](string(i.Assessment))},
		}
	}
	return resources
}
