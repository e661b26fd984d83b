package people

import (
	"context"
	"slices"
	"time"

	"github.com/codecraft-hq/codecraft/internal/base/db"
	"github.com/codecraft-hq/codecraft/internal/base/identity"
	"github.com/codecraft-hq/codecraft/internal/base/ids"
	"github.com/codecraft-hq/codecraft/internal/base/jsonapi"
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

func showOrganization(organization *Organization) organizationResource {
	return organizationResource{
		ID: string(organization.ID), Version: versionOf(organization.Revision),
		Attributes: OrganizationAttributes{Name: organization.Name, CreatedAt: organization.CreatedAt},
	}
}

var organizationPager = listing.OldestFirst("o.id", func(organization *Organization) ids.Organization { return organization.ID })

func (s *Service) registerOrganizations(api *jsonapi.API) {
	jsonapi.Register(api, jsonapi.Collection[OrganizationAttributes, jsonapi.None]{
		Path: "/v1/organizations", Tag: tag,
		Read: identity.AnyOf(identity.OrganizationRead), Write: identity.AnyOf(identity.OrganizationManage),
		List: func(ctx context.Context, q *jsonapi.Query) (jsonapi.Page[OrganizationAttributes, jsonapi.None], error) {
			return listing.Page(ctx, q, organizationPager, new(db.Conditions), s.listOrganizations, listing.Each(showOrganization))
		},
		Get: func(ctx context.Context, wanted []string) ([]organizationResource, error) {
			rows, err := s.Organizations(ctx)
			rows = slices.DeleteFunc(rows, func(organization Organization) bool { return !slices.Contains(wanted, string(organization.ID)) })
			return listing.Show(rows, showOrganization), err
		},
		Update: func(ctx context.Context, r *organizationResource, _ jsonapi.Changes) error {
			organization, err := s.RenameOrganization(ctx, ids.Organization(r.ID), r.Attributes.Name, listing.Revision(r.Version))
			*r = showOrganization(&organization)
			return err
		},
	})
}
