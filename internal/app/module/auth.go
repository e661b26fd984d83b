package module

import (
	"context"
	"io"

	"github.com/codecraft-hq/codecraft/internal/base/identity"
	contract "github.com/codecraft-hq/codecraft/internal/contract/auth"
	"github.com/codecraft-hq/codecraft/internal/service/auth"
)

// AuthNeighbour is auth as others ask it, here and elsewhere.
type AuthNeighbour interface {
	Keys(context.Context) ([]byte, error)
	CandidateSession(context.Context, contract.CandidateSession) (contract.Tokens, error)
	Standings(context.Context, contract.StandingsOf) (contract.Standings, error)
	Names(context.Context, contract.NamesOf) (contract.Names, error)
	Operator(context.Context) (contract.Operator, error)
}

// Auth makes the service, and at the start the demo's people or the link of the first owner.
func Auth(c auth.Config) Build {
	return func(_ context.Context, g Given) (*Part, error) {
		service, err := auth.New(auth.Deps{DB: g.DB, Bus: g.Bus, Log: g.Log, Config: c, Metrics: g.Registry})
		if err != nil {
			return nil, err
		}
		g.Demo.people.Store(g.Demo.on)
		return &Part{
			Service: service, Register: service.Register, Run: service.Run, Ready: service.Ready,
			Seed: func(ctx context.Context, _ io.Writer) error {
				if g.Demo.on {
					return g.Demo.seedPeople(ctx, service)
				}
				return g.Demo.offerSetup(ctx, service, c.PublicURL)
			},
		}, nil
	}
}

func (d *Demo) seedPeople(ctx context.Context, service *auth.Service) error {
	_, _, err := service.Seed(ctx, "Demo Company", []auth.SeedUser{
		{ID: demoOwner, Founds: DemoOrganization, Email: "owner@demo.example", Name: "Olivia Owner", Password: d.password, Role: identity.Owner},
		{ID: demoAuthor, Email: "author@demo.example", Name: "Arthur Author", Password: d.password, Role: identity.Author},
		{ID: demoRecruiter, Email: "recruiter@demo.example", Name: "Rita Recruiter", Password: d.password, Role: identity.Recruiter},
		{ID: demoInterviewer, Email: "interviewer@demo.example", Name: "Ingo Interviewer", Password: d.password, Role: identity.Interviewer},
	})
	if err == nil {
		d.people.Store(false)
	}
	return err
}

// offerSetup makes the link by which a fresh installation gets its first owner.
func (d *Demo) offerSetup(ctx context.Context, service *auth.Service, publicURL string) error {
	token, needed, err := service.EnsureSetupToken(ctx)
	if err == nil && needed {
		d.setup = publicURL + "/setup?token=" + token
	}
	return err
}
