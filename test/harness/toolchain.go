package harness

import (
	"os"
	"path/filepath"
	"testing"
)

// ToolchainDir is where what compilers prepare once is kept, and which languages were found to work: the product's own folder,
// which processes share, so that not every test does minutes of work again. Compiled programs are each process's own.
func ToolchainDir(t testing.TB) string {
	t.Helper()
	cache, err := os.UserCacheDir()
	if err != nil {
		return t.TempDir()
	}
	return filepath.Join(cache, "codecraft", "toolchain")
}
