package cli_test

import (
	"bytes"
	"encoding/json"
	"fmt"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"golang.org/x/sys/unix"

	"github.com/codecraft-hq/codecraft/internal/cli"
	"github.com/codecraft-hq/codecraft/internal/engine/toolchain"
	"github.com/codecraft-hq/codecraft/test/harness"
)

// TestMain makes of this binary the command line itself where a test has to kill it.
func TestMain(m *testing.M) {
	if os.Getenv("CODECRAFT_TEST_COMMAND") != "" {
		os.Exit(cli.Main(os.Args[1:], os.Stdout, os.Stderr))
	}
	os.Exit(m.Run())
}

// registry stands for npm: what it does when it is asked for LiveScript is a shell script. No other
// client of a registry works, and Node.js is there.
type registry struct{ programs, dir string }

func newRegistry(t *testing.T) registry {
	t.Helper()
	r := registry{programs: t.TempDir(), dir: filepath.Join(t.TempDir(), "toolchains")}
	for _, client := range []string{"apt-get", "dpkg", "mvn"} {
		r.program(t, client, "echo 'no network is to be used by tests'; exit 1")
	}
	r.program(t, "node", "echo v20.1.0")
	t.Setenv("PATH", r.programs+":"+os.Getenv("PATH"))
	t.Setenv("CODECRAFT_TOOLCHAINS", r.dir)
	return r
}

func (r registry) program(t *testing.T, name, script string) {
	t.Helper()
	if err := os.WriteFile(filepath.Join(r.programs, name), []byte("#!/bin/sh\n"+script+"\n"), 0o700); err != nil { //nolint:gosec // a program
		t.Fatal(err)
	}
}

// packages are written by the scripts, into the folder that they run in: half of them, or all.
func half(version string) string {
	return "mkdir -p node_modules/livescript/bin; echo '{\"version\": \"" + version + "\"}' > node_modules/livescript/package.json\n"
}

func whole(version string) string {
	return half(version) + "touch node_modules/livescript/bin/lsc; echo added 1 package\n"
}

// has reports which version of LiveScript is installed.
func (r registry) has(t *testing.T) string {
	t.Helper()
	rows, err := toolchain.WithNeeds(toolchain.Builtin(), []string{"livescript"})
	if err != nil {
		t.Fatal(err)
	}
	tool, err := toolchain.DetectIn(t.Context(), r.dir, rows).Get("livescript")
	if err != nil {
		return ""
	}
	return tool.Version
}

// folders are what is below the folder of toolchains.
func (r registry) folders(t *testing.T) (names []string) {
	t.Helper()
	entries, err := os.ReadDir(r.dir)
	if err != nil {
		t.Fatal(err)
	}
	for _, e := range entries {
		names = append(names, e.Name())
	}
	return names
}

func TestAnInstallationThatIsKilledCountsAsNone(t *testing.T) {
	r := newRegistry(t)
	half1 := filepath.Join(r.programs, "half")
	r.program(t, "npm", whole("1.6.0")+"echo $$ > "+half1+".tmp; mv "+half1+".tmp "+half1+"; exec sleep 600")
	cmd := exec.Command(os.Args[0], "toolchain", "install", "livescript")
	cmd.Env = append(os.Environ(), "CODECRAFT_TEST_COMMAND=1")
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	orphan := 0
	harness.Eventually(t, 30*time.Second, func() error {
		data, err := os.ReadFile(half1)
		if err == nil {
			_, err = fmt.Sscan(string(data), &orphan)
		}
		return err
	})
	if err := cmd.Process.Kill(); err != nil {
		t.Fatal(err)
	}
	_ = cmd.Wait()
	if version := r.has(t); version != "" {
		t.Errorf("what was being installed when it was killed counts as installed: %s", version)
	}

	r.program(t, "npm", whole("1.6.0"))
	status, out, errOut := run("toolchain", "install", "livescript")
	if version := r.has(t); status != 0 || version != "1.6.0" {
		t.Fatalf("again: status %d, version %q\n%s%s", status, version, out, errOut)
	}
	if names := r.folders(t); len(names) != 2 {
		t.Errorf("%q are there; the folder of a client that is still at work must be left to it", names)
	}
	_ = unix.Kill(orphan, unix.SIGKILL)
	harness.Eventually(t, 30*time.Second, func() error {
		if status, out, _ := run("toolchain", "install", "--again", "livescript"); status != 0 {
			return fmt.Errorf("status %d: %s", status, out)
		}
		if names := r.folders(t); !slices.Equal(names, []string{"livescript"}) {
			return fmt.Errorf("%q are left", names)
		}
		return nil
	})
}

