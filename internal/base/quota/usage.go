package quota

import (
	"context"
	"time"

	"github.com/codecraft-hq/codecraft/internal/base/bus"
	"github.com/codecraft-hq/codecraft/internal/base/ids"
)

// Usage is how much of a quota an organization has used.
type Usage struct {
	Name   string        `json:"name"`
	Used   int64         `json:"used"` // over Limit where some was counted that could not be refused
	Limit  int64         `json:"limit"`
	Window time.Duration `json:"window,omitempty"` // 0: there is none, and what is used stays so until it is given back
	EndsAt time.Time     `json:"endsAt,omitzero"`  // when the window ends, if there is one
}

// Used tells how much an organization has used in the window that it is now.
func (b Budget) Used(ctx context.Context, organization ids.Organization) (Usage, error) {
	w := b.window()
	used, err := b.usedIn(ctx, organization, w)
	return Usage{Name: b.Name, Used: used, Limit: int64(b.Limit), Window: b.Window, EndsAt: w.ends}, err
}

// question asks a service for the usages of an organization.
type question struct {
	Organization ids.Organization `json:"organization"`
}

type answer struct {
	Usages []Usage `json:"usages"`
}

func asked(service string) string { return service + ".usages" }

// Serve answers who asks a service what organizations have used of its quotas, in this order.
func Serve(b *bus.Bus, service string, quotas ...func(context.Context, ids.Organization) (Usage, error)) (stop func() error, err error) {
	return bus.Serve(b, asked(service), service, func(ctx context.Context, q question) (all answer, err error) {
		for _, used := range quotas {
			one, err := used(ctx, q.Organization)
			if err != nil {
				return all, err
			}
			all.Usages = append(all.Usages, one)
		}
		return all, nil
	})
}

// Ask asks a service, wherever it runs.
func Ask(ctx context.Context, b *bus.Bus, service string, organization ids.Organization) ([]Usage, error) {
	all, err := bus.Request[question, answer](ctx, b, asked(service), question{organization})
	return all.Usages, err
}
