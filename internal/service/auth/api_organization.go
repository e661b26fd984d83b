package auth

import (
	"context"
	"errors"
	"net/http"
	"slices"
	"time"

	"github.com/codecraft-hq/codecraft/internal/base/db"
	"github.com/codecraft-hq/codecraft/internal/base/identity"
	"github.com/codecraft-hq/codecraft/internal/base/ids"
	"github.com/codecraft-hq/codecraft/internal/base/jsonapi"
	contract "github.com/codecraft-hq/codecraft/internal/contract/auth"
	"github.com/codecraft-hq/codecraft/internal/parts/listing"
)

// OrganizationAttributes is a company or a university.
type OrganizationAttributes struct {
	Name      string    `json:"name" minLength:"1" maxLength:"400" doc:"At most 120 characters after trimming"`
	CreatedAt time.Time `json:"createdAt" readOnly:"true"`
}

// ResourceType implements jsonapi.Named.
func (OrganizationAttributes) ResourceType() string { return "organizations" }

type organizationResource = jsonapi.Resource[OrganizationAttributes, jsonapi.None]

// MembershipAttributes is a user's place in an organization.
type MembershipAttributes struct {
	Role     identity.Role `json:"role" enum:"owner,admin,author,recruiter,interviewer"`
	Name     string        `json:"name" readOnly:"true"`
	Email    string        `json:"email" readOnly:"true"`
	JoinedAt time.Time     `json:"joinedAt" readOnly:"true"`
}

// ResourceType implements jsonapi.Named.
func (MembershipAttributes) ResourceType() string { return "memberships" }

// MembershipRelationships says whose and where.
type MembershipRelationships struct {
	User         jsonapi.One[UserAttributes]         `json:"user" readOnly:"true"`
	Organization jsonapi.One[OrganizationAttributes] `json:"organization" readOnly:"true"`
}

type membershipResource = jsonapi.Resource[MembershipAttributes, MembershipRelationships]

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
	Role             identity.Role `json:"role" readOnly:"true"`
	OrganizationName string        `json:"organizationName" readOnly:"true"`
	InvitedBy        string        `json:"invitedBy" readOnly:"true" doc:"The name of who invited"`
	HasAccount       bool          `json:"hasAccount" readOnly:"true" doc:"There is an account with the address: its password is asked for"`
	Name             string        `json:"name" readOnly:"true" doc:"Of the account; empty without one"`
	ExpiresAt        time.Time     `json:"expiresAt" readOnly:"true"`
}

// ResourceType implements jsonapi.Named.
func (MemberInvitationPreviewAttributes) ResourceType() string { return "member-invitation-previews" }

type memberInvitationPreview = jsonapi.Resource[MemberInvitationPreviewAttributes, jsonapi.None]

func showOrganization(o *organization) organizationResource {
	return organizationResource{
		ID: string(o.ID), Version: versionOf(o.Revision),
		Attributes: OrganizationAttributes{Name: o.Name, CreatedAt: o.CreatedAt},
	}
}

func showMembership(m *membership) membershipResource {
	return membershipResource{
		ID: string(m.ID), Version: versionOf(m.Revision),
		Attributes: MembershipAttributes{Role: m.Role, Name: m.Name, Email: m.Email, JoinedAt: m.CreatedAt},
		Relationships: MembershipRelationships{
			User: jsonapi.ToOne[UserAttributes](string(m.User)), Organization: jsonapi.ToOne[OrganizationAttributes](string(m.Organization)),
		},
	}
}

func (s *Service) showMemberInvitation(i *memberInvitation) memberInvitationResource {
	state := "pending"
	if !s.now().Before(i.ExpiresAt) {
		state = "expired"
	}
	return memberInvitationResource{
		ID:            string(i.ID),
		Attributes:    MemberInvitationAttributes{Email: i.Email, Role: i.Role, State: state, CreatedAt: i.CreatedAt, ExpiresAt: i.ExpiresAt},
		Relationships: MemberInvitationRelationships{InvitedBy: jsonapi.ToOne[UserAttributes](string(i.InvitedBy))},
	}
}

var (
	organizationPager     = listing.OldestFirst("o.id", func(o *organization) ids.Organization { return o.ID })
	membershipPager       = listing.OldestFirst("m.id", func(m *membership) ids.Membership { return m.ID })
	memberInvitationPager = listing.NewestFirst("id", func(i *memberInvitation) ids.MemberInvitation { return i.ID })
)