func TestAnInstallationThatFailsSaysWhyAndLeavesNothing(t *testing.T) {
	tests := map[string]struct{ npm, says string }{
		"no network":               {"echo 'npm error code ENOTFOUND' >&2; echo 'npm error network getaddrinfo' >&2; exit 1", "ENOTFOUND"},
		"a download that is cut":   {half("1.6.0") + "echo 'npm error premature close' >&2; exit 1", "premature close"},
		"a package without a file": {half("1.6.0"), "lsc is not installed"},
	}
	for name, c := range tests {
		t.Run(name, func(t *testing.T) {
			r := newRegistry(t)
			r.program(t, "npm", c.npm)
			status, out, errOut := run("toolchain", "install", "livescript")
			if status != 1 || !strings.Contains(out, "failed     livescript") || !strings.Contains(out, c.says) {
				t.Errorf("status %d, want 1 and %q\n%s%s", status, c.says, out, errOut)
			}
			if strings.Contains(c.npm, "exit 1") && (!strings.Contains(out, "look whether its registry can be reached, then install again") || len(r.folders(t)) != 0) {
				t.Errorf("it does not say what to do, or leaves %q\n%s", r.folders(t), out)
			}
			if version := r.has(t); version != "" {
				t.Errorf("it counts as installed: %s", version)
			}
			r.program(t, "npm", whole("1.6.0"))
			if status, out, _ := run("toolchain", "install", "livescript"); status != 0 || r.has(t) != "1.6.0" || !slices.Equal(r.folders(t), []string{"livescript"}) {
				t.Errorf("again: status %d, folders %q\n%s", status, r.folders(t), out)
			}
		})
	}
}

func TestWhatIsThereIsLeftUntilItsSuccessorIsWhole(t *testing.T) {
	r := newRegistry(t)
	r.program(t, "npm", whole("1.5.0"))
	if status, out, _ := run("toolchain", "install", "livescript"); status != 0 {
		t.Fatal(out)
	}
	r.program(t, "npm", half("1.6.0")+"exit 1")
	if status, out, _ := run("toolchain", "install", "livescript"); status != 0 || !strings.Contains(out, "present    livescript") {
		t.Errorf("what is there is installed again: status %d\n%s", status, out)
	}
	if status, _, _ := run("toolchain", "install", "--again", "livescript"); status != 1 || r.has(t) != "1.5.0" {
		t.Errorf("status %d; the old one is %q, want 1.5.0", status, r.has(t))
	}
	r.program(t, "npm", whole("1.6.0"))
	if status, _, _ := run("toolchain", "install", "--again", "livescript"); status != 0 || r.has(t) != "1.6.0" {
		t.Errorf("status %d, version %q, want 1.6.0", status, r.has(t))
	}
}

func TestInstallingAllGoesOnAfterFailures(t *testing.T) {
	r := newRegistry(t)
	for _, client := range []string{"npm", "python3", "go"} {
		r.program(t, client, "echo 'no network is to be used by tests'; exit 1")
	}
	t.Setenv("PATH", r.programs) // so that little is there already
	t.Setenv("HOME", t.TempDir())
	status, out, errOut := run("toolchain", "install", "--all", "--json")
	var done []struct{ Language, State, Detail string }
	if err := json.Unmarshal([]byte(out), &done); err != nil || status != 1 {
		t.Fatal(status, err, errOut)
	}
	rows, failed := toolchain.Builtin(), 0
	if len(done) != len(rows) {
		t.Fatalf("%d languages are answered for, want %d", len(done), len(rows))
	}
	for i, d := range done {
		if d.Language != rows[i].ID || d.State == "failed" && d.Detail == "" {
			t.Errorf("row %d: %+v, want %s and a reason", i, d, rows[i].ID)
		}
		if d.State == "failed" {
			failed++
		}
		if d.Language == "python@2.7" && (d.State != "by hand" || !strings.Contains(d.Detail, "pyenv")) {
			t.Errorf("what no registry has is %+v, want it to be left to the operator", d)
		}
	}
	if failed < len(rows)/2 {
		t.Errorf("only %d fail without any registry", failed)
	}
}

// Some distributions have a newer package beside the one that all have.
func TestTheNewestPackageThatTheDistributionHasIsInstalled(t *testing.T) {
	r := newRegistry(t)
	r.program(t, "apt-get", `echo "asked for $*"; exit 1`)
	t.Setenv("PATH", r.programs)
	t.Setenv("HOME", t.TempDir())
	for has, want := range map[string]string{"exit 0": "rustc-web", "exit 100": " rustc"} {
		r.program(t, "apt-cache", has)
		_, out, errOut := run("toolchain", "install", "rust")
		if !strings.Contains(out, want) || strings.Contains(out, "|rustc") || strings.Contains(out, "rustc-web") != (has == "exit 0") {
			t.Errorf("apt-cache %s: want%s to be installed\n%s%s", has, want, out, errOut)
		}
	}
	if _, out, _ := run("toolchain", "install", "python@2.7"); !strings.Contains(out, "failed     python@2.7") || !strings.Contains(out, "installed by hand") {
		t.Errorf("what no registry has, asked for by name: %s", out)
	}
}

