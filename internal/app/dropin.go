package app

import (
	"context"
	"net/http"

	"github.com/google/uuid"
	"golang.org/x/sync/errgroup"

	"github.com/codecraft-hq/codecraft/internal/base/db"
	"github.com/codecraft-hq/codecraft/internal/base/errs"
	"github.com/codecraft-hq/codecraft/internal/base/httpx"
	"github.com/codecraft-hq/codecraft/internal/base/ids"
	"github.com/codecraft-hq/codecraft/internal/service/execution"
	"github.com/codecraft-hq/codecraft/internal/service/execution/judge0"
	"github.com/codecraft-hq/codecraft/internal/service/execution/piston"
)

// dropins are the interfaces of other products that are mounted where the configuration says so. They have tokens and
// error shapes of their own, so they stand outside of sessions and of JSON:API.
func (c *Config) dropins() (paths []string) {
	if c.Judge0 {
		paths = append(paths, judge0.Paths...)
	}
	if c.Piston {
		paths = append(paths, piston.Paths...)
	}
	return paths
}

// dropinOrganization is whom their runs are counted for: unless an operator names one, an organization that nobody is in.
func (c *Config) dropinOrganization() ids.Organization {
	if c.DropinOrganization != "" {
		return ids.Organization(c.DropinOrganization)
	}
	return ids.Organization(uuid.NewSHA1(uuid.NameSpaceURL, []byte("codecraft:dropin")).String())
}

// refuseDropins answers 404 at the paths of those interfaces that are not served: the browser's router knows none of
// them, and a client that got the app's page would not see what is wrong.
func (c *Config) refuseDropins(outside *http.ServeMux) {
	refuse := func(flag string, paths []string) {
		mount(outside, http.HandlerFunc(func(w http.ResponseWriter, q *http.Request) {
			httpx.WriteError(w, q, errs.New(errs.NotFound, "no_such_endpoint", "this interface is not served here: codecraft serve %s", flag))
		}), paths)
	}
	if !c.Judge0 {
		refuse("--judge0", judge0.Paths)
	}
	if !c.Piston {
		refuse("--piston", piston.Paths)
	}
}

// mount serves a handler at its paths and below.
func mount(mux *http.ServeMux, h http.Handler, paths []string) {
	for _, path := range paths {
		mux.Handle(path, h)
		mux.Handle(path+"/", h)
	}
}

// addJudge0 mounts Judge0's interface on the part that runs programs.
func (s *system) addJudge0(p *part, d *db.DB, runs *execution.Service) error {
	c := judge0.Defaults()
	c.Organization, c.RunsAMinute, c.Keep = s.config.dropinOrganization(), s.config.DropinRuns, s.config.DropinKeep
	c.Token, c.UserToken = s.config.DropinToken.Reveal(), s.config.DropinUserToken.Reveal()
	service, err := judge0.New(judge0.Deps{DB: d, Runner: runs, Log: s.log, Config: c, Callbacks: httpx.Outward(judge0.CallbackTimeout, prefixes(s.config.DropinCallbacks)...)})
	if err != nil {
		return err
	}
	p.besides(func(mux *http.ServeMux) { mount(mux, service.Handler(), judge0.Paths) })
	p.run = together(p.run, service.Run)
	return nil
}

// addPiston mounts Piston's interface on the part that runs programs.
func (s *system) addPiston(p *part, runs *execution.Service) error {
	c := piston.Defaults()
	c.Organization, c.RunsAMinute, c.Token = s.config.dropinOrganization(), s.config.DropinRuns, s.config.DropinToken.Reveal()
	service, err := piston.New(piston.Deps{Runner: piston.Of(runs), Log: s.log, Config: c})
	if err != nil {
		return err
	}
	p.besides(func(mux *http.ServeMux) { mount(mux, service.Handler(), piston.Paths) })
	return nil
}

// besides adds routes outside of sessions.
func (p *part) besides(more func(*http.ServeMux)) {
	before := p.outside
	p.outside = func(mux *http.ServeMux) {
		if before != nil {
			before(mux)
		}
		more(mux)
	}
}

// together runs two until both have ended; when one fails the other is stopped.
func together(a, b func(context.Context) error) func(context.Context) error {
	return func(ctx context.Context) error {
		all, ctx := errgroup.WithContext(ctx)
		all.Go(func() error { return a(ctx) })
		all.Go(func() error { return b(ctx) })
		return all.Wait()
	}
}

// aside serves what mux knows before anything else of the chain, and hands the rest on.
func aside(mux *http.ServeMux) httpx.Middleware {
	return func(next http.Handler) http.Handler {
		return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
			if _, pattern := mux.Handler(r); pattern != "" {
				mux.ServeHTTP(w, r)
				return
			}
			next.ServeHTTP(w, r)
		})
	}
}
