// Package open opens what the services of a process share: its folder, the queue, blobs, mails, databases, and the sandbox
// that a worker runs programs in. It knows no service.
package open

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"log/slog"
	"os"
	"path/filepath"
	"strings"
	"time"

	"go.opentelemetry.io/otel/trace"
	"golang.org/x/sys/unix"

	"github.com/codecraft-hq/codecraft/internal/base/bus"
	"github.com/codecraft-hq/codecraft/internal/base/config"
	"github.com/codecraft-hq/codecraft/internal/base/db"
	"github.com/codecraft-hq/codecraft/internal/base/errs"
	"github.com/codecraft-hq/codecraft/internal/base/idempotency"
	"github.com/codecraft-hq/codecraft/internal/base/outbox"
	"github.com/codecraft-hq/codecraft/internal/base/quota"
)

// maxCopies is the most that a NATS cluster keeps of a stream.
const maxCopies = 5

// StorageConfig is where a process keeps things. The tags are read by the command line (kong).
type StorageConfig struct {
	Data        string        `default:"data" type:"path" help:"Folder of databases, blobs, queue and mails." group:"Storage"`
	DatabaseURL config.Secret `help:"PostgreSQL address (postgres://...), a schema a service. Default: an SQLite file a service below --data." group:"Storage"`
	NATSURL     config.Secret `name:"nats-url" help:"NATS server of a split installation, or several of a cluster with commas between them. Default: embedded, in process." group:"Storage"`
	NATSCopies  int           `name:"nats-copies" default:"1" help:"Copies of what waits in the queue, on as many servers of a NATS cluster: with 3 nothing is lost with one of them. All processes say the same." group:"Storage"`
	Blobs       string        `default:"files" enum:"files,queue,s3" help:"Where sources, test data and recordings are kept: files below --data (offered to the others over the queue); queue: asked of whoever has the files; or s3: a bucket that every process reaches." group:"Storage"`
	Patience    time.Duration `default:"1m" help:"How long a start waits for the queue, the database, the bucket and a video server elsewhere to answer." group:"Storage"`

	BucketConfig
}

// Check refuses what contradicts itself.
func (c StorageConfig) Check(refuse func(string, ...any)) {
	if d := c.DatabaseURL.Reveal(); d != "" && !strings.HasPrefix(d, "postgres://") && !strings.HasPrefix(d, "postgresql://") {
		refuse("--database-url: write a PostgreSQL address, postgres://user:password@host/database")
	}
	if c.Asks() && c.NATSURL == "" {
		refuse("--blobs=queue needs --nats-url: blobs are asked for over a NATS server")
	}
	switch {
	case c.NATSCopies < 0 || c.NATSCopies > maxCopies:
		refuse("--nats-copies %d: from 1 to %d, as NATS keeps", c.NATSCopies, maxCopies)
	case c.NATSCopies > 1 && c.NATSURL == "":
		refuse("--nats-copies %d needs --nats-url: the embedded server is alone", c.NATSCopies)
	}
	c.checkBucket(refuse)
}

// Folder is one below the data folder.
func (c StorageConfig) Folder(name string) string { return filepath.Join(c.Data, name) }

// Prepare makes the data folder, readable by its owner only. One that a backup was not wholly restored into is refused: it would be
// served as a new installation.
func (c StorageConfig) Prepare() error {
	if err := os.MkdirAll(c.Data, 0o700); err != nil {
		return fmt.Errorf("--data: %w; choose a folder this user may write", err)
	}
	if _, err := os.Stat(c.restoring()); err == nil {
		return fmt.Errorf("--data %s: a backup is being restored into it, or its restoration has failed: %s", c.Data, c.BeginAgain())
	}
	return nil
}

func (c StorageConfig) restoring() string { return c.Folder("restoring") }

// Restoring has Prepare refuse the data folder from now on, until done is called.
func (c StorageConfig) Restoring() (done func() error, err error) {
	return func() error { return os.Remove(c.restoring()) }, os.WriteFile(c.restoring(), nil, 0o600)
}

