package backup

import (
	"context"
	"fmt"
	"path"
	"slices"
	"time"

	"github.com/codecraft-hq/codecraft/internal/app/open"
	"github.com/codecraft-hq/codecraft/internal/base/db"
	"github.com/codecraft-hq/codecraft/internal/base/db/dump"
)

// format is that of the archives made here; those with a higher one are not understood.
const format = 1

// Manifest says what an archive is of.
type Manifest struct {
	Format    int       `json:"format"`
	Version   string    `json:"version"` // of the product
	MadeAt    time.Time `json:"madeAt"`
	Database  string    `json:"database"` // SQLite, PostgreSQL
	Blobs     int       `json:"blobs"`
	BlobBytes int64     `json:"blobBytes"`

	Services []Service    `json:"services"`
	Tables   []dump.Table `json:"tables,omitempty"` // PostgreSQL: in the order of their files
}

// Service is one whose database is in the archive.
type Service struct {
	Name     string           `json:"name"`
	Versions map[string]int64 `json:"versions"` // by set of migrations
	Bytes    int64            `json:"bytes"`
}

// Installation is what is copied, or made of a copy.
type Installation struct {
	Storage  open.StorageConfig
	Services []open.Tables // a service before those that it asks
	Version  string
	Tell     func(format string, args ...any) // is told how far it is
}

func (i Installation) schemas() (all []string) {
	for _, s := range i.Services {
		all = append(all, s.Schema)
	}
	return all
}

// database is the kind that the installation has.
func (i Installation) database() database {
	if i.Storage.DatabaseURL == "" {
		return inSQLite{i}
	}
	return inPostgres{i}
}

// accepts refuses an archive that this version can make no installation of. Its members are those that are no blobs.
func (i Installation) accepts(ctx context.Context, m Manifest, members []string) error {
	const newer = "the backup is of version %s, which is newer than this one (%s): %s; restore it with that version or a later one"
	if m.Format < 1 {
		return errForeign
	}
	if m.Format > format {
		return fmt.Errorf(newer, m.Version, i.Version, "its form is not known")
	}
	if kind := i.database().kind(); m.Database != kind {
		return fmt.Errorf("the backup is of %s, and this installation is on %s: %s", m.Database, kind, map[string]string{
			kindSQLite: "restore it without --database-url", kindPostgres: "restore it with --database-url and an empty PostgreSQL database",
		}[m.Database])
	}
	for _, s := range m.Services {
		at := slices.IndexFunc(i.Services, func(t open.Tables) bool { return t.Schema == s.Name })
		if at < 0 {
			return fmt.Errorf(newer, m.Version, i.Version, "there is no service "+s.Name)
		}
		known, err := db.Newest(m.Database == kindPostgres, func(d *db.DB) error { return i.Services[at].Migrate(ctx, d) })
		if err != nil {
			return err
		}
		for set, version := range s.Versions {
			if version > known[set] {
				return fmt.Errorf(newer, m.Version, i.Version, fmt.Sprintf("its schema %s of %s is at %d, where %d is known", set, s.Name, version, known[set]))
			}
		}
	}
	return m.has(members)
}

// has demands that the members are those that the manifest tells of.
func (m *Manifest) has(members []string) error {
	var want []string
	for _, t := range m.Tables {
		if !slices.ContainsFunc(m.Services, func(s Service) bool { return s.Name == t.Schema }) {
			return unknown(tableMember(t))
		}
		want = append(want, tableMember(t))
	}
	if m.Database == kindSQLite {
		for _, s := range m.Services {
			want = append(want, fileMember(s.Name))
		}
	}
	for _, member := range members {
		at := slices.Index(want, member)
		if at < 0 {
			return unknown(member)
		}
		want = slices.Delete(want, at, at+1)
	}
	if len(want) > 0 {
		return fmt.Errorf("%w: it has no %s", errDamaged, want[0])
	}
	return nil
}

func unknown(member string) error {
	return fmt.Errorf("%w: it has something that is not known here, %s", errDamaged, member)
}

const (
	blobsFolder     = "blobs"
	databasesFolder = "databases"
)

func (m *Manifest) table(member string) (dump.Table, bool) {
	at := slices.IndexFunc(m.Tables, func(t dump.Table) bool { return tableMember(t) == member })
	if at < 0 {
		return dump.Table{}, false
	}
	return m.Tables[at], true
}

func fileMember(service string) string { return path.Join(databasesFolder, service+".db") }

func tableMember(t dump.Table) string {
	return path.Join(databasesFolder, t.Schema, t.Name+".rows")
}
