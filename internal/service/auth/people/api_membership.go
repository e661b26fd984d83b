package people

import (
	"context"
	"time"

	"github.com/codecraft-hq/codecraft/internal/base/db"
	"github.com/codecraft-hq/codecraft/internal/base/identity"
	"github.com/codecraft-hq/codecraft/internal/base/ids"
	"github.com/codecraft-hq/codecraft/internal/base/jsonapi"
	"github.com/codecraft-hq/codecraft/internal/parts/listing"
)

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

func showMembership(membership *Membership) membershipResource {
	return membershipResource{
		ID: string(membership.ID), Version: versionOf(membership.Revision),
		Attributes: MembershipAttributes{Role: membership.Role, Name: membership.Name, Email: membership.Email, JoinedAt: membership.CreatedAt},
		Relationships: MembershipRelationships{
			User: jsonapi.ToOne[UserAttributes](string(membership.User)), Organization: jsonapi.ToOne[OrganizationAttributes](string(membership.Organization)),
		},
	}
}

var membershipPager = listing.OldestFirst("m.id", func(membership *Membership) ids.Membership { return membership.ID })

func (s *Service) registerMemberships(api *jsonapi.API) {
	jsonapi.Register(api, jsonapi.Collection[MembershipAttributes, MembershipRelationships]{
		Path: "/v1/memberships", Tag: tag,
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
			membership, err := s.ChangeRole(ctx, ids.Membership(r.ID), r.Attributes.Role, listing.Revision(r.Version))
			*r = showMembership(&membership)
			return err
		},
		Delete: func(ctx context.Context, id string) error { return s.RemoveMember(ctx, ids.Membership(id)) },
	})
}
