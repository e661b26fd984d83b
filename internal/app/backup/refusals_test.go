package backup_test

import (
	"bytes"
	"context"
	"errors"
	"net/http"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/codecraft-hq/codecraft/internal/app/backup"
	"github.com/codecraft-hq/codecraft/internal/app/open"
)

// untouched fails when there is anything in a place.
func (p place) untouched(t *testing.T) {
	t.Helper()
	if _, err := os.Stat(p.Storage.Data); !errors.Is(err, os.ErrNotExist) {
		t.Errorf("something was written: %v", err)
	}
}

func refused(t *testing.T, err error, says string) {
	t.Helper()
	if err == nil || !strings.Contains(err.Error(), says) {
		t.Errorf("got %v, want %q", err, says)
	}
}

func TestWhatIsNotWholeIsRefused(t *testing.T) {
	each(t, func(t *testing.T, empty func() place) {
		from := empty()
		from.furnish(t)
		whole, err := os.ReadFile(from.make(t))
		must(t, whole, err)
		to := empty()
		try := func(content []byte) error {
			file := filepath.Join(t.TempDir(), "it.tar.zst")
			if err := os.WriteFile(file, content, 0o600); err != nil {
				t.Fatal(err)
			}
			return to.restore(t, file)
		}
		for _, size := range []int{0, 1, 100, len(whole) / 2, len(whole) - 100, len(whole) - 1} {
			refused(t, try(whole[:size]), "ends too soon")
		}
		for _, at := range []int{len(whole) / 3, len(whole) / 2, len(whole) - 50} {
			changed := bytes.Clone(whole)
			changed[at] ^= 0x10
			if err := try(changed); err == nil {
				t.Errorf("a change at %d of %d is not seen", at, len(whole))
			}
		}
		refused(t, try(append(bytes.Clone(whole), "more"...)), "it.tar.zst is damaged")
		refused(t, try([]byte("PK\x03\x04 is the beginning of a zip")), "it.tar.zst is no backup of codecraft")
		to.untouched(t)
		if err := try(whole); err != nil {
			t.Error("what is whole, in the same place:", err)
		}
	})
}

func TestWhatCannotBeRestoredIsRefused(t *testing.T) {
	each(t, func(t *testing.T, empty func() place) {
		from := empty()
		from.furnish(t)
		file := from.make(t)

		refused(t, from.restore(t, file), "is restored into an empty folder")
		if from.Storage.DatabaseURL != "" {
			elsewhere := from
			elsewhere.Storage.Data = filepath.Join(t.TempDir(), "data")
			refused(t, elsewhere.restore(t, file), "the database has the table library.book already: name an empty one")
			elsewhere.untouched(t)
		}
		if from.bucket != nil {
			elsewhere := from
			elsewhere.Storage.Data = filepath.Join(t.TempDir(), "data")
			refused(t, elsewhere.restore(t, file), "is restored into an empty prefix")
			elsewhere.untouched(t)
			elsewhere.bucket.Before(func(w http.ResponseWriter, _ *http.Request) bool { w.WriteHeader(http.StatusForbidden); return true })
			refused(t, elsewhere.restore(t, file), "refuses s3:ListBucket")
			elsewhere.untouched(t)
			elsewhere.bucket.Before(nil)
		}
		newer := from
		newer.Services = []open.Tables{tables("library", library, later), tables("people", people)}
		newer.open(t, 0)
		to := empty()
		refused(t, to.restore(t, newer.make(t)), "its schema service of library is at 2, where 1 is known; restore it with that version or a later one")
		less := to
		less.Services = services()[:1]
		refused(t, less.restore(t, file), "there is no service people")
		asked := to
		asked.Storage.Blobs = "queue"
		refused(t, asked.restore(t, file), "--blobs=queue")
		refused(t, to.restore(t, filepath.Join(t.TempDir(), "absent")), "absent")
		to.untouched(t)
	})
}