// BeginAgain says what is to be done where a restoration has failed.
func (c StorageConfig) BeginAgain() string {
	empty := "empty " + c.Data
	if c.DatabaseURL != "" {
		empty += " and the database"
	}
	if c.InBucket() {
		empty += fmt.Sprintf(", and the bucket %s below %q", c.S3Bucket, c.S3Prefix)
	}
	return empty + ", and restore it again"
}

// Lock keeps a second process from the same embedded queue and databases until it is let go or the process ends.
func Lock(c StorageConfig) (letGo func() error, err error) {
	if c.NATSURL != "" {
		return func() error { return nil }, nil // a split installation shares the folder of blobs only
	}
	file, err := os.OpenFile(c.Folder("lock"), os.O_CREATE|os.O_RDWR, 0o600)
	if err != nil {
		return nil, fmt.Errorf("--data: %w", err)
	}
	if err := unix.Flock(int(file.Fd()), unix.LOCK_EX|unix.LOCK_NB); err != nil {
		return nil, errors.Join(fmt.Errorf("--data %s is in use by another codecraft: stop it, or choose another folder", c.Data), file.Close())
	}
	return file.Close, nil
}

// Bus starts or reaches the queue, and makes sure of its streams: whichever process starts first finds them.
func Bus(ctx context.Context, c StorageConfig, name string, streams []bus.StreamConfig, traces trace.TracerProvider, log *slog.Logger) (*bus.Bus, error) {
	b, err := Patiently(ctx, c.Patience, log, func() (*bus.Bus, error) {
		return bus.Start(bus.Config{URL: c.NATSURL.Reveal(), Copies: c.NATSCopies, Name: name, Dir: c.Folder("queue"), Log: log, Traces: traces})
	})
	if err != nil {
		return nil, fmt.Errorf("queue: %w", err)
	}
	for _, stream := range streams {
		if _, err := Patiently(ctx, c.Patience, log, func() (struct{}, error) { return struct{}{}, b.EnsureStream(ctx, stream) }); err != nil {
			return nil, errors.Join(err, b.Close())
		}
	}
	return b, nil
}

// Patiently tries again what a neighbour that does not answer keeps from being done: in a split installation
// all may start at once.
func Patiently[T any](ctx context.Context, patience time.Duration, log *slog.Logger, do func() (T, error)) (T, error) {
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

// Tables are what a service keeps in its database.
type Tables struct {
	Schema     string
	Migrations fs.FS                               // in the folder "migrations"
	Beside     func(context.Context, *db.DB) error // makes the tables of packages below it; nil: there are none
	Restored   func(context.Context, *db.DB) error // mends rows that tell of what no backup has; nil: there are none
}

// Database opens a service's database and brings it up to date; the outbox, the kept answers and the quotas with it.
func Database(ctx context.Context, c StorageConfig, t Tables, log *slog.Logger) (*db.DB, error) {
	return Patiently(ctx, c.Patience, log, func() (*db.DB, error) {
		address := c.DatabaseURL.Reveal()
		if address == "" {
			address = c.Folder("databases")
		}
		d, err := db.Open(ctx, db.Config{URL: address, Schema: t.Schema})
		if err != nil {
			return nil, err
		}
		if err := t.Migrate(ctx, d); err != nil {
			return nil, errors.Join(err, d.Close())
		}
		return d, nil
	})
}

// Migrate brings a database up to date, as far as it was opened to be.
func (t Tables) Migrate(ctx context.Context, d *db.DB) error {
	migrations, err := fs.Sub(t.Migrations, "migrations")
	if err != nil {
		return err
	}
	err = errors.Join(d.Migrate(ctx, migrations), outbox.Migrate(ctx, d), idempotency.Migrate(ctx, d), quota.Migrate(ctx, d))
	if t.Beside != nil {
		err = errors.Join(err, t.Beside(ctx, d))
	}
	return err
}
