package app

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"net"
	netmail "net/mail"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"time"

	"github.com/prometheus/client_golang/prometheus"
	"golang.org/x/sys/unix"

	"github.com/codecraft-hq/codecraft/internal/base/blob"
	"github.com/codecraft-hq/codecraft/internal/base/bus"
	"github.com/codecraft-hq/codecraft/internal/base/db"
	"github.com/codecraft-hq/codecraft/internal/base/errs"
	"github.com/codecraft-hq/codecraft/internal/base/httpx"
	"github.com/codecraft-hq/codecraft/internal/base/idempotency"
	"github.com/codecraft-hq/codecraft/internal/base/identity"
	"github.com/codecraft-hq/codecraft/internal/base/ids"
	"github.com/codecraft-hq/codecraft/internal/base/mail"
	"github.com/codecraft-hq/codecraft/internal/base/outbox"
	contract "github.com/codecraft-hq/codecraft/internal/contract/auth"
)

// maxBlob bounds one blob, in bytes.
const maxBlob = 1 << 30

// system is what the modules of this process share, and what they offer one another.
type system struct {
	config   Config
	log      *slog.Logger
	registry *prometheus.Registry
	bus      *bus.Bus
	blobs    blob.Store
	mails    mail.Sender
	cookies  httpx.Cookies
	origins  httpx.Origins
	keys     func(context.Context) ([]byte, error) // auth's public keys, from here or over the bus
	rights   *httpx.Rights
	demo     *demo
	admin    string // the address that the admin listener has
	closers  []func() error
	near     neighbours
	kept     []kept // answers under Idempotency-Keys, by service
}

// openSystem opens what services share. Close it when they have stopped.
func openSystem(ctx context.Context, c Config, log *slog.Logger, registry *prometheus.Registry) (*system, error) {
	s := &system{config: c, log: log, registry: registry, cookies: httpx.Cookies{Secure: strings.HasPrefix(c.PublicURL, "https://")}}
	s.origins.Allowed = []string{c.PublicURL}
	var err error
	if s.demo, err = newDemo(c); err != nil {
		return nil, fmt.Errorf("demo: %w", err)
	}
	for _, open := range []func() error{s.lockData, func() error { return s.openBus(ctx) }, s.openBlobs, s.openMails} {
		if err := open(); err != nil {
			return nil, errors.Join(err, s.close())
		}
	}
	return s, nil
}

// lockData keeps a second process from the same embedded queue and databases. The lock ends with the process.
func (s *system) lockData() error {
	if s.config.NATSURL != "" {
		return nil // a split installation shares the folder of blobs only
	}
	file, err := os.OpenFile(s.config.folder("lock"), os.O_CREATE|os.O_RDWR, 0o600)
	if err != nil {
		return fmt.Errorf("--data: %w", err)
	}
	if err := unix.Flock(int(file.Fd()), unix.LOCK_EX|unix.LOCK_NB); err != nil {
		return errors.Join(fmt.Errorf("--data %s is in use by another codecraft: stop it, or choose another folder", s.config.Data), file.Close())
	}
	s.closers = append(s.closers, file.Close)
	return nil
}

func (s *system) openBus(ctx context.Context) error {
	c := bus.Config{URL: s.config.NATSURL.Reveal(), Name: "codecraft-" + strings.Join(s.config.Services, "-"), Dir: s.config.folder("queue"), Log: s.log}
	b, err := patiently(ctx, s.config.Patience, s.log, func() (*bus.Bus, error) { return bus.Start(c) })
	if err != nil {
		return fmt.Errorf("queue: %w", err)
	}
	s.bus = b
	s.closers = append(s.closers, b.Close)
	_, err = patiently(ctx, s.config.Patience, s.log, func() (struct{}, error) { return struct{}{}, ensureStreams(ctx, b) })
	return err
}

