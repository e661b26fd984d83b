package invitation

import (
	"context"
	"net/http"

	"github.com/codecraft-hq/codecraft/internal/base/identity"
	"github.com/codecraft-hq/codecraft/internal/base/ids"
	"github.com/codecraft-hq/codecraft/internal/base/jsonapi"
)

// LinkAttributes is one more link of an invitation. It is made and answered, not kept: only its hash is.
type LinkAttributes struct {
	Mailed bool   `json:"mailed" required:"false" doc:"Send the candidate the mail again, with this link; three times an hour at most"`
	Link   string `json:"link" readOnly:"true" doc:"It opens the same attempt as the links before, which stay good"`
}

// ResourceType is the JSON:API type.
func (LinkAttributes) ResourceType() string { return "invitation-links" }

// OfInvitation says which one.
type OfInvitation struct {
	Invitation jsonapi.One[InvitationAttributes] `json:"invitation" required:"true"`
}

type linkResource = jsonapi.Resource[LinkAttributes, OfInvitation]

func (s *Service) registerLinks(api *jsonapi.API) {
	jsonapi.Handle(api, jsonapi.Action{
		Method: http.MethodPost, Path: "/v1/invitation-links", Name: "makeInvitationLink", Tag: "invitations", Needs: identity.AnyOf(identity.AssessmentsWrite), Status: http.StatusCreated,
		Summary: "Make one more link of an invitation, and mail it when asked to",
	}, s.apiMakeLink)
}

func (s *Service) apiMakeLink(ctx context.Context, in *linkResource) (*linkResource, error) {
	link, err := s.MakeLink(ctx, ids.Invitation(in.Relationships.Invitation.ID), in.Attributes.Mailed)
	if err != nil {
		return nil, err
	}
	in.ID, in.Attributes.Link = ids.New[string](), link
	return in, nil
}
