package dropin_test

import (
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
)

// must says that a client which cannot be installed fails the test: set by make test-dropin and in CI.
func must() bool { return os.Getenv("CODECRAFT_DROPIN") == "must" || os.Getenv("CI") != "" }

// unreachable is how pip and npm say that they cannot reach their registry.
var unreachable = regexp.MustCompile(`NewConnectionError|ConnectTimeoutError|Temporary failure in name resolution|Network is unreachable|ENOTFOUND|EAI_AGAIN|ECONNREFUSED|ETIMEDOUT`)

// install puts a pinned package into the user's cache folder, once, and answers where it is.
func install(t *testing.T, registry, pinned string) string {
	t.Helper()
	cache, err := os.UserCacheDir()
	if err != nil {
		t.Fatal(err)
	}
	folder := filepath.Join(cache, "codecraft", "dropin", strings.NewReplacer("=", "-", "@", "-").Replace(pinned))
	if _, err := os.Stat(filepath.Join(folder, ".installed")); err == nil {
		return folder
	}
	if err := os.MkdirAll(folder, 0o755); err != nil {
		t.Fatal(err)
	}
	command := []string{"python3", "-m", "pip", "install", "--quiet", "--disable-pip-version-check", "--target", folder, "--upgrade", pinned}
	if registry == "npm" {
		command = []string{"npm", "install", "--no-audit", "--no-fund", "--prefix", folder, pinned}
	}
	if strings.HasPrefix(pinned, "judge0api=") {
		command = append(command, "requests") // it uses it and does not say so
	}
	if _, err := exec.LookPath(command[0]); err != nil {
		skip(t, pinned, command[0]+" is not installed")
	}
	out, err := exec.CommandContext(t.Context(), command[0], command[1:]...).CombinedOutput()
	switch {
	case err != nil && unreachable.Match(out):
		skip(t, pinned, "its registry cannot be reached")
	case err != nil:
		t.Fatalf("%s: %v\n%s", strings.Join(command, " "), err, out)
	}
	if err := os.WriteFile(filepath.Join(folder, ".installed"), nil, 0o644); err != nil {
		t.Fatal(err)
	}
	return folder
}

func skip(t *testing.T, pinned, why string) {
	t.Helper()
	if must() {
		t.Fatalf("%s: %s", pinned, why)
	}
	t.Skipf("NOT TESTED WITH %s: %s", strings.ToUpper(pinned), why)
}

func copied(t *testing.T, script, folder string) string {
	t.Helper()
	data, err := os.ReadFile(script)
	if err != nil {
		t.Fatal(err)
	}
	to := filepath.Join(folder, filepath.Base(script))
	if err := os.WriteFile(to, data, 0o644); err != nil {
		t.Fatal(err)
	}
	return to
}