// A backup of one kind of database is restored into that kind.
func TestABackupStaysWithItsKindOfDatabase(t *testing.T) {
	var places []place
	var files []string
	each(t, func(t *testing.T, empty func() place) {
		from := empty()
		from.furnish(t)
		file, err := os.ReadFile(from.make(t))
		must(t, file, err)
		places, files = append(places, empty()), append(files, string(file))
		if len(places) != 2 {
			return
		}
		for i, says := range []string{"the backup is of PostgreSQL, and this installation is on SQLite: restore it with --database-url", "the backup is of SQLite, and this installation is on PostgreSQL: restore it without --database-url"} {
			file := filepath.Join(t.TempDir(), "other")
			if err := os.WriteFile(file, []byte(files[1-i]), 0o600); err != nil {
				t.Fatal(err)
			}
			to := places[i]
			to.Tell = t.Logf
			refused(t, to.restore(t, file), says)
			to.untouched(t)
		}
	})
}

func TestABackupThatEndsEarlyLeavesNothing(t *testing.T) {
	each(t, func(t *testing.T, empty func() place) {
		from := empty()
		_, blobs := from.furnish(t)
		folder := t.TempDir()
		file := filepath.Join(folder, "today.tar.zst")
		nothing := func(what string) {
			t.Helper()
			if left, err := os.ReadDir(folder); err != nil || len(left) > 0 {
				t.Errorf("%s: left are %v, %v", what, left, err)
			}
		}
		ctx, stop := context.WithCancel(t.Context())
		stopped := from
		stopped.Tell = func(format string, _ ...any) {
			if _, err := os.Stat(file); !errors.Is(err, os.ErrNotExist) {
				t.Errorf("at %q the archive is there: %v", format, err)
			}
			if strings.HasPrefix(format, "blobs") {
				stop()
			}
		}
		if _, err := backup.Make(ctx, stopped.Installation, file); !errors.Is(err, context.Canceled) {
			t.Errorf("stopped: %v", err)
		}
		nothing("stopped")

		from.lies(t, blobs[1], "smell")
		_, err := backup.Make(t.Context(), from.Installation, file)
		at := from.blobs(t).Place(blobs[1])
		refused(t, err, "the blob "+string(blobs[1])+", "+at+", is damaged; there is no backup until "+at+" is as it was")
		nothing("a damaged blob")
		from.lies(t, blobs[1], "small")

		must(t, 0, os.WriteFile(file, []byte("of yesterday"), 0o600))
		_, err = backup.Make(t.Context(), from.Installation, file)
		refused(t, err, "today.tar.zst is there already: name another file")
		if kept, err := os.ReadFile(file); err != nil || string(kept) != "of yesterday" {
			t.Errorf("what was there: %q, %v", kept, err)
		}
	})
}

func TestARestorationThatEndsEarlyIsNotServed(t *testing.T) {
	each(t, func(t *testing.T, empty func() place) {
		from := empty()
		from.furnish(t)
		file := from.make(t)
		to := empty()
		ctx, stop := context.WithCancel(t.Context())
		stopped := to
		stopped.Tell = func(format string, _ ...any) {
			if strings.HasPrefix(format, "blobs") {
				stop()
			}
		}
		_, err := backup.Restore(ctx, stopped.Installation, file)
		if again := "empty " + to.Storage.Data; !errors.Is(err, context.Canceled) || !strings.Contains(err.Error(), again) {
			t.Errorf("stopped: %v, want %q", err, again)
		}
		refused(t, to.Storage.Prepare(), "a backup is being restored into it, or its restoration has failed: empty")
		refused(t, to.restore(t, file), "is restored into an empty folder")
		whole := empty()
		must(t, 0, whole.restore(t, file))
		must(t, 0, whole.Storage.Prepare())
	})
}

func TestABackupOfNothingIsRefused(t *testing.T) {
	each(t, func(t *testing.T, empty func() place) {
		file := filepath.Join(t.TempDir(), "today.tar.zst")
		none := empty()
		if none.bucket == nil {
			_, err := backup.Make(t.Context(), none.Installation, file)
			refused(t, err, "name the folder of the installation with --data")
			none.untouched(t)
		}
		none.blobs(t)
		_, err := backup.Make(t.Context(), none.Installation, file)
		refused(t, err, map[bool]string{true: "there is no database of library", false: "the database has no tables of library"}[none.Storage.DatabaseURL == ""])
		if left, err := os.ReadDir(none.Storage.Data); err != nil && none.bucket == nil || slices.ContainsFunc(left, func(e os.DirEntry) bool { return e.Name() != "blobs" }) {
			t.Errorf("made there: %v, %v", left, err)
		}
	})
}
