package auth

import (
	"context"
	"net/http"
	"time"

	"github.com/codecraft-hq/codecraft/internal/base/identity"
	"github.com/codecraft-hq/codecraft/internal/base/ids"
	"github.com/codecraft-hq/codecraft/internal/base/jsonapi"
	"github.com/codecraft-hq/codecraft/internal/parts/listing"
)

// UserAttributes is a person with an account.
type UserAttributes struct {
	Email            string    `json:"email" immutable:"true" maxLength:"254"`
	Name             string    `json:"name" minLength:"1" maxLength:"400" doc:"At most 120 characters after trimming"`
	Password         string    `json:"password" writeOnly:"true" immutable:"true" maxLength:"800" doc:"At least 10 characters, none of the common ones, not the e-mail address"`
	OrganizationName string    `json:"organizationName" required:"false" writeOnly:"true" immutable:"true" maxLength:"400" doc:"Of the own organization; without one it is named after the person"`
	SetupToken       string    `json:"setupToken" required:"false" writeOnly:"true" immutable:"true" maxLength:"200" doc:"For the very first user: from the link the server prints"`
	InvitationToken  string    `json:"invitationToken" required:"false" writeOnly:"true" immutable:"true" maxLength:"200" doc:"To join an organization instead of making one; who has an account gives its password"`
	CreatedAt        time.Time `json:"createdAt" readOnly:"true"`
}

// ResourceType implements jsonapi.Named.
func (UserAttributes) ResourceType() string { return "users" }

type userResource = jsonapi.Resource[UserAttributes, jsonapi.None]

// PasswordResetAttributes asks for a mail with a link to /reset.
type PasswordResetAttributes struct {
	Email string `json:"email" writeOnly:"true" maxLength:"254"`
}

// ResourceType implements jsonapi.Named.
func (PasswordResetAttributes) ResourceType() string { return "password-resets" }

// PasswordChangeAttributes sets a new password: with the token from a mail, or signed in with the current password.
type PasswordChangeAttributes struct {
	Token           string `json:"token" required:"false" writeOnly:"true" maxLength:"200"`
	CurrentPassword string `json:"currentPassword" required:"false" writeOnly:"true" maxLength:"800"`
	Password        string `json:"password" writeOnly:"true" maxLength:"800"`
}

// ResourceType implements jsonapi.Named.
func (PasswordChangeAttributes) ResourceType() string { return "password-changes" }

func showUser(u *user) userResource {
	return userResource{
		ID: string(u.ID), Version: versionOf(u.Revision),
		Attributes: UserAttributes{Email: u.Email, Name: u.Name, CreatedAt: u.CreatedAt},
	}
}

func (s *Service) registerUsers(api *jsonapi.API) {
	jsonapi.Register(api, jsonapi.Collection[UserAttributes, jsonapi.None]{
		Path: "/v1/users", Tag: tagPeople, Public: []string{"create"},
		Read: identity.AnyOf(identity.OrganizationRead), Write: identity.AnyOf(identity.OrganizationRead),
		Get: func(ctx context.Context, wanted []string) ([]userResource, error) {
			rows, err := s.Users(ctx, wanted)
			return listing.Show(rows, showUser), err
		},
		Create: s.apiRegister,
		Update: func(ctx context.Context, r *userResource, _ jsonapi.Changes) error {
			u, err := s.Rename(ctx, ids.User(r.ID), r.Attributes.Name, listing.Revision(r.Version))
			*r = showUser(&u)
			return err
		},
	})
}

func (s *Service) apiRegister(ctx context.Context, r *userResource) error {
	a := r.Attributes
	u, err := s.RegisterUser(ctx, Registration{
		Email: a.Email, Password: a.Password, Name: a.Name, OrganizationName: a.OrganizationName,
		SetupToken: a.SetupToken, InvitationToken: a.InvitationToken, Device: s.sessions.Device(ctx),
	})
	*r = showUser(&u)
	return err
}

func (s *Service) registerPasswords(api *jsonapi.API) {
	jsonapi.Handle(api, jsonapi.Action{
		Method: http.MethodPost, Path: "/v1/password-resets", Name: "createPasswordReset", Tag: tagSessions, Public: true,
		Summary: "Ask for a mail to choose a new password with; the answer is the same for every address", Status: http.StatusAccepted,
	}, func(ctx context.Context, in *jsonapi.Resource[PasswordResetAttributes, jsonapi.None]) (*jsonapi.Nothing, error) {
		return nil, s.AskPasswordReset(ctx, in.Attributes.Email, s.sessions.Device(ctx))
	})
	jsonapi.Handle(api, jsonapi.Action{
		Method: http.MethodPost, Path: "/v1/password-changes", Name: "createPasswordChange", Tag: tagSessions, Public: true,
		Summary: "Set a new password: with the token from the mail, or with the current password",
	}, func(ctx context.Context, in *jsonapi.Resource[PasswordChangeAttributes, jsonapi.None]) (*jsonapi.Nothing, error) {
		if in.Attributes.Token != "" {
			return nil, s.ResetPassword(ctx, in.Attributes.Token, in.Attributes.Password)
		}
		return nil, s.ChangePassword(ctx, in.Attributes.CurrentPassword, in.Attributes.Password, s.sessions.Device(ctx))
	})
}
