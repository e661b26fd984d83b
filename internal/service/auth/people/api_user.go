package people

import (
	"context"
	"time"

	"github.com/codecraft-hq/codecraft/internal/base/identity"
	"github.com/codecraft-hq/codecraft/internal/base/ids"
	"github.com/codecraft-hq/codecraft/internal/base/jsonapi"
	"github.com/codecraft-hq/codecraft/internal/parts/listing"
	"github.com/codecraft-hq/codecraft/internal/service/auth/user"
)

// UserAttributes is a person with an account.
type UserAttributes struct {
	Email             string    `json:"email" immutable:"true" maxLength:"254"`
	Name              string    `json:"name" minLength:"1" maxLength:"400" doc:"At most 120 characters after trimming"`
	Password          string    `json:"password" writeOnly:"true" immutable:"true" maxLength:"800" doc:"At least 10 characters, none of the common ones, not the e-mail address"`
	OrganizationName  string    `json:"organizationName" required:"false" writeOnly:"true" immutable:"true" maxLength:"400" doc:"Of the own organization; without one it is named after the person"`
	SetupToken        string    `json:"setupToken" required:"false" writeOnly:"true" immutable:"true" maxLength:"200" doc:"For the very first user: from the link the server prints"`
	InvitationToken   string    `json:"invitationToken" required:"false" writeOnly:"true" immutable:"true" maxLength:"200" doc:"To join an organization instead of making one; who has an account gives its password"`
	RegistrationToken string    `json:"registrationToken" required:"false" writeOnly:"true" immutable:"true" maxLength:"200" doc:"From the link of a mail that /v1/registrations sends, where /v1/setup says that addresses are proven"`
	CreatedAt         time.Time `json:"createdAt" readOnly:"true"`
}

// ResourceType implements jsonapi.Named.
func (UserAttributes) ResourceType() string { return "users" }

type userResource = jsonapi.Resource[UserAttributes, jsonapi.None]

func showUser(person *user.User) userResource {
	return userResource{
		ID: string(person.ID), Version: versionOf(person.Revision),
		Attributes: UserAttributes{Email: person.Email, Name: person.Name, CreatedAt: person.CreatedAt},
	}
}

func (s *Service) registerUsers(api *jsonapi.API) {
	jsonapi.Register(api, jsonapi.Collection[UserAttributes, jsonapi.None]{
		Path: "/v1/users", Tag: tag, Public: []string{"create"},
		Read: identity.AnyOf(identity.OrganizationRead), Write: identity.AnyOf(identity.OrganizationRead),
		Get: func(ctx context.Context, wanted []string) ([]userResource, error) {
			rows, err := s.Users(ctx, wanted)
			return listing.Show(rows, showUser), err
		},
		Create: s.apiRegister,
		Update: func(ctx context.Context, r *userResource, _ jsonapi.Changes) error {
			person, err := s.Rename(ctx, ids.User(r.ID), r.Attributes.Name, listing.Revision(r.Version))
			*r = showUser(&person)
			return err
		},
	})
}

func (s *Service) apiRegister(ctx context.Context, r *userResource) error {
	a := r.Attributes
	person, err := s.RegisterUser(ctx, Registration{
		Email: a.Email, Password: a.Password, Name: a.Name, OrganizationName: a.OrganizationName,
		SetupToken: a.SetupToken, InvitationToken: a.InvitationToken, RegistrationToken: a.RegistrationToken, Device: s.sessions.Device(ctx),
	})
	*r = showUser(&person)
	return err
}
