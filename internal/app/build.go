package app

import (
	"context"
	"io"

	"github.com/codecraft-hq/codecraft/internal/base/bus"
	"github.com/codecraft-hq/codecraft/internal/base/identity"
	contract "github.com/codecraft-hq/codecraft/internal/contract/auth"
	"github.com/codecraft-hq/codecraft/internal/contract/places"
	"github.com/codecraft-hq/codecraft/internal/service/assessments"
	"github.com/codecraft-hq/codecraft/internal/service/auth"
	"github.com/codecraft-hq/codecraft/internal/service/execution"
	"github.com/codecraft-hq/codecraft/internal/service/problems"
)

// neighbours are the services as others call them: their clients, until the service itself is built here.
type neighbours struct {
	auth interface {
		Keys(context.Context) ([]byte, error)
		CandidateSession(context.Context, contract.CandidateSession) (contract.Tokens, error)
		Standings(context.Context, contract.StandingsOf) (contract.Standings, error)
		Names(context.Context, contract.NamesOf) (contract.Names, error)
	}
	problems  assessments.Problems
	execution assessments.Execution
	runs      *execution.Service // of this process; the worker is made known to it
	places    places.Owners      // asked by execution, which has been built before some of them
}

func remoteNeighbours(b *bus.Bus) neighbours {
	return neighbours{auth: auth.NewClient(b), problems: problems.NewClient(b), execution: execution.NewClient(b), places: places.Owners{identity.PlaceAttempt: places.NewClient(b)}}
}

func buildAuth(ctx context.Context, s *system) (*part, error) {
	d, err := s.database(ctx, moduleNamed("auth"))
	if err != nil {
		return nil, err
	}
	c := auth.Defaults()
	c.PublicURL, c.Sessions.SecureCookies = s.config.PublicURL, s.cookies.Secure
	if s.config.Demo {
		c.Sessions.DemoOrganization = demoOrganization
	}
	c.Sessions.TrustedProxies = s.config.TrustedProxies
	c.People.OpenRegistration = s.config.Registration == "open" || s.config.Registration == "auto" && loopback(s.config.Addr)
	service, err := auth.New(auth.Deps{DB: d, Bus: s.bus, Log: s.log, Config: c, Metrics: s.registry})
	if err != nil {
		return nil, err
	}
	s.near.auth, s.keys = service, service.Keys
	p := &part{register: service.Register, run: service.Run, ready: service.Ready}
	if s.config.Demo {
		s.demo.people.Store(true)
		p.seed = func(ctx context.Context, _ io.Writer) error { return s.demo.seedPeople(ctx, service) }
	} else {
		p.seed = func(ctx context.Context, _ io.Writer) error {
			return s.demo.offerSetup(ctx, service, s.config.PublicURL)
		}
	}
	return p, nil
}

func buildProblems(ctx context.Context, s *system) (*part, error) {
	d, err := s.database(ctx, moduleNamed("problems"))
	if err != nil {
		return nil, err
	}
	service, err := problems.New(problems.Deps{DB: d, Bus: s.bus, Blobs: s.blobs, Execution: s.near.execution, Log: s.log})
	if err != nil {
		return nil, err
	}
	s.near.problems = service
	p := &part{register: service.Register, run: service.Run, ready: service.Ready}
	if s.config.Demo {
		p.seed = func(ctx context.Context, out io.Writer) error { return s.demo.seedProblems(ctx, out, service) }
	}
	return p, nil
}

func buildAssessments(ctx context.Context, s *system) (*part, error) {
	d, err := s.database(ctx, moduleNamed("assessments"))
	if err != nil {
		return nil, err
	}
	c := assessments.Defaults()
	c.PublicURL = s.config.PublicURL
	service, err := assessments.New(assessments.Deps{
		DB: d, Bus: s.bus, Blobs: s.blobs, Problems: s.near.problems, Auth: s.near.auth, Execution: s.near.execution, Cookies: s.cookies, Origins: s.origins, Log: s.log, Config: c,
	})
	if err != nil {
		return nil, err
	}
	s.near.places[identity.PlaceAttempt] = service
	p := &part{register: service.Register, run: service.Run, ready: service.Ready}
	if s.config.Demo {
		p.seed = func(ctx context.Context, out io.Writer) error { return s.demo.seedAssessments(ctx, out, service) }
	}
	return p, nil
}

func moduleNamed(name string) module {
	for _, m := range modules() {
		if m.name == name {
			return m
		}
	}
	panic("app: no module " + name)
}