func TestWrongNamesOfLanguages(t *testing.T) {
	newRegistry(t)
	for wrong, near := range map[string]string{"kotln": "kotlin", "Livescript": "livescript", "python@3.1": "python@3.13"} {
		status, out, errOut := run("toolchain", "install", "livescript", wrong)
		if status != 1 || !strings.Contains(errOut, "did you mean \""+near) || out != "" {
			t.Errorf("%s: status %d, want 1, %q and nothing installed\n%s%s", wrong, status, near, out, errOut)
		}
	}
	if status, _, errOut := run("toolchain", "install", "nope"); status != 1 || strings.Contains(errOut, "did you mean") || !strings.Contains(errOut, "codecraft toolchain list") {
		t.Errorf("a name that is near none: status %d\n%s", status, errOut)
	}
	if status, _, errOut := run("toolchain", "install"); status == 0 || !strings.Contains(errOut, "name the languages to install, or --all") {
		t.Errorf("no name: status %d\n%s", status, errOut)
	}
}

func TestProgressIsABarOnATerminalAndLinesElsewhere(t *testing.T) {
	r := newRegistry(t)
	r.program(t, "npm", "echo fetching it\n"+whole("1.6.0"))
	_, _, errOut := run("toolchain", "install", "livescript")
	if errOut != "[2/2] livescript\n" {
		t.Errorf("lines: %q", errOut)
	}
	terminal, shown := openTerminal(t)
	if status := cli.Main([]string{"toolchain", "install", "--again", "livescript"}, io.Discard, terminal); status != 0 {
		t.Fatal(status)
	}
	if got := shown(); !strings.Contains(got, "\r\x1b[K██") || !strings.Contains(got, "░ 1/2 livescript") || !strings.Contains(got, "fetching it") ||
		!strings.HasSuffix(got, "\r\x1b[K") {
		t.Errorf("bar: %q", got)
	}
}

// terminalPair makes a terminal of 24 lines and 100 columns, and the end that shows it and types into it.
func terminalPair(t *testing.T) (screen, terminal *os.File) {
	t.Helper()
	screen, err := os.OpenFile("/dev/ptmx", os.O_RDWR|unix.O_NOCTTY, 0)
	if err != nil {
		t.Skipf("SKIPPED, there are no terminals here: %v", err)
	}
	t.Cleanup(func() { _ = screen.Close() })
	number, err := unix.IoctlGetInt(int(screen.Fd()), unix.TIOCGPTN)
	if err == nil {
		err = unix.IoctlSetPointerInt(int(screen.Fd()), unix.TIOCSPTLCK, 0)
	}
	if err == nil {
		err = unix.IoctlSetWinsize(int(screen.Fd()), unix.TIOCSWINSZ, &unix.Winsize{Row: 24, Col: 100})
	}
	if err != nil {
		t.Fatal(err)
	}
	if terminal, err = os.OpenFile(fmt.Sprintf("/dev/pts/%d", number), os.O_RDWR|unix.O_NOCTTY, 0); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = terminal.Close() })
	return screen, terminal
}

// openTerminal makes a terminal of 100 columns; shown closes it and gives what was written to it.
func openTerminal(t *testing.T) (terminal *os.File, shown func() string) {
	t.Helper()
	screen, terminal := terminalPair(t)
	var seen bytes.Buffer
	read := make(chan error, 1)
	go func() { _, err := io.Copy(&seen, screen); read <- err }()
	return terminal, func() string {
		_ = terminal.Close()
		<-read // the last one has closed it
		return seen.String()
	}
}

func TestTheListSaysWhatIsThereAndHowLarge(t *testing.T) {
	r := newRegistry(t)
	line := func() string {
		_, out, _ := run("toolchain", "list")
		for line := range strings.Lines(out) {
			if strings.HasPrefix(line, "livescript ") {
				return strings.Join(strings.Fields(line), " ")
			}
		}
		return ""
	}
	if got := line(); !strings.HasPrefix(got, "livescript LiveScript missing - lsc is not installed; codecraft toolchain install livescript (livescript@1.6.0)") {
		t.Errorf("missing: %q", got)
	}
	r.program(t, "npm", whole("1.6.0")+"head -c 3000000 /dev/zero > node_modules/livescript/big\n")
	if status, out, _ := run("toolchain", "install", "livescript"); status != 0 {
		t.Fatal(out)
	}
	if got := line(); !strings.HasPrefix(got, "livescript LiveScript 1.6.0 2.9 MB "+r.dir) {
		t.Errorf("installed: %q", got)
	}
}

func TestToolchainCommandsHaveExamples(t *testing.T) {
	for _, command := range []string{"list", "install", "test", "guide"} {
		status, out, _ := run("toolchain", command, "--help")
		if _, examples, found := strings.Cut(out, "\nExamples:\n"); status != 0 || !found || !strings.Contains(examples, "codecraft toolchain "+command) {
			t.Errorf("%s: status %d\n%s", command, status, out)
		}
	}
}
