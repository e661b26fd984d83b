package execution_test

import (
	"embed"
	"io/fs"
	"log/slog"
	"testing"

	"github.com/codecraft-hq/codecraft/internal/engine/toolchain"
)

func sub(t testing.TB, files embed.FS) fs.FS {
	t.Helper()
	folder, err := fs.Sub(files, "migrations")
	if err != nil {
		t.Fatal(err)
	}
	return folder
}

func discard() *slog.Logger { return slog.New(slog.DiscardHandler) }

// only are the rows of some languages.
func only(wanted ...string) (rows []toolchain.Language) {
	for _, l := range toolchain.Builtin() {
		for _, id := range wanted {
			if l.ID == id {
				rows = append(rows, l)
			}
		}
	}
	return rows
}

// fakeTools is a toolchain without a sandbox.
func fakeTools(t testing.TB) *toolchain.Toolchain {
	t.Helper()
	tools, err := toolchain.New(toolchain.Config{Dir: t.TempDir()}, toolchain.Detect(t.Context(), only("bash")))
	if err != nil {
		t.Fatal(err)
	}
	return tools
}
