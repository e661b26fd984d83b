package backup

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"

	"github.com/codecraft-hq/codecraft/internal/app/open"
	"github.com/codecraft-hq/codecraft/internal/base/db"
	"github.com/codecraft-hq/codecraft/internal/base/db/dump"
)

// inPostgres is an installation with a schema a service.
type inPostgres struct{ Installation }

func (inPostgres) kind() string { return kindPostgres }

func (i inPostgres) url() string { return i.Storage.DatabaseURL.Reveal() }

func (i inPostgres) dump(ctx context.Context, folder string, m *Manifest) (members []string, err error) {
	r, err := dump.Read(ctx, i.url())
	if err != nil {
		return nil, err
	}
	defer func() { err = errors.Join(err, r.Close(context.WithoutCancel(ctx))) }()
	for _, schema := range i.schemas() {
		s := Service{Name: schema}
		if s.Versions, err = r.Versions(ctx, schema); err != nil {
			return nil, err
		}
		if len(s.Versions) == 0 {
			return nil, fmt.Errorf("the database has no tables of %s: name that of the installation with --database-url", schema)
		}
		tables, err := r.Tables(ctx, schema)
		if err != nil {
			return nil, err
		}
		for _, t := range tables {
			size, err := copyRows(ctx, r, &t, filepath.Join(folder, tableMember(t)))
			if err != nil {
				return nil, err
			}
			s.Bytes += size
			m.Tables, members = append(m.Tables, t), append(members, tableMember(t))
		}
		m.Services = append(m.Services, s)
		i.Tell("%s: copied, %d tables, %s", schema, len(tables), megabytes(s.Bytes))
	}
	return members, nil
}

func copyRows(ctx context.Context, r *dump.Reader, t *dump.Table, to string) (size int64, err error) {
	if err := os.MkdirAll(filepath.Dir(to), 0o700); err != nil {
		return 0, err
	}
	file, err := os.OpenFile(to, os.O_CREATE|os.O_EXCL|os.O_WRONLY, 0o600)
	if err != nil {
		return 0, err
	}
	defer func() { err = errors.Join(err, file.Close()) }()
	if err := r.Copy(ctx, t, file); err != nil {
		return 0, err
	}
	return file.Seek(0, io.SeekCurrent)
}

func (i inPostgres) occupied(ctx context.Context) (string, error) {
	table, err := dump.Occupied(ctx, i.url(), i.schemas())
	if err != nil || table == "" {
		return "", err
	}
	return fmt.Sprintf("the database has the table %s already: name an empty one with --database-url (CREATE DATABASE makes one), or drop the schemas of this one", table), nil
}

// load makes the tables as they were when they were copied.
func (i inPostgres) load(ctx context.Context, m Manifest) (loader, error) {
	for _, s := range m.Services {
		for _, tables := range i.Services {
			if tables.Schema != s.Name {
				continue
			}
			if err := i.makeTables(ctx, tables, s.Versions); err != nil {
				return nil, err
			}
		}
	}
	return &postgresLoader{in: i, m: m}, nil
}

func (i inPostgres) makeTables(ctx context.Context, tables open.Tables, versions map[string]int64) error {
	d, err := db.Open(ctx, db.Config{URL: i.url(), Schema: tables.Schema, UpTo: versions})
	if err != nil {
		return err
	}
	return errors.Join(tables.Migrate(ctx, d), d.Close())
}

// postgresLoader has one transaction for all, which begins with the first rows: a server ends what is idle for long.
type postgresLoader struct {
	in inPostgres
	m  Manifest
	w  *dump.Writer // nil before
}

func (l *postgresLoader) take(ctx context.Context, member string, from io.Reader) (err error) {
	t, is := l.m.table(member)
	if !is {
		return unknown(member)
	}
	if l.w == nil {
		if l.w, err = dump.Write(ctx, l.in.url(), l.m.Tables); err != nil {
			return err
		}
	}
	return l.w.Load(ctx, t, from)
}

func (l *postgresLoader) finish(ctx context.Context) error {
	if l.w == nil {
		return errors.New("the backup has no rows")
	}
	return l.w.Commit(ctx)
}

func (l *postgresLoader) close() error {
	if l.w == nil {
		return nil
	}
	return l.w.Close(context.Background())
}