// patiently tries again what a neighbour that does not answer keeps from being done: in a split installation
// all may start at once.
func patiently[T any](ctx context.Context, patience time.Duration, log *slog.Logger, do func() (T, error)) (T, error) {
	for end := time.Now().Add(patience); ; {
		made, err := do()
		if !errs.Is(err, errs.Unavailable) || time.Now().After(end) {
			return made, err
		}
		log.Warn("waiting at the start", "for", time.Until(end).Round(time.Second), "error", err)
		select {
		case <-ctx.Done():
			return made, errors.Join(err, ctx.Err())
		case <-time.After(min(time.Second, patience)):
		}
	}
}

func (s *system) openBlobs() error {
	if s.config.Blobs == "queue" {
		s.blobs = blob.NewRemote(s.bus)
		return nil
	}
	files, err := blob.NewFiles(s.config.folder("blobs"), maxBlob)
	if err != nil {
		return fmt.Errorf("blobs: %w", err)
	}
	s.blobs = files
	if s.config.NATSURL == "" {
		return nil
	}
	stop, err := blob.Serve(s.bus, files)
	if err == nil {
		s.closers = append(s.closers, stop)
	}
	return err
}

func (s *system) openMails() error {
	if s.config.SMTPAddr == "" {
		from, err := netmail.ParseAddress(s.config.MailFrom)
		if err != nil {
			return fmt.Errorf("--mail-from %q: write Name <address>", s.config.MailFrom)
		}
		s.mails = mail.Folder{Dir: s.config.folder("mails"), From: *from}
		return nil
	}
	host, portText, err := net.SplitHostPort(s.config.SMTPAddr)
	if err != nil {
		return fmt.Errorf("--smtp-addr %q: write host:port", s.config.SMTPAddr)
	}
	port, err := strconv.Atoi(portText)
	if err != nil {
		return fmt.Errorf("--smtp-addr %q: the port must be a number", s.config.SMTPAddr)
	}
	s.mails, err = mail.NewSMTP(mail.SMTPConfig{
		Host: host, Port: port, Security: s.config.SMTPSecurity, Username: s.config.SMTPUser, Password: s.config.SMTPPassword, From: s.config.MailFrom,
	})
	return err
}

// database opens a service's database and brings it up to date.
func (s *system) database(ctx context.Context, m module) (*db.DB, error) {
	d, err := patiently(ctx, s.config.Patience, s.log, func() (*db.DB, error) { return openDatabase(ctx, s.config, m) })
	if err != nil {
		return nil, err
	}
	s.closers = append(s.closers, d.Close)
	s.keepAnswers(m, d)
	return d, s.registry.Register(outbox.Metrics(d))
}

func openDatabase(ctx context.Context, c Config, m module) (*db.DB, error) {
	address := c.DatabaseURL.Reveal()
	if address == "" {
		address = filepath.Join(c.Data, "databases")
	}
	d, err := db.Open(ctx, db.Config{URL: address, Schema: m.name})
	if err != nil {
		return nil, err
	}
	err = errors.Join(d.Migrate(ctx, migrationsOf(m)), outbox.Migrate(ctx, d), idempotency.Migrate(ctx, d))
	if m.beside != nil {
		err = errors.Join(err, m.beside(ctx, d))
	}
	if err != nil {
		return nil, errors.Join(err, d.Close())
	}
	return d, nil
}

func (s *system) close() error {
	var all []error
	for i := len(s.closers) - 1; i >= 0; i-- {
		all = append(all, s.closers[i]())
	}
	return errors.Join(all...)
}

// verifier checks tokens by itself; it asks auth for public keys only.
func (s *system) verifier() *identity.Verifier {
	return identity.NewVerifier(func(ctx context.Context) ([]byte, error) { return s.keys(ctx) })
}

// standings are what sessions may do now, from auth, here or over the bus.
func (s *system) standings(ctx context.Context, sessions []ids.Session) ([]identity.Standing, error) {
	answer, err := s.near.auth.Standings(ctx, contract.StandingsOf{Sessions: sessions})
	return answer.Standings, err
}