func (s *Service) registerOrganizations(api *jsonapi.API) {
	jsonapi.Register(api, jsonapi.Collection[OrganizationAttributes, jsonapi.None]{
		Path: "/v1/organizations", Tag: tagPeople,
		Read: identity.AnyOf(identity.OrganizationRead), Write: identity.AnyOf(identity.OrganizationManage),
		List: func(ctx context.Context, q *jsonapi.Query) (jsonapi.Page[OrganizationAttributes, jsonapi.None], error) {
			return listing.Page(ctx, q, organizationPager, new(db.Conditions), s.listOrganizations, listing.Each(showOrganization))
		},
		Get: func(ctx context.Context, wanted []string) ([]organizationResource, error) {
			rows, err := s.Organizations(ctx)
			rows = slices.DeleteFunc(rows, func(o organization) bool { return !slices.Contains(wanted, string(o.ID)) })
			return listing.Show(rows, showOrganization), err
		},
		Update: func(ctx context.Context, r *organizationResource, _ jsonapi.Changes) error {
			o, err := s.RenameOrganization(ctx, ids.Organization(r.ID), r.Attributes.Name, listing.Revision(r.Version))
			*r = showOrganization(&o)
			return err
		},
	})
}

func (s *Service) registerMemberships(api *jsonapi.API) {
	jsonapi.Register(api, jsonapi.Collection[MembershipAttributes, MembershipRelationships]{
		Path: "/v1/memberships", Tag: tagPeople,
		Read: identity.AnyOf(identity.MembersRead), Write: identity.AnyOf(identity.MembersManage),
		Needs: map[string]identity.Needs{"delete": identity.AnyOf(identity.OrganizationRead)}, // anybody may leave
		List: func(ctx context.Context, q *jsonapi.Query) (jsonapi.Page[MembershipAttributes, MembershipRelationships], error) {
			return listing.Page(ctx, q, membershipPager, new(db.Conditions), s.ListMemberships, listing.Each(showMembership))
		},
		Get: func(ctx context.Context, wanted []string) ([]membershipResource, error) {
			rows, err := s.Memberships(ctx, wanted)
			return listing.Show(rows, showMembership), err
		},
		Update: func(ctx context.Context, r *membershipResource, _ jsonapi.Changes) error {
			m, err := s.ChangeRole(ctx, ids.Membership(r.ID), r.Attributes.Role, listing.Revision(r.Version))
			*r = showMembership(&m)
			return err
		},
		Delete: func(ctx context.Context, id string) error { return s.RemoveMember(ctx, ids.Membership(id)) },
	})
}

func (s *Service) registerMemberInvitations(api *jsonapi.API) {
	jsonapi.Register(api, jsonapi.Collection[MemberInvitationAttributes, MemberInvitationRelationships]{
		Path: "/v1/member-invitations", Tag: tagPeople,
		Read: identity.AnyOf(identity.MembersManage), Write: identity.AnyOf(identity.MembersManage),
		List: func(ctx context.Context, q *jsonapi.Query) (jsonapi.Page[MemberInvitationAttributes, MemberInvitationRelationships], error) {
			return listing.Page(ctx, q, memberInvitationPager, new(db.Conditions), s.ListMemberInvitations, listing.Each(s.showMemberInvitation))
		},
		Get: func(ctx context.Context, wanted []string) ([]memberInvitationResource, error) {
			rows, err := s.MemberInvitations(ctx, wanted)
			return listing.Show(rows, s.showMemberInvitation), err
		},
		Create: func(ctx context.Context, r *memberInvitationResource) error {
			i, err := s.InviteMember(ctx, r.Attributes.Email, r.Attributes.Role)
			*r = s.showMemberInvitation(&i)
			return err
		},
		Delete: func(ctx context.Context, id string) error {
			return s.WithdrawMemberInvitation(ctx, ids.MemberInvitation(id))
		},
	})
	jsonapi.Handle(api, jsonapi.Action{
		Method: http.MethodPost, Path: "/v1/member-invitation-previews", Name: "previewMemberInvitation", Tag: tagPeople, Public: true,
		Summary: "Read an invitation with the token from its mail; one that lets nobody in any more answers 410 and says why",
	}, s.apiPreviewInvitation)
}

func (s *Service) apiPreviewInvitation(ctx context.Context, in *memberInvitationPreview) (*memberInvitationPreview, error) {
	i, err := s.openInvitation(ctx, in.Attributes.Token, "/data/attributes/token")
	if err != nil {
		return nil, err
	}
	names, err := s.Names(ctx, contract.NamesOf{Organization: i.Organization, User: i.InvitedBy})
	if err != nil {
		return nil, err
	}
	u, err := s.userByEmail(ctx, i.Email)
	if err != nil && !errors.Is(err, db.ErrNoRows) {
		return nil, err
	}
	return &memberInvitationPreview{ID: string(i.ID), Attributes: MemberInvitationPreviewAttributes{
		Email: i.Email, Role: i.Role, OrganizationName: names.Organization, InvitedBy: names.User,
		HasAccount: err == nil, Name: u.Name, ExpiresAt: i.ExpiresAt,
	}}, nil
}
