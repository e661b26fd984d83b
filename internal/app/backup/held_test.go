package backup_test

import (
	"errors"
	"path/filepath"
	"testing"

	"github.com/codecraft-hq/codecraft/internal/app/backup"
	"github.com/codecraft-hq/codecraft/internal/base/blob"
)

// From before the first row is copied until the last blob is, none is collected.
func TestNoBlobIsCollectedWhileABackupIsMade(t *testing.T) {
	each(t, func(t *testing.T, empty func() place) {
		p := empty()
		p.furnish(t)
		files, told := p.blobs(t), 0
		p.Tell = func(string, ...any) {
			told++
			if _, err := files.Sweeping(t.Context()); !errors.Is(err, blob.ErrHeld) {
				t.Errorf("blobs may be collected meanwhile: %v", err)
			}
		}
		if _, err := backup.Make(t.Context(), p.Installation, filepath.Join(t.TempDir(), "archive")); err != nil {
			t.Fatal(err)
		}
		if told < len(p.Services)+1 {
			t.Errorf("it was looked %d times", told)
		}
		letGo, err := files.Sweeping(t.Context())
		if err != nil {
			t.Fatalf("they are never collected any more: %v", err)
		}
		if err := letGo(); err != nil {
			t.Error(err)
		}
	})
}
