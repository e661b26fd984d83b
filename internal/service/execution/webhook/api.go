package webhook

import (
	"context"
	"net/http"
	"time"

	"github.com/codecraft-hq/codecraft/internal/base/db"
	"github.com/codecraft-hq/codecraft/internal/base/identity"
	"github.com/codecraft-hq/codecraft/internal/base/ids"
	"github.com/codecraft-hq/codecraft/internal/base/jsonapi"
	"github.com/codecraft-hq/codecraft/internal/parts/listing"
)

const tag = "execution"

// WebhookAttributes is a webhook in the API.
type WebhookAttributes struct {
	URL          string     `json:"url" minLength:"1" maxLength:"2000" doc:"Where messages are posted to, by https"`
	Description  string     `json:"description" required:"false" maxLength:"500"`
	Events       []string   `json:"events" minItems:"1" maxItems:"10" uniqueItems:"true" enum:"judgement.ended,judgement.cancelled,rejudging.ended" doc:"What it is told of"`
	Status       string     `json:"status" required:"false" default:"active" enum:"active,disabled" doc:"Nothing is kept for a disabled one; what was still to be sent is given up"`
	Reason       string     `json:"reason" readOnly:"true" doc:"Why it is disabled"`
	Secret       string     `json:"secret,omitempty" readOnly:"true" doc:"Signs the messages: whsec_ and base64. Told when the webhook is created and when its secret is changed, and never again"`
	FailingSince *time.Time `json:"failingSince" readOnly:"true" doc:"Since when it has taken nothing; null while it does"`
	CreatedAt    time.Time  `json:"createdAt" readOnly:"true"`
	UpdatedAt    time.Time  `json:"updatedAt" readOnly:"true"`
}

// ResourceType implements jsonapi.Named.
func (WebhookAttributes) ResourceType() string { return "webhooks" }

type resource = jsonapi.Resource[WebhookAttributes, jsonapi.None]

// Register mounts the endpoints.
func (s *Service) Register(api *jsonapi.API) {
	jsonapi.Register(api, jsonapi.Collection[WebhookAttributes, jsonapi.None]{
		Path: "/v1/webhooks", Tag: tag,
		Read: identity.AnyOf(identity.WebhooksManage), Write: identity.AnyOf(identity.WebhooksManage),
		List: s.apiList, Get: s.apiGet, Create: s.apiCreate, Update: s.apiUpdate, Delete: s.apiDelete,
	})
	jsonapi.Handle(api, jsonapi.Action{
		Method: http.MethodPost, Path: "/v1/webhooks/{id}/secret", Name: "rotateWebhookSecret", Tag: tag, Needs: identity.AnyOf(identity.WebhooksManage),
		Summary: "Give a webhook another secret, which is told once; messages are signed with the one before as well for a day",
	}, s.apiRotate)
	jsonapi.Handle(api, jsonapi.Action{
		Method: http.MethodPost, Path: "/v1/webhooks/{id}/ping", Name: "pingWebhook", Tag: tag, Needs: identity.AnyOf(identity.WebhooksManage), Status: http.StatusAccepted,
		Summary: "Send a webhook a message of the type webhook.ping, to try it",
	}, s.apiPing)
	s.registerDeliveries(api)
}

var webhookPager = listing.NewestFirst("id", func(h *Webhook) ids.Webhook { return h.ID })

func (s *Service) apiList(ctx context.Context, q *jsonapi.Query) (page jsonapi.Page[WebhookAttributes, jsonapi.None], err error) {
	who, err := identity.Require(ctx, identity.WebhooksManage)
	if err != nil {
		return page, err
	}
	return listing.Page(ctx, q, webhookPager, db.Where("organization_id = ?", who.Organization), s.selectWebhooks, listing.Each((*Webhook).resource))
}

func (s *Service) apiGet(ctx context.Context, which []string) ([]resource, error) {
	who, err := identity.Require(ctx, identity.WebhooksManage)
	if err != nil {
		return nil, err
	}
	where := db.In(db.Where("organization_id = ?", who.Organization), "id", which)
	rows, err := s.selectWebhooks(ctx, where, nil, len(which))
	return listing.Show(rows, (*Webhook).resource), err
}

func (s *Service) apiCreate(ctx context.Context, r *resource) error {
	a := r.Attributes
	h := &Webhook{URL: a.URL, Description: a.Description, Events: db.JSON[[]string]{V: a.Events}}
	if err := s.create(ctx, h); err != nil {
		return err
	}
	if a.Status == statusDisabled {
		if err := s.change(ctx, h, statusDisabled); err != nil {
			return err
		}
	}
	*r = h.resource()
	r.Attributes.Secret = string(h.Secret)
	return nil
}

func (s *Service) apiUpdate(ctx context.Context, r *resource, c jsonapi.Changes) error {
	who, err := identity.Require(ctx, identity.WebhooksManage)
	if err != nil {
		return err
	}
	h, err := s.getWebhook(ctx, who.Organization, ids.Webhook(r.ID))
	if err != nil {
		return err
	}
	a, status := r.Attributes, ""
	if c.Fields["status"] && a.Status != h.Status {
		status = a.Status
	}
	h.URL, h.Description, h.Events.V = a.URL, a.Description, a.Events
	if err := s.change(ctx, h, status); err != nil {
		return err
	}
	*r = h.resource()
	return nil
}

func (s *Service) apiDelete(ctx context.Context, id string) error {
	who, err := identity.Require(ctx, identity.WebhooksManage)
	if err != nil {
		return err
	}
	return s.deleteWebhook(ctx, who.Organization, ids.Webhook(id))
}

func (s *Service) apiRotate(ctx context.Context, _ *jsonapi.Nothing) (*resource, error) {
	h, err := s.rotate(ctx, ids.Webhook(jsonapi.Request(ctx).PathValue("id")))
	if err != nil {
		return nil, err
	}
	r := h.resource()
	r.Attributes.Secret = string(h.Secret)
	return &r, nil
}

func (s *Service) apiPing(ctx context.Context, _ *jsonapi.Nothing) (*deliveryResource, error) {
	d, err := s.tryOut(ctx, ids.Webhook(jsonapi.Request(ctx).PathValue("id")))
	if err != nil {
		return nil, err
	}
	r := d.resource()
	return &r, nil
}

func (h *Webhook) resource() resource {
	return resource{ID: string(h.ID), Attributes: WebhookAttributes{
		URL: h.URL, Description: h.Description, Events: h.Events.V, Status: h.Status, Reason: h.Reason,
		FailingSince: h.FailingSince, CreatedAt: h.CreatedAt, UpdatedAt: h.UpdatedAt,
	}}
}
