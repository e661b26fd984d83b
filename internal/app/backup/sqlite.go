package backup

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"path"
	"path/filepath"
	"slices"

	"github.com/codecraft-hq/codecraft/internal/base/db"
)

// inSQLite is an installation with a file a service.
type inSQLite struct{ Installation }

func (inSQLite) kind() string { return kindSQLite }

func (i inSQLite) dump(ctx context.Context, folder string, m *Manifest) (members []string, err error) {
	for _, schema := range i.schemas() {
		member := fileMember(schema)
		from := i.Storage.Folder(member)
		if _, err := os.Stat(from); err != nil {
			return nil, fmt.Errorf("there is no database of %s: %w; name the folder of the installation with --data, and --database-url where it is on PostgreSQL", schema, err)
		}
		s := Service{Name: schema}
		to := filepath.Join(folder, member)
		if s.Versions, err = copySQLite(ctx, from, to, schema); err != nil {
			return nil, err
		}
		info, err := os.Stat(to)
		if err != nil {
			return nil, err
		}
		s.Bytes = info.Size()
		m.Services, members = append(m.Services, s), append(members, member)
		i.Tell("%s: copied, %s", schema, megabytes(s.Bytes))
	}
	return members, nil
}

func copySQLite(ctx context.Context, from, to, schema string) (versions map[string]int64, err error) {
	d, err := db.Open(ctx, db.Config{URL: from, Schema: schema})
	if err != nil {
		return nil, err
	}
	defer func() { err = errors.Join(err, d.Close()) }()
	return d.CopyTo(ctx, to)
}

// occupied says nothing of its own: files are in the data folder.
func (inSQLite) occupied(context.Context) (string, error) { return "", nil }

func (i inSQLite) load(_ context.Context, m Manifest) (loader, error) {
	l := &sqliteLoader{i, m, i.Storage.Folder("databases.restoring")}
	return l, os.Mkdir(l.folder, 0o700)
}

// sqliteLoader makes the files in a folder beside their place.
type sqliteLoader struct {
	in     inSQLite
	m      Manifest
	folder string
}

func (l *sqliteLoader) take(_ context.Context, member string, from io.Reader) error {
	if !slices.ContainsFunc(l.m.Services, func(s Service) bool { return fileMember(s.Name) == member }) {
		return unknown(member)
	}
	file, err := os.OpenFile(filepath.Join(l.folder, path.Base(member)), os.O_CREATE|os.O_EXCL|os.O_WRONLY, 0o600)
	if err != nil {
		return err
	}
	_, err = io.Copy(file, from)
	return errors.Join(err, file.Sync(), file.Close())
}

func (l *sqliteLoader) finish(context.Context) error {
	if err := os.Rename(l.folder, l.in.Storage.Folder(databasesFolder)); err != nil {
		return err
	}
	return syncFolder(l.in.Storage.Data)
}

func (l *sqliteLoader) close() error { return os.RemoveAll(l.folder) }
