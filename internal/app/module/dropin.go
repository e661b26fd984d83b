package module

import (
	"context"
	"errors"
	"net/http"
	"net/netip"
	"time"

	"github.com/google/uuid"
	"golang.org/x/sync/errgroup"

	"github.com/codecraft-hq/codecraft/internal/base/config"
	"github.com/codecraft-hq/codecraft/internal/base/httpx"
	"github.com/codecraft-hq/codecraft/internal/base/ids"
	"github.com/codecraft-hq/codecraft/internal/service/execution"
	"github.com/codecraft-hq/codecraft/internal/service/execution/judge0"
	"github.com/codecraft-hq/codecraft/internal/service/execution/piston"
)

// DropinConfig chooses the interfaces of other products that execution serves. They have tokens and error shapes of their
// own, so they stand outside of sessions and of JSON:API.
type DropinConfig struct {
	Judge0             bool           `name:"judge0" help:"Serve Judge0's interface as well: /submissions, /languages and so on at --addr." group:"Drop-in APIs"`
	Piston             bool           `help:"Serve Piston's interface as well: /api/v2 at --addr." group:"Drop-in APIs"`
	DropinToken        config.Secret  `help:"Token that Judge0's clients send as X-Auth-Token and Piston's as Authorization. Needed unless --addr is loopback." group:"Drop-in APIs"`
	DropinUserToken    config.Secret  `help:"Token that clients send as X-Auth-User to list or delete submissions. Default: nobody may." group:"Drop-in APIs"`
	DropinOrganization string         `help:"Id of the organization that their runs are counted for. Default: one of their own." group:"Drop-in APIs"`
	DropinCallbacks    []netip.Prefix `help:"Networks (CIDR) that callbacks of submissions may reach besides public addresses. Default: none." group:"Drop-in APIs"`
	DropinRuns         int            `default:"600" help:"Programs that all their clients together may start in a minute, in each of the two." group:"Drop-in APIs"`
	DropinKeep         time.Duration  `default:"24h" help:"How long a submission is found by its token." group:"Drop-in APIs"`
}

// Check refuses what contradicts itself.
func (c DropinConfig) Check(refuse func(format string, args ...any)) {
	if len(c.Paths()) == 0 {
		return
	}
	if c.DropinOrganization != "" && !ids.Valid(c.DropinOrganization) {
		refuse("--dropin-organization %q: write the organization's id", c.DropinOrganization)
	}
	if c.DropinRuns < 1 || c.DropinKeep < time.Minute {
		refuse("--dropin-runs is at least 1 and --dropin-keep at least a minute")
	}
}

// Paths are those of the interfaces that are served.
func (c DropinConfig) Paths() (paths []string) {
	if c.Judge0 {
		paths = append(paths, judge0.Paths...)
	}
	if c.Piston {
		paths = append(paths, piston.Paths...)
	}
	return paths
}

// Refused are the paths of those that are not served, by the flag that would serve them.
func (c DropinConfig) Refused() map[string][]string {
	refused := map[string][]string{}
	if !c.Judge0 {
		refused["--judge0"] = judge0.Paths
	}
	if !c.Piston {
		refused["--piston"] = piston.Paths
	}
	return refused
}

// organization is whom their runs are counted for: unless an operator names one, an organization that nobody is in.
func (c DropinConfig) organization() ids.Organization {
	if c.DropinOrganization != "" {
		return ids.Organization(c.DropinOrganization)
	}
	return ids.Organization(uuid.NewSHA1(uuid.NameSpaceURL, []byte("codecraft:dropin")).String())
}

// add serves those that are chosen beside the part that runs programs.
func (c DropinConfig) add(p *Part, g Given, runs *execution.Service) error {
	p.Outside = map[string]http.Handler{}
	var err error
	if c.Judge0 {
		err = c.addJudge0(p, g, runs)
	}
	if c.Piston {
		err = errors.Join(err, c.addPiston(p, g, runs))
	}
	return err
}

func (c DropinConfig) addJudge0(p *Part, g Given, runs *execution.Service) error {
	own := judge0.Defaults()
	own.Organization, own.RunsAMinute, own.Keep = c.organization(), c.DropinRuns, c.DropinKeep
	own.Token, own.UserToken = c.DropinToken.Reveal(), c.DropinUserToken.Reveal()
	service, err := judge0.New(judge0.Deps{DB: g.DB, Runner: runs, Log: g.Log, Config: own, Callbacks: httpx.Outward(judge0.CallbackTimeout, c.DropinCallbacks...)})
	if err != nil {
		return err
	}
	for _, path := range judge0.Paths {
		p.Outside[path] = service.Handler()
	}
	p.Run = together(p.Run, service.Run)
	return nil
}

func (c DropinConfig) addPiston(p *Part, g Given, runs *execution.Service) error {
	own := piston.Defaults()
	own.Organization, own.RunsAMinute, own.Token = c.organization(), c.DropinRuns, c.DropinToken.Reveal()
	service, err := piston.New(piston.Deps{Runner: piston.Of(runs), Log: g.Log, Config: own})
	if err != nil {
		return err
	}
	for _, path := range piston.Paths {
		p.Outside[path] = service.Handler()
	}
	return nil
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
