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

// DeliveryAttributes is a delivery in the API.
type DeliveryAttributes struct {
	Event         string     `json:"event" readOnly:"true" doc:"One of the webhook's, or webhook.ping"`
	Status        string     `json:"status" readOnly:"true" enum:"pending,delivered,failed"`
	Attempts      []Attempt  `json:"attempts" readOnly:"true" doc:"The last 30, the oldest first"`
	Tries         int        `json:"tries" readOnly:"true" doc:"How many attempts were begun in all"`
	Payload       string     `json:"payload" readOnly:"true" doc:"What is posted, byte by byte"`
	NextAttemptAt *time.Time `json:"nextAttemptAt" readOnly:"true" doc:"While it is pending"`
	CreatedAt     time.Time  `json:"createdAt" readOnly:"true"`
	FinishedAt    *time.Time `json:"finishedAt" readOnly:"true"`
}

// ResourceType implements jsonapi.Named.
func (DeliveryAttributes) ResourceType() string { return "webhook-deliveries" }

// DeliveryRelationships say where it goes.
type DeliveryRelationships struct {
	Webhook jsonapi.One[WebhookAttributes] `json:"webhook" readOnly:"true"`
}

type deliveryResource = jsonapi.Resource[DeliveryAttributes, DeliveryRelationships]

func (s *Service) registerDeliveries(api *jsonapi.API) {
	jsonapi.Register(api, jsonapi.Collection[DeliveryAttributes, DeliveryRelationships]{
		Path: "/v1/webhook-deliveries", Tag: tag,
		Read:   identity.AnyOf(identity.WebhooksManage),
		Filter: map[string][]string{"webhook": nil, "status": nil, "event": nil},
		List:   s.apiListDeliveries, Get: s.apiGetDeliveries,
	})
	jsonapi.Handle(api, jsonapi.Action{
		Method: http.MethodPost, Path: "/v1/webhook-deliveries/{id}/redelivery", Name: "redeliverWebhook", Tag: tag, Needs: identity.AnyOf(identity.WebhooksManage), Status: http.StatusAccepted,
		Summary: "Send a message again, under the same id",
	}, s.apiRedeliver)
}

var deliveryPager = listing.NewestFirst("id", func(d *Delivery) ids.WebhookDelivery { return d.ID })

func (s *Service) apiListDeliveries(ctx context.Context, q *jsonapi.Query) (page jsonapi.Page[DeliveryAttributes, DeliveryRelationships], err error) {
	who, err := identity.Require(ctx, identity.WebhooksManage)
	if err != nil {
		return page, err
	}
	where := db.Where("organization_id = ?", who.Organization)
	columns := map[string]string{"webhook": "webhook_id", "status": "status", "event": "event"}
	for _, f := range q.Filter {
		db.In(where, columns[f.Field], f.Values)
	}
	return listing.Page(ctx, q, deliveryPager, where, s.selectDeliveries, listing.Each((*Delivery).resource))
}

func (s *Service) apiGetDeliveries(ctx context.Context, which []string) ([]deliveryResource, error) {
	who, err := identity.Require(ctx, identity.WebhooksManage)
	if err != nil {
		return nil, err
	}
	where := db.In(db.Where("organization_id = ?", who.Organization), "id", which)
	rows, err := s.selectDeliveries(ctx, where, nil, len(which))
	return listing.Show(rows, (*Delivery).resource), err
}

func (s *Service) apiRedeliver(ctx context.Context, _ *jsonapi.Nothing) (*deliveryResource, error) {
	d, err := s.sendAnew(ctx, ids.WebhookDelivery(jsonapi.Request(ctx).PathValue("id")))
	if err != nil {
		return nil, err
	}
	r := d.resource()
	return &r, nil
}

func (d *Delivery) resource() deliveryResource {
	r := deliveryResource{ID: string(d.ID), Attributes: DeliveryAttributes{
		Event: d.Event, Status: d.Status, Attempts: append([]Attempt{}, d.Attempts.V...), Tries: d.Tries, Payload: d.Body,
		CreatedAt: d.CreatedAt, FinishedAt: d.FinishedAt,
	}}
	if d.Status == statusPending {
		r.Attributes.NextAttemptAt = &d.NextAt
	}
	r.Relationships.Webhook = jsonapi.ToOne[WebhookAttributes](string(d.Webhook))
	return r
}
