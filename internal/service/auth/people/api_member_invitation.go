package people

import (
	"context"
	"errors"
	"net/http"
	"time"

	"github.com/codecraft-hq/codecraft/internal/base/db"
	"github.com/codecraft-hq/codecraft/internal/base/identity"
	"github.com/codecraft-hq/codecraft/internal/base/ids"
	"github.com/codecraft-hq/codecraft/internal/base/jsonapi"
	contract "github.com/codecraft-hq/codecraft/internal/contract/auth"
	"github.com/codecraft-hq/codecraft/internal/parts/listing"
)

// MemberInvitationAttributes is an invitation by mail to join the organization.
type MemberInvitationAttributes struct {
	Email     string        `json:"email" maxLength:"254"`
	Role      identity.Role `json:"role" enum:"owner,admin,author,recruiter,interviewer"`
	State     string        `json:"state" readOnly:"true" enum:"pending,expired"`
	CreatedAt time.Time     `json:"createdAt" readOnly:"true"`
	ExpiresAt time.Time     `json:"expiresAt" readOnly:"true"`
}

// ResourceType implements jsonapi.Named.
func (MemberInvitationAttributes) ResourceType() string { return "member-invitations" }

// MemberInvitationRelationships says who invited.
type MemberInvitationRelationships struct {
	InvitedBy jsonapi.One[UserAttributes] `json:"invitedBy" readOnly:"true"`
}

type memberInvitationResource = jsonapi.Resource[MemberInvitationAttributes, MemberInvitationRelationships]

// MemberInvitationPreviewAttributes is what the addressee of an invitation reads before joining: whoever holds the link
// from the mail has the mailbox.
type MemberInvitationPreviewAttributes struct {
	Token            string        `json:"token" writeOnly:"true" maxLength:"200" doc:"From the link in the mail"`
	Email            string        `json:"email" readOnly:"true" doc:"Whom the invitation was sent to"`
	Role             identity.Role `json:"role" readOnly:"true" enum:"owner,admin,author,recruiter,interviewer"`
	OrganizationName string        `json:"organizationName" readOnly:"true"`
	InvitedBy        string        `json:"invitedBy" readOnly:"true" doc:"The name of who invited"`
	HasAccount       bool          `json:"hasAccount" readOnly:"true" doc:"There is an account with the address: its password is asked for"`
	Name             string        `json:"name" readOnly:"true" doc:"Of the account; empty without one"`
	ExpiresAt        time.Time     `json:"expiresAt" readOnly:"true"`
}

// ResourceType implements jsonapi.Named.
func (MemberInvitationPreviewAttributes) ResourceType() string { return "member-invitation-previews" }

type memberInvitationPreview = jsonapi.Resource[MemberInvitationPreviewAttributes, jsonapi.None]

func (s *Service) showMemberInvitation(invitation *MemberInvitation) memberInvitationResource {
	state := "pending"
	if !s.now().Before(invitation.ExpiresAt) {
		state = "expired"
	}
	return memberInvitationResource{
		ID:            string(invitation.ID),
		Attributes:    MemberInvitationAttributes{Email: invitation.Email, Role: invitation.Role, State: state, CreatedAt: invitation.CreatedAt, ExpiresAt: invitation.ExpiresAt},
		Relationships: MemberInvitationRelationships{InvitedBy: jsonapi.ToOne[UserAttributes](string(invitation.InvitedBy))},
	}
}

var memberInvitationPager = listing.NewestFirst("id", func(invitation *MemberInvitation) ids.MemberInvitation { return invitation.ID })

func (s *Service) registerMemberInvitations(api *jsonapi.API) {
	jsonapi.Register(api, jsonapi.Collection[MemberInvitationAttributes, MemberInvitationRelationships]{
		Path: "/v1/member-invitations", Tag: tag,
		Read: identity.AnyOf(identity.MembersManage), Write: identity.AnyOf(identity.MembersManage),
		List: func(ctx context.Context, q *jsonapi.Query) (jsonapi.Page[MemberInvitationAttributes, MemberInvitationRelationships], error) {
			return listing.Page(ctx, q, memberInvitationPager, new(db.Conditions), s.ListMemberInvitations, listing.Each(s.showMemberInvitation))
		},
		Get: func(ctx context.Context, wanted []string) ([]memberInvitationResource, error) {
			rows, err := s.MemberInvitations(ctx, wanted)
			return listing.Show(rows, s.showMemberInvitation), err
		},
		Create: func(ctx context.Context, r *memberInvitationResource) error {
			invitation, err := s.InviteMember(ctx, r.Attributes.Email, r.Attributes.Role)
			*r = s.showMemberInvitation(&invitation)
			return err
		},
		Delete: func(ctx context.Context, id string) error {
			return s.WithdrawMemberInvitation(ctx, ids.MemberInvitation(id))
		},
	})
	jsonapi.Handle(api, jsonapi.Action{
		Method: http.MethodPost, Path: "/v1/member-invitation-previews", Name: "previewMemberInvitation", Tag: tag, Public: true,
		Summary: "Read an invitation with the token from its mail; one that lets nobody in any more answers 410 and says why",
	}, s.apiPreviewInvitation)
}

func (s *Service) apiPreviewInvitation(ctx context.Context, in *memberInvitationPreview) (*memberInvitationPreview, error) {
	invitation, err := s.openInvitation(ctx, in.Attributes.Token, "/data/attributes/token")
	if err != nil {
		return nil, err
	}
	names, err := s.Names(ctx, contract.NamesOf{Organization: invitation.Organization, User: invitation.InvitedBy})
	if err != nil {
		return nil, err
	}
	person, err := s.users.ByEmail(ctx, invitation.Email)
	if err != nil && !errors.Is(err, db.ErrNoRows) {
		return nil, err
	}
	return &memberInvitationPreview{ID: string(invitation.ID), Attributes: MemberInvitationPreviewAttributes{
		Email: invitation.Email, Role: invitation.Role, OrganizationName: names.Organization, InvitedBy: names.User,
		HasAccount: err == nil, Name: person.Name, ExpiresAt: invitation.ExpiresAt,
	}}, nil
}
