package app

import (
	"context"
	"net/http"
	"time"

	"github.com/codecraft-hq/codecraft/internal/app/module"
	"github.com/codecraft-hq/codecraft/internal/base/bus"
	"github.com/codecraft-hq/codecraft/internal/base/identity"
	"github.com/codecraft-hq/codecraft/internal/base/ids"
	"github.com/codecraft-hq/codecraft/internal/base/jsonapi"
	"github.com/codecraft-hq/codecraft/internal/base/quota"
	"github.com/codecraft-hq/codecraft/internal/parts/listing"
)

// Usage is how much an organization has used of what it may. Each service counts by itself (base/quota); they are put together
// where people come in, since no service knows of the others.
type Usage struct {
	Service       string     `json:"service" readOnly:"true" enum:"auth,problems,execution,assessments,interviews" doc:"Which counts: mails are counted apart by auth (invitations of members), assessments and interviews; bytes of tests and pictures by problems, of recordings by interviews: these have one limit together"`
	Name          string     `json:"name" readOnly:"true" enum:"mails,judgings,runs,bytes"`
	Used          int64      `json:"used" readOnly:"true" doc:"More than the limit where something could not be refused; runs are taken some at a time"`
	Limit         int64      `json:"limit" readOnly:"true"`
	WindowSeconds *int64     `json:"windowSeconds" readOnly:"true" doc:"How long it is until it is counted anew; null: what is used stays so until it is given back"`
	ResetsAt      *time.Time `json:"resetsAt" readOnly:"true" doc:"When it is counted anew; null: never"`
}

// ResourceType is the JSON:API type.
func (Usage) ResourceType() string { return "usages" }

type usageResource = jsonapi.Resource[Usage, jsonapi.None]

// usages asks the services over the bus, wherever they run.
type usages struct{ bus *bus.Bus }

func buildUsages(_ context.Context, g module.Given) (*module.Part, error) {
	return &module.Part{
		Register: usages{g.Bus}.register,
		Run: func(ctx context.Context) error {
			<-ctx.Done()
			return ctx.Err()
		},
	}, nil
}

func (u usages) register(api *jsonapi.API, _ *http.ServeMux) {
	jsonapi.Register(api, jsonapi.Collection[Usage, jsonapi.None]{
		Path: "/v1/usages", Tag: "People", Read: identity.AnyOf(identity.OrganizationManage),
		List: func(ctx context.Context, q *jsonapi.Query) (page jsonapi.Page[Usage, jsonapi.None], err error) {
			who, err := identity.Require(ctx, identity.OrganizationManage)
			if err != nil {
				return page, err
			}
			all, err := u.of(ctx, who.Organization)
			if err != nil {
				return page, err
			}
			return listing.Table(q, all)
		},
	})
}

// of are all of an organization's, in the order of the table of modules: those that have tables have quotas.
func (u usages) of(ctx context.Context, organization ids.Organization) (all []usageResource, err error) {
	for _, m := range modules() {
		if m.migrations == nil {
			continue
		}
		some, err := quota.Ask(ctx, u.bus, m.name, organization)
		if err != nil {
			return nil, err
		}
		for i := range some {
			all = append(all, showUsage(m.name, &some[i]))
		}
	}
	return all, nil
}

func showUsage(service string, u *quota.Usage) usageResource {
	r := usageResource{ID: service + "-" + u.Name, Attributes: Usage{Service: service, Name: u.Name, Used: u.Used, Limit: u.Limit}}
	if u.Window > 0 {
		seconds := int64(u.Window / time.Second)
		r.Attributes.WindowSeconds, r.Attributes.ResetsAt = &seconds, &u.EndsAt
	}
	return r
}
