package app

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"strings"

	"go.opentelemetry.io/otel/trace"

	"github.com/codecraft-hq/codecraft/internal/app/backup"
	"github.com/codecraft-hq/codecraft/internal/app/module"
	"github.com/codecraft-hq/codecraft/internal/app/open"
	"github.com/codecraft-hq/codecraft/internal/app/operations"
	"github.com/codecraft-hq/codecraft/internal/base/blob"
	"github.com/codecraft-hq/codecraft/internal/base/bus"
	"github.com/codecraft-hq/codecraft/internal/base/db"
	"github.com/codecraft-hq/codecraft/internal/base/httpx"
	"github.com/codecraft-hq/codecraft/internal/base/identity"
	"github.com/codecraft-hq/codecraft/internal/base/ids"
	"github.com/codecraft-hq/codecraft/internal/base/mail"
	"github.com/codecraft-hq/codecraft/internal/base/outbox"
	"github.com/codecraft-hq/codecraft/internal/base/telemetry"
	contract "github.com/codecraft-hq/codecraft/internal/contract/auth"
)

// system is what the modules of this process share.
type system struct {
	config   Config
	log      *slog.Logger
	registry telemetry.Figures
	traces   trace.TracerProvider // nil: nothing is traced
	bus      *bus.Bus
	blobs    blob.Store
	keeper   blob.Keeper // of blobs; nil where others have them
	mails    mail.Sender
	cookies  httpx.Cookies
	origins  httpx.Origins
	auth     module.AuthNeighbour // here or over the bus
	rights   *httpx.Rights
	demo     *module.Demo
	admin    string // the address that the admin listener has
	shown    shownCertificate
	closers  []func() error
	kept     []kept // answers under Idempotency-Keys, by service

	settings []operations.Setting
	recent   *telemetry.Recent   // warnings and errors of the log
	hide     func(string) string // takes secrets out of a text
	board    *operations.Board   // nil where people do not come in
}

// openSystem opens what services share. Close it when they have stopped.
func openSystem(ctx context.Context, c Config, log *slog.Logger, registry telemetry.Figures) (*system, error) {
	s := &system{config: c, log: log, registry: registry, cookies: httpx.Cookies{Secure: c.secure()}}
	s.origins.Allowed = []string{c.PublicURL}
	if err := s.open(ctx); err != nil {
		return nil, errors.Join(err, s.close())
	}
	return s, nil
}

func (s *system) open(ctx context.Context) (err error) {
	c := s.config
	logging := open.Logging{Version: version, Services: c.Services, Level: c.LogLevel, Hide: operations.Hiding(c)}
	log, endLogs, err := open.Logs(c.LogsConfig, logging, s.registry, s.log)
	if err != nil {
		return err
	}
	s.log = log
	s.atClose(endLogs)
	if s.demo, err = module.NewDemo(c.Demo, c.DemoPassword, c.Folder("demo-password")); err != nil {
		return fmt.Errorf("demo: %w", err)
	}
	unlock, err := open.Lock(c.StorageConfig)
	if err != nil {
		return err
	}
	s.atClose(unlock)
	traces, endTraces, err := open.Traces(ctx, c.TracesConfig, version, c.Services, s.log)
	if err != nil {
		return err
	}
	s.traces = traces
	s.atClose(endTraces)
	if s.bus, err = open.Bus(ctx, c.StorageConfig, "codecraft-"+strings.Join(c.Services, "-"), streams(), s.traces, s.log); err != nil {
		return err
	}
	s.atClose(s.bus.Close)
	blobs, closeBlobs, err := open.Blobs(ctx, c.StorageConfig, s.bus, s.log)
	if err != nil {
		return err
	}
	s.atClose(closeBlobs)
	s.keeper, _ = blobs.(blob.Keeper)
	if s.mails, err = open.Mails(c.mail(), c.Folder("mails")); err != nil {
		return err
	}
	if s.blobs, err = blob.Measured(blobs, s.registry); err != nil {
		return err
	}
	return telemetry.Register(s.registry, buildInfo(), telemetry.Memory(), telemetry.Disk("data", c.Data), s.shown.metrics(), backup.LastMade(c.StorageConfig))
}

// given is what a module gets of the process, without its neighbours.
func (s *system) given(ctx context.Context, m row) (module.Given, error) {
	g := module.Given{
		Log: s.log, Registry: s.registry, Bus: s.bus, Blobs: s.blobs, Cookies: s.cookies, Origins: s.origins, Demo: s.demo, Close: s.atClose,
	}
	if m.migrations == nil {
		return g, nil
	}
	d, err := open.Database(ctx, s.config.StorageConfig, m.tables(), s.log)
	if err != nil {
		return g, err
	}
	s.atClose(d.Close)
	s.keepAnswers(m, d)
	g.DB = d
	return g, telemetry.Register(s.registry, outbox.Metrics(d), db.Metrics(d))
}

func (s *system) atClose(do func() error) { s.closers = append(s.closers, do) }

func (s *system) close() error {
	var all []error
	for i := len(s.closers) - 1; i >= 0; i-- {
		all = append(all, s.closers[i]())
	}
	return errors.Join(all...)
}

// verifier checks tokens by itself; it asks auth for public keys only.
func (s *system) verifier() *identity.Verifier {
	return identity.NewVerifier(func(ctx context.Context) ([]byte, error) { return s.auth.Keys(ctx) })
}

// standings are what sessions may do now, from auth, here or over the bus.
func (s *system) standings(ctx context.Context, sessions []ids.Session) ([]identity.Standing, error) {
	answer, err := s.auth.Standings(ctx, contract.StandingsOf{Sessions: sessions})
	return answer.Standings, err
}
