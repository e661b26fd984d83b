package password

import (
	"context"
	"net/http"
	"time"

	"github.com/codecraft-hq/codecraft/internal/base/jsonapi"
)

// PasswordResetAttributes asks for a mail with a link to /reset.
type PasswordResetAttributes struct {
	Email string `json:"email" writeOnly:"true" maxLength:"254"`
}

// ResourceType implements jsonapi.Named.
func (PasswordResetAttributes) ResourceType() string { return "password-resets" }

// PasswordResetPreviewAttributes is what a link from such a mail is good for: whoever holds it has the mailbox.
type PasswordResetPreviewAttributes struct {
	Token     string    `json:"token" writeOnly:"true" maxLength:"200" doc:"From the link in the mail"`
	Email     string    `json:"email" readOnly:"true" doc:"Of the account"`
	ExpiresAt time.Time `json:"expiresAt" readOnly:"true"`
}

// ResourceType implements jsonapi.Named.
func (PasswordResetPreviewAttributes) ResourceType() string { return "password-reset-previews" }

type passwordResetPreview = jsonapi.Resource[PasswordResetPreviewAttributes, jsonapi.None]

// PasswordChangeAttributes sets a new password: with the token from a mail, or signed in with the current password.
type PasswordChangeAttributes struct {
	Token           string `json:"token" required:"false" writeOnly:"true" maxLength:"200"`
	CurrentPassword string `json:"currentPassword" required:"false" writeOnly:"true" maxLength:"800"`
	Password        string `json:"password" writeOnly:"true" maxLength:"800"`
}

// ResourceType implements jsonapi.Named.
func (PasswordChangeAttributes) ResourceType() string { return "password-changes" }

const tag = "Sessions"

// Register mounts the routes.
func (s *Service) Register(api *jsonapi.API) {
	jsonapi.Handle(api, jsonapi.Action{
		Method: http.MethodPost, Path: "/v1/password-resets", Name: "createPasswordReset", Tag: tag, Public: true,
		Summary: "Ask for a mail to choose a new password with; the answer is the same for every address", Status: http.StatusAccepted,
	}, func(ctx context.Context, in *jsonapi.Resource[PasswordResetAttributes, jsonapi.None]) (*jsonapi.Nothing, error) {
		return nil, s.AskReset(ctx, in.Attributes.Email, s.sessions.Device(ctx))
	})
	jsonapi.Handle(api, jsonapi.Action{
		Method: http.MethodPost, Path: "/v1/password-reset-previews", Name: "previewPasswordReset", Tag: tag, Public: true,
		Summary: "See whose password a link from a mail changes; one that changes none any more answers 410",
	}, func(ctx context.Context, in *passwordResetPreview) (*passwordResetPreview, error) {
		link, owner, err := s.openReset(ctx, in.Attributes.Token)
		if err != nil {
			return nil, err
		}
		return &passwordResetPreview{ID: string(owner.ID), Attributes: PasswordResetPreviewAttributes{Email: owner.Email, ExpiresAt: link.ExpiresAt}}, nil
	})
	jsonapi.Handle(api, jsonapi.Action{
		Method: http.MethodPost, Path: "/v1/password-changes", Name: "createPasswordChange", Tag: tag, Public: true,
		Summary: "Set a new password: with the token from the mail, or with the current password",
	}, func(ctx context.Context, in *jsonapi.Resource[PasswordChangeAttributes, jsonapi.None]) (*jsonapi.Nothing, error) {
		if in.Attributes.Token != "" {
			return nil, s.Reset(ctx, in.Attributes.Token, in.Attributes.Password)
		}
		return nil, s.Change(ctx, in.Attributes.CurrentPassword, in.Attributes.Password, s.sessions.Device(ctx))
	})
}
