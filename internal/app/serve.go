package app

import (
	"context"
	"errors"
	"io"
	"log/slog"
	"net/http"
	"time"

	"github.com/codecraft-hq/codecraft/internal/app/module"
	"github.com/codecraft-hq/codecraft/internal/app/open"
	"github.com/codecraft-hq/codecraft/internal/app/operations"
	"github.com/codecraft-hq/codecraft/internal/base/httpx"
	"github.com/codecraft-hq/codecraft/internal/base/jsonapi"
	"github.com/codecraft-hq/codecraft/internal/base/lifecycle"
	"github.com/codecraft-hq/codecraft/internal/base/mail"
	"github.com/codecraft-hq/codecraft/internal/base/telemetry"
)

const (
	maxBody        = 64 << 20 // the largest any endpoint takes: a problem package
	maxDocument    = 17 << 20 // the largest JSON:API document
	maxUnderWay    = 200      // requests and streams of one person at a time: many tabs, no flood
	requestTimeout = 90 * time.Second
	slowest        = 16 << 10 // bytes a second that a client sends or takes at least, in the long run
)

// Serve runs the configured services until ctx ends, then drains. What people should see is printed to out, the log to logs; settings
// are those in force, as operators are shown them.
func Serve(ctx context.Context, c Config, settings []operations.Setting, out, logs io.Writer) (err error) {
	if err := c.Validate(); err != nil {
		return err
	}
	if err := c.Prepare(); err != nil {
		return err
	}
	log, err := telemetry.Logger(logs, c.LogLevel, c.LogFormat)
	if err != nil {
		return err
	}
	hide := operations.Hiding(c)
	recent := telemetry.NewRecent(hide)
	log = recent.Watch(log)
	s, err := openSystem(ctx, c, log, telemetry.Registry())
	if err != nil {
		return err
	}
	s.settings, s.recent, s.hide = settings, recent, hide
	defer func() { err = errors.Join(err, s.close()) }()
	parts, err := s.build(ctx)
	if err != nil {
		return err
	}
	group := lifecycle.New(log, c.Drain)
	group.Add(s.teller(group, parts))
	for _, p := range parts {
		group.Add(lifecycle.Unit{Name: p.name, Run: p.Run, Ready: p.Ready})
	}
	if err := s.addServers(group, parts); err != nil {
		return err
	}
	return group.Run(ctx, func() { s.greet(ctx, out, parts) })
}

type builtPart struct {
	name string
	*module.Part
}

// build makes the modules of this process, and what all of them need beside.
func (s *system) build(ctx context.Context) ([]builtPart, error) {
	w := newWiring(modules(), s.config.runs, s.bus)
	parts, err := w.build(ctx, s.config, s.given)
	if err != nil {
		return nil, err
	}
	near, err := w.neighbour("auth")
	if err != nil {
		return nil, err
	}
	s.auth = near.(module.AuthNeighbour)
	s.rights = httpx.NewRights(s.standings, s.log)
	parts = append(parts, builtPart{"rights", &module.Part{Run: s.rights.Run}})
	if len(s.kept) > 0 {
		parts = append(parts, builtPart{"answers", &module.Part{Run: s.sweepAnswers}})
	}
	if s.config.runs("auth") || s.config.runs("assessments") || s.config.runs("interviews") {
		counted, err := mail.Measured(s.mails, s.bus, s.registry)
		if err != nil {
			return nil, err
		}
		parts = append(parts, builtPart{"mail", &module.Part{Run: func(ctx context.Context) error { return mail.Deliver(ctx, s.bus, counted) }}})
	}
	return s.withCollector(s.withOperations(parts))
}

// addServers adds the product's listener and the admin listener, which stop first.
func (s *system) addServers(group *lifecycle.Group, parts []builtPart) error {
	ready := s.readiness(group)
	handler, err := s.handler(parts, ready)
	if err != nil {
		return err
	}
	secure, err := secured(s.config, &s.shown, s.log)
	if err != nil {
		return err
	}
	if s.config.AdminAddr != "" {
		admin, err := bindAdmin(s.config.AdminAddr, s.config.Demo)
		if err != nil {
			return err
		}
		s.admin = admin.Addr().String()
		group.Add(serving("admin", admin, telemetry.Admin(s.registry, ready), nil))
	}
	product, err := bind("--addr", s.config.Addr)
	if err != nil {
		return err
	}
	group.Add(serving("http", product, handler, secure))
	return nil
}

// readiness is what /readyz tells: every unit is ready, and the demo's people can sign in.
func (s *system) readiness(group *lifecycle.Group) func(context.Context) error {
	return func(ctx context.Context) error {
		if err := group.Check(ctx); err != nil {
			return err
		}
		return s.demo.Ready()
	}
}

// handler is everything this process serves to people, behind one chain of middleware.
func (s *system) handler(parts []builtPart, ready func(context.Context) error) (http.Handler, error) {
	mux, outside := http.NewServeMux(), http.NewServeMux()
	telemetry.Health(mux, ready)
	for _, p := range parts {
		if p.Register != nil {
			p.Register(newAPI(mux), mux)
		}
		for path, h := range p.Outside {
			mount(outside, h, path)
		}
	}
	if s.config.runs("web") {
		if folder, ok := s.mails.(mail.Folder); ok && s.config.Demo {
			registerMailbox(newAPI(mux), folder)
		}
		if err := passOn(mux, outside, s.config, s.log); err != nil {
			return nil, err
		}
		refuseDropins(outside, s.config.DropinConfig)
		if err := mountWeb(mux); err != nil {
			return nil, err
		}
	}
	return httpx.Chain(jsonapi.RouterErrors(mux),
		httpx.RequestIDs,
		httpx.Trace(s.traces),
		httpx.Log(s.log),
		httpx.Recover,
		httpx.Metrics(s.registry),
		httpx.SecurityHeaders(httpx.Policy{Secure: s.cookies.Secure, Connect: s.config.VideoOrigins()}),
		httpx.CORS(s.config.CORSOrigins, "/v1/"),
		httpx.Pace{Grace: requestTimeout, Rate: slowest}.Middleware,
		httpx.LimitBody(maxBody),
		httpx.Timeout(requestTimeout, httpx.Streams),
		aside(outside),
		httpx.Compress(secretive),
		httpx.Authenticate(s.verifier(), s.cookies, s.origins),
		s.rights.Middleware,
		httpx.LimitUnderWay(maxUnderWay),
		httpx.Idempotent(s.answersOf, maxDocument),
	), nil
}

// Migrate brings the databases of the configured services up to date; done is told each.
func Migrate(ctx context.Context, c Config, done func(service string)) error {
	if err := c.Validate(); err != nil {
		return err
	}
	if err := c.Prepare(); err != nil {
		return err
	}
	for _, m := range modules() {
		if m.migrations == nil || !c.runs(m.name) {
			continue
		}
		d, err := open.Database(ctx, c.StorageConfig, m.tables(), slog.New(slog.DiscardHandler))
		if err != nil {
			return err
		}
		if err := d.Close(); err != nil {
			return err
		}
		done(m.name)
	}
	return nil
}

func (m row) tables() open.Tables {
	return open.Tables{Schema: m.name, Migrations: m.migrations, Beside: m.beside, Restored: m.restored}
}
