package people

import (
	"context"
	"net/http"
	"time"

	"github.com/codecraft-hq/codecraft/internal/base/jsonapi"
)

// RegistrationAttributes asks for a mail with a link to /register.
type RegistrationAttributes struct {
	Email string `json:"email" writeOnly:"true" maxLength:"254"`
}

// ResourceType implements jsonapi.Named.
func (RegistrationAttributes) ResourceType() string { return "registrations" }

// RegistrationPreviewAttributes is what a link from such a mail is good for: whoever holds it has the mailbox.
type RegistrationPreviewAttributes struct {
	Token     string    `json:"token" writeOnly:"true" maxLength:"200" doc:"From the link in the mail"`
	Email     string    `json:"email" readOnly:"true" doc:"Whom the mail was sent to"`
	ExpiresAt time.Time `json:"expiresAt" readOnly:"true"`
}

// ResourceType implements jsonapi.Named.
func (RegistrationPreviewAttributes) ResourceType() string { return "registration-previews" }

type registrationPreview = jsonapi.Resource[RegistrationPreviewAttributes, jsonapi.None]

func (s *Service) registerProofs(api *jsonapi.API) {
	jsonapi.Handle(api, jsonapi.Action{
		Method: http.MethodPost, Path: "/v1/registrations", Name: "createRegistration", Tag: tag, Public: true,
		Summary: "Ask for a mail to register with; the answer is the same for every address", Status: http.StatusAccepted,
	}, func(ctx context.Context, in *jsonapi.Resource[RegistrationAttributes, jsonapi.None]) (*jsonapi.Nothing, error) {
		return nil, s.AskToRegister(ctx, in.Attributes.Email, s.sessions.Device(ctx))
	})
	jsonapi.Handle(api, jsonapi.Action{
		Method: http.MethodPost, Path: "/v1/registration-previews", Name: "previewRegistration", Tag: tag, Public: true,
		Summary: "See who may register with a link from a mail; one that lets nobody any more answers 410",
	}, func(ctx context.Context, in *registrationPreview) (*registrationPreview, error) {
		proof, err := s.openProof(ctx, in.Attributes.Token, "/data/attributes/token")
		if err != nil {
			return nil, err
		}
		return &registrationPreview{ID: proof.ID, Attributes: RegistrationPreviewAttributes{Email: proof.Email, ExpiresAt: proof.ExpiresAt}}, nil
	})
}
