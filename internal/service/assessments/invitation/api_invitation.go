package invitation

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

// InvitationAttributes is the resource.
type InvitationAttributes struct {
	Email     string    `json:"email" minLength:"3" maxLength:"254" immutable:"true"`
	Name      string    `json:"name" maxLength:"200" required:"false" immutable:"true"`
	Link      string    `json:"link,omitempty" readOnly:"true" doc:"Only in the answer that made it; the mail has it too"`
	State     string    `json:"state" readOnly:"true" enum:"sent,opened,started,finished,revoked"`
	SentAt    time.Time `json:"sentAt" readOnly:"true"`
	AttemptID string    `json:"attemptId,omitempty" readOnly:"true"`
}

// ResourceType is the JSON:API type.
func (InvitationAttributes) ResourceType() string { return "invitations" }

type resource = jsonapi.Resource[InvitationAttributes, catalog.OfAssessment]

// ImportAttributes invites many people at once. It is made and answered, not kept.
type ImportAttributes struct {
	Text        string           `json:"text" writeOnly:"true" minLength:"1" maxLength:"1000000" doc:"CSV, TSV, or a person a line: \"Name <address>\""`
	Created     int              `json:"created" readOnly:"true"`
	Skipped     int              `json:"skipped" readOnly:"true" doc:"Lines of people who stand in an earlier one, or are invited already"`
	Problems    []PersonLine     `json:"problems" readOnly:"true" doc:"Lines that could not be read"`
	Invitations []InvitationMade `json:"invitations" readOnly:"true"`
}

// PreviewAttributes tells what an import would do, line by line. It is made and answered, not kept, and invites nobody.
type PreviewAttributes struct {
	Text  string       `json:"text" writeOnly:"true" minLength:"1" maxLength:"1000000" doc:"As for an import"`
	Lines []PersonLine `json:"lines" readOnly:"true" doc:"In the order of the text; a line of several addresses is told of once for each"`
}

// ResourceType is the JSON:API type.
func (PreviewAttributes) ResourceType() string { return "invitation-previews" }

type previewResource = jsonapi.Resource[PreviewAttributes, catalog.OfAssessment]

// InvitationMade is one of an import.
type InvitationMade struct {
	ID    string `json:"id"`
	Email string `json:"email"`
	Name  string `json:"name"`
	Link  string `json:"link"`
}

// ResourceType is the JSON:API type.
func (ImportAttributes) ResourceType() string { return "invitation-imports" }

type importResource = jsonapi.Resource[ImportAttributes, catalog.OfAssessment]

func (s *Service) registerInvitations(api *jsonapi.API) {
	jsonapi.Register(api, jsonapi.Collection[InvitationAttributes, catalog.OfAssessment]{
		Path: "/v1/invitations", Tag: "invitations", MaxPage: 500,
		Read: identity.AnyOf(identity.AssessmentsRead), Write: identity.AnyOf(identity.AssessmentsWrite),
		Filter: map[string][]string{"assessment": nil, "state": nil},
		List:   s.apiList, Get: s.apiGet, Create: s.apiInvite,
		Delete: func(ctx context.Context, id string) error { return s.Revoke(ctx, ids.Invitation(id)) },
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

var pager = listing.NewestFirst("i.id", func(i *Invitation) ids.Invitation { return i.ID })

func (s *Service) apiList(ctx context.Context, q *jsonapi.Query) (jsonapi.Page[InvitationAttributes, catalog.OfAssessment], error) {
	var none jsonapi.Page[InvitationAttributes, catalog.OfAssessment]
	p, err := identity.Require(ctx, identity.AssessmentsRead)
	if err != nil {
		return none, err
	}
	where := narrowed(p.Organization, listing.Values(q, "assessment"), listing.Values(q, "state"))
	return listing.Page(ctx, q, pager, where, s.page, func(all []Invitation) ([]resource, error) { return resources(all), nil })
}

func (s *Service) apiGet(ctx context.Context, wanted []string) ([]resource, error) {
	p, err := identity.Require(ctx, identity.AssessmentsRead)
	if err != nil {
		return nil, err
	}
	all, err := s.byIDs(ctx, p.Organization, listing.IDs[ids.Invitation](wanted))
	return resources(all), err
}

func (s *Service) apiInvite(ctx context.Context, r *resource) error {
	i, err := s.Invite(ctx, ids.Assessment(r.Relationships.Assessment.ID), r.Attributes.Email, r.Attributes.Name)
	if err == nil {
		*r = resources([]Invitation{i})[0]
	}
	return err
}

func (s *Service) apiImport(ctx context.Context, in *importResource) (*importResource, error) {
	to, err := importedTo(in.Relationships)
	if err != nil {
		return nil, err
	}
	sent, lines, err := s.Import(ctx, to, in.Attributes.Text)
	if err != nil {
		return nil, err
	}
	x := ImportAttributes{Created: len(sent), Problems: []PersonLine{}, Invitations: []InvitationMade{}}
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
	lines, err := s.Preview(ctx, to, in.Attributes.Text)
	if err != nil {
		return nil, err
	}
	return &previewResource{ID: ids.New[string](), Relationships: in.Relationships, Attributes: PreviewAttributes{Lines: append([]PersonLine{}, lines...)}}, nil
}

func importedTo(r catalog.OfAssessment) (ids.Assessment, error) {
	if r.Assessment.ID == "" {
		return "", errs.New(errs.Invalid, "assessment_missing", "say which assessment people are invited to").At("/data/relationships/assessment")
	}
	return ids.Assessment(r.Assessment.ID), nil
}

func resources(all []Invitation) []resource {
	resources := make([]resource, len(all))
	for n, invitation := range all {
		x := InvitationAttributes{Email: invitation.Email, Name: invitation.Name, Link: invitation.Link, State: invitation.State, SentAt: invitation.SentAt}
		if invitation.Attempt != nil {
			x.AttemptID = *invitation.Attempt
		}
		resources[n] = resource{
			ID: string(invitation.ID), Attributes: x, Relationships: catalog.OfAssessment{Assessment: jsonapi.ToOne[catalog.AssessmentAttributes](string(invitation.Assessment))},
		}
	}
	return resources
}
