package toolchain_test

import (
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/codecraft-hq/codecraft/internal/engine/toolchain"
)

// The setup of `make run` on a machine that has nothing: what it asks the package manager for is what
// the first dozen rows need. Go and Node.js are not in it: without them there was no `make run`.
func TestSetupInstallsTheCommonDozenOnly(t *testing.T) {
	programs, log := t.TempDir(), filepath.Join(t.TempDir(), "log")
	for name, script := range map[string]string{
		"id": "echo 0", "dpkg-query": "exit 1", "apt-get": "echo \"$@\" >> " + log + "\necho 'Setting up it (1)'",
	} {
		if err := os.WriteFile(filepath.Join(programs, name), []byte("#!/bin/sh\n"+script+"\n"), 0o700); err != nil { //nolint:gosec // a program
			t.Fatal(err)
		}
	}
	for _, name := range []string{"bash", "grep", "sed"} {
		file, err := exec.LookPath(name)
		if err != nil {
			t.Fatal(err)
		}
		if err := os.Symlink(file, filepath.Join(programs, name)); err != nil {
			t.Fatal(err)
		}
	}
	setup, err := filepath.Abs("../../../tools/setup")
	if err != nil {
		t.Fatal(err)
	}
	cmd := exec.CommandContext(t.Context(), filepath.Join(programs, "bash"), setup, "run")
	cmd.Env = []string{"PATH=" + programs}
	if out, err := cmd.CombinedOutput(); err != nil {
		t.Fatalf("%v\n%s", err, out)
	}
	asked, err := os.ReadFile(log)
	if err != nil {
		t.Fatal(err)
	}
	var got []string
	for line := range strings.Lines(string(asked)) {
		if words := strings.Fields(line); words[0] == "install" {
			got = slices.DeleteFunc(words[1:], func(w string) bool { return strings.HasPrefix(w, "-") || strings.Contains(w, "::") })
		}
	}
	want := []string{"ca-certificates"}
	for _, l := range toolchain.Builtin()[:12] {
		for _, alternatives := range l.Install.Apt { // there is no apt-cache, so that no package is known
			names := strings.Split(alternatives, "|")
			want = append(want, names[len(names)-1])
		}
	}
	want = slices.DeleteFunc(want, func(p string) bool { return p == "golang-go" || p == "nodejs" })
	slices.Sort(got)
	slices.Sort(want)
	if want = slices.Compact(want); !slices.Equal(got, want) {
		t.Errorf("it installs\n%q\nthe dozen needs\n%q", got, want)
	}
}
