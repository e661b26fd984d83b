package backup

import (
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"log/slog"
	"os"
	"slices"
	"strings"
	"time"

	"github.com/codecraft-hq/codecraft/internal/app/open"
	"github.com/codecraft-hq/codecraft/internal/base/blob"
)

// Restore makes the installation of an archive, where there is none, and brings it to this version's schema.
func Restore(ctx context.Context, i Installation, file string) (report Report, err error) {
	if err := i.hasFiles(); err != nil {
		return report, err
	}
	if err := i.vacant(ctx); err != nil {
		return report, err
	}
	info, err := os.Stat(file)
	if err != nil {
		return report, err
	}
	m, err := i.verify(ctx, file)
	if err != nil {
		return report, err
	}
	if err := i.Storage.Prepare(); err != nil {
		return report, err
	}
	letGo, err := open.Lock(i.Storage)
	if err != nil {
		return report, err
	}
	defer func() { err = errors.Join(err, letGo()) }()
	done, err := i.Storage.Restoring()
	if err != nil {
		return report, err
	}
	if err := i.fill(ctx, file, m); err != nil {
		return report, fmt.Errorf("%w\nThe restoration is not complete: %s", err, i.Storage.BeginAgain())
	}
	return Report{file, info.Size(), m}, done()
}

// vacant refuses a place in which there is something.
func (i Installation) vacant(ctx context.Context) error {
	entries, err := os.ReadDir(i.Storage.Data)
	if err != nil && !errors.Is(err, fs.ErrNotExist) {
		return err
	}
	for _, entry := range entries {
		if name := entry.Name(); name != "lost+found" { // of a fresh volume
			return fmt.Errorf("%s has %s in it already: a backup is restored into an empty folder; name another one with --data, or move this one away", i.Storage.Data, name)
		}
	}
	if err := i.vacantBucket(ctx); err != nil {
		return err
	}
	occupied, err := i.database().occupied(ctx)
	if err != nil {
		return err
	}
	if occupied != "" {
		return errors.New(occupied)
	}
	return nil
}

// vacantBucket refuses one that has blobs of an installation.
func (i Installation) vacantBucket(ctx context.Context) error {
	if !i.Storage.InBucket() {
		return nil
	}
	blobs, err := open.Keeper(ctx, i.Storage)
	if err != nil {
		return err
	}
	return blobs.Each(ctx, func(digest blob.Digest, _ int64) error {
		return fmt.Errorf("there are blobs already, %s among them: a backup is restored into an empty prefix; name another one with --s3-prefix, or another bucket", blobs.Place(digest))
	})
}

// verify reads the whole archive before anything is made of it.
func (i Installation) verify(ctx context.Context, file string) (Manifest, error) {
	var members []string
	m, err := read(ctx, file, func(name string, _ io.Reader) error {
		if !strings.HasPrefix(name, blobsFolder+"/") {
			members = append(members, name)
		}
		return nil
	})
	if err != nil {
		return m, err
	}
	if err := i.accepts(ctx, m, members); err != nil {
		return m, explain(file, err)
	}
	i.Tell("the archive is whole: version %s, made %s", m.Version, m.MadeAt.Format(time.RFC3339))
	return m, nil
}

// fill writes blobs first and databases after them: what a row refers to is there before the row is.
func (i Installation) fill(ctx context.Context, file string, m Manifest) (err error) {
	blobs, err := open.Keeper(ctx, i.Storage)
	if err != nil {
		return err
	}
	databases, err := i.database().load(ctx, m)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, databases.close()) }()
	done, told := 0, time.Now()
	_, err = read(ctx, file, func(member string, from io.Reader) error {
		if !strings.HasPrefix(member, blobsFolder+"/") {
			return databases.take(ctx, member, from)
		}
		if done++; time.Since(told) > tellEvery {
			told = time.Now()
			i.Tell("blobs: %d of %d", done, m.Blobs)
		}
		_, _, err := blobs.Put(ctx, from)
		return err
	})
	if err != nil {
		return err
	}
	i.Tell("blobs: %d, %s", done, megabytes(m.BlobBytes))
	if err := databases.finish(ctx); err != nil {
		return err
	}
	return i.settle(ctx, m)
}

// settle brings each database to this version, as a start would: what can be wrong with that is known now. Then it has services
// mend their rows.
func (i Installation) settle(ctx context.Context, m Manifest) error {
	for _, tables := range i.Services {
		d, err := open.Database(ctx, i.Storage, tables, slog.New(slog.DiscardHandler))
		if err != nil {
			return err
		}
		if tables.Restored != nil {
			err = tables.Restored(ctx, d)
		}
		if err := errors.Join(err, d.Close()); err != nil {
			return fmt.Errorf("%s: %w", tables.Schema, err)
		}
		if at := slices.IndexFunc(m.Services, func(s Service) bool { return s.Name == tables.Schema }); at >= 0 {
			i.Tell("%s: restored, %s", tables.Schema, megabytes(m.Services[at].Bytes))
		}
	}
	return nil
}
