package cli

import (
	"context"
	"encoding/json"
	"fmt"

	"github.com/codecraft-hq/codecraft/internal/app"
	"github.com/codecraft-hq/codecraft/internal/app/backup"
	"github.com/codecraft-hq/codecraft/internal/app/open"
)

type backupCommand struct {
	open.StorageConfig
	JSON bool   `name:"json" help:"Print what was copied as JSON."`
	File string `arg:"" type:"path" help:"Archive to make (a tar in zstd). It must not be there yet."`
}

// Help is shown above the flags.
func (backupCommand) Help() string {
	return `Copies the databases of all services and all blobs. The product may run, and people may work, meanwhile. Beside the archive there must be room for a copy of the databases.

The archive holds every secret of the installation: the keys that sign sessions, hashes of passwords, secrets of webhooks, and what candidates wrote. Only its owner may read it (mode 0600); encrypt it before it leaves the machine.`
}

// Examples are shown in the command's help.
func (backupCommand) Examples() []string {
	return []string{
		"codecraft backup /backups/$(date +%F).tar.zst     # the SQLite files and blobs below ./data",
		"codecraft backup --data /srv/codecraft --database-url postgres://codecraft@db/codecraft today.tar.zst",
		"codecraft backup --json today.tar.zst             # what was copied, for a script",
	}
}

// Run makes the archive. How far it is goes to standard error.
func (b *backupCommand) Run(ctx context.Context, o output) error {
	report, err := app.Backup(ctx, b.StorageConfig, b.File, o.progress)
	if err != nil {
		return err
	}
	return o.report(report, b.JSON, b.File)
}

type restoreCommand struct {
	open.StorageConfig
	JSON bool   `name:"json" help:"Print what was restored as JSON."`
	File string `arg:"" type:"path" help:"Archive that codecraft backup has made."`
}

// Help is shown above the flags.
func (restoreCommand) Help() string {
	return `Restores into an empty data folder, and into an empty database where that is PostgreSQL; a backup of one kind of database is restored into the same kind. The archive is read once before anything is written. One of an older version is brought to this version's schema.

Start the product with a queue that is empty, too: a fresh data folder has one; of a NATS server of your own, give it a fresh store.`
}

// Examples are shown in the command's help.
func (restoreCommand) Examples() []string {
	return []string{
		"codecraft restore --data /srv/codecraft today.tar.zst",
		"codecraft restore --data /srv/codecraft --database-url postgres://codecraft@db/empty today.tar.zst",
	}
}

// Run restores, and says what. How far it is goes to standard error.
func (r *restoreCommand) Run(ctx context.Context, o output) error {
	report, err := app.Restore(ctx, r.StorageConfig, r.File, o.progress)
	if err != nil {
		return err
	}
	return o.report(report, r.JSON, "restored from "+r.File)
}

func (o output) progress(format string, args ...any) { fmt.Fprintf(o.err, format+"\n", args...) }

func (o output) report(r backup.Report, asJSON bool, what string) error {
	if asJSON {
		encoder := json.NewEncoder(o.out)
		encoder.SetIndent("", "  ")
		return encoder.Encode(r)
	}
	_, err := fmt.Fprintf(o.out, "%s: version %s on %s, of %s, with %d services and %d blobs; the archive has %.1f MB\n",
		what, r.Version, r.Database, r.MadeAt.Format("2006-01-02 15:04:05 MST"), len(r.Services), r.Blobs, float64(r.Bytes)/1e6)
	return err
}
