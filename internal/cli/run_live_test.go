package cli_test

import (
	"bufio"
	"bytes"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"github.com/codecraft-hq/codecraft/internal/engine/toolchain"
)

// command is codecraft as a process of its own.
func command(t *testing.T, args ...string) *exec.Cmd {
	t.Helper()
	cmd := exec.CommandContext(t.Context(), os.Args[0], args...) //nolint:gosec // this test itself
	cmd.Env = append(os.Environ(), "CODECRAFT_TEST_COMMAND=1")
	return cmd
}

// The program waits for an answer to each of its lines: neither comes unless both streams are live.
func TestRunPassesInputAndOutputOnAsTheyCome(t *testing.T) {
	writePackage(t, nil) // skips where no program can be run
	dir := writeProgram(t, map[string]string{"ask.sh": "for i in 1 2 3; do echo question $i; read -r a; echo \"you say $a\"; done; echo done >&2; exit 5"})
	cmd := command(t, "run", "--cache-dir", t.TempDir(), filepath.Join(dir, "ask.sh"))
	in, err := cmd.StdinPipe()
	if err != nil {
		t.Fatal(err)
	}
	out, err := cmd.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	var errOut bytes.Buffer
	cmd.Stderr = &errOut
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	lines := bufio.NewScanner(out)
	next := func(want string) {
		t.Helper()
		if !lines.Scan() || lines.Text() != want {
			t.Fatalf("it says %q, want %q: %s", lines.Text(), want, errOut.String())
		}
	}
	for _, n := range []string{"1", "2", "3"} {
		next("question " + n)
		if _, err := io.WriteString(in, "answer "+n+"\n"); err != nil {
			t.Fatal(err)
		}
		next("you say answer " + n)
	}
	if lines.Scan() {
		t.Errorf("it goes on with %q", lines.Text())
	}
	_ = cmd.Wait()
	if status := cmd.ProcessState.ExitCode(); status != 5 || errOut.String() != "done\n" {
		t.Errorf("status %d, stderr %q", status, errOut.String())
	}
}

func TestRunLendsItsTerminal(t *testing.T) {
	writePackage(t, nil)
	screen, terminal := terminalPair(t)
	dir := writeProgram(t, map[string]string{"game.sh": "[ -t 0 ] && [ -t 1 ] && [ -t 2 ] || exit 9\nread -r -p 'name? ' n; echo \"hi $n, $(stty size), $TERM\"; exit 4"})
	cmd := command(t, "run", "--terminal", "--cache-dir", t.TempDir(), filepath.Join(dir, "game.sh"))
	cmd.Stdin, cmd.Stdout, cmd.Stderr = terminal, terminal, terminal
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	_ = terminal.Close() // the command has it
	var shown bytes.Buffer
	until := func(want string) {
		t.Helper()
		for some := make([]byte, 4096); !strings.Contains(shown.String(), want); {
			n, err := screen.Read(some)
			shown.Write(some[:n])
			if err != nil {
				t.Fatalf("%v; it shows %q, want %q", err, shown.String(), want)
			}
		}
	}
	until("name? ")
	if _, err := io.WriteString(screen, "Ada\r"); err != nil {
		t.Fatal(err)
	}
	until("hi Ada, 24 100, xterm-256color")
	_ = cmd.Wait()
	if status := cmd.ProcessState.ExitCode(); status != 4 {
		t.Errorf("status %d, it shows %q", status, shown.String())
	}
}

func TestRunBoundsProcessesStackAndFiles(t *testing.T) {
	writePackage(t, nil)
	dir := writeProgram(t, map[string]string{
		"many.sh": "for i in {1..30}; do sleep 1 & done; kill %1 %2 2>/dev/null; kill $(jobs -p)", "stack.sh": "ulimit -s", "large.sh": "head -c 3000000 /dev/zero > large; wc -c < large",
	})
	const fork = "Resource temporarily unavailable"
	tests := map[string]struct {
		args      []string
		says, not string // on either stream
	}{
		"enough processes":   {[]string{"many.sh"}, "", fork},
		"too many processes": {[]string{"--processes", "10", "many.sh"}, fork, "nothing"},
		"a stack":            {[]string{"--stack", "16", "stack.sh"}, "16384\n", "nothing"},
		"a file":             {[]string{"--file-size", "4", "large.sh"}, "3000000\n", "nothing"},
		"a larger file":      {[]string{"--file-size", "1", "large.sh"}, "1048576\n", "3000000\n"},
		"less than nothing":  {[]string{"--stack=-1", "stack.sh"}, "--stack=-1: it takes 0 to 1048576 MB", "16384"},
	}
	for name, c := range tests {
		t.Run(name, func(t *testing.T) {
			last := len(c.args) - 1
			args := append([]string{"run", "--cache-dir", t.TempDir()}, c.args[:last]...)
			status, out, errOut := run(append(args, filepath.Join(dir, c.args[last]))...)
			if said := out + errOut; !strings.Contains(said, c.says) || strings.Contains(said, c.not) {
				t.Errorf("status %d, want %q and not %q\n%s", status, c.says, c.not, said)
			}
		})
	}
}

// An example is something to copy: its language is one, and takes its flags.
func TestTheExamplesOfRunCanWork(t *testing.T) {
	_, help, _ := run("run", "--help")
	_, examples, _ := strings.Cut(help, "\nExamples:\n")
	option := regexp.MustCompile(`--(language|flag)[ =](\S+)`)
	some := 0
	for line := range strings.Lines(examples) {
		var language toolchain.Language
		for _, m := range option.FindAllStringSubmatch(line, -1) {
			some++
			if m[1] == "language" {
				rows, err := toolchain.WithNeeds(toolchain.Builtin(), []string{m[2]})
				if err != nil {
					t.Fatal(err)
				}
				language = rows[len(rows)-1]
			} else if faults := language.FlagFaults([]string{m[2]}); len(faults) > 0 {
				t.Errorf("%s: %s", strings.TrimSpace(line), faults[0].Detail)
			}
		}
	}
	if some == 0 {
		t.Errorf("no example names a language and a flag\n%s", examples)
	}
}
