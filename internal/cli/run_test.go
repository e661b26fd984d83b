package cli_test

import (
	"bytes"
	"encoding/json"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/codecraft-hq/codecraft/internal/cli"
	"github.com/codecraft-hq/codecraft/internal/engine/sandbox"
	"github.com/codecraft-hq/codecraft/internal/engine/sandbox/native"
)

// writeProgram makes a folder of files. The programs are in Bash, which every host has.
func writeProgram(t *testing.T, files map[string]string) string {
	t.Helper()
	dir := t.TempDir()
	for name, text := range files {
		if err := os.MkdirAll(filepath.Dir(filepath.Join(dir, name)), 0o700); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(filepath.Join(dir, name), []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	return dir
}

func TestRun(t *testing.T) {
	writePackage(t, nil) // skips where no program can be run
	dir := writeProgram(t, map[string]string{
		"hello.sh": "read -r name; echo \"hello $name\"", "in.txt": "Ada\n", "three.sh": "echo out; echo err >&2; exit 3",
		"loop.sh": "while :; do :; done", "flood.sh": "yes", "signal.sh": "kill -SEGV $$", "hog.sh": "x=x; while :; do x=$x$x; done",
		"sleep.sh": "sleep 60", "words.sh": `echo "$1|$2|$GREETING|$HOME"`, "program": "echo named",
		"project/main.sh": ". \"$(dirname \"$0\")/lib/name.sh\"; echo \"$name\"", "project/lib/name.sh": "name=inside", "x.unknown": "",
	})
	at := func(name string) string { return filepath.Join(dir, name) }
	tests := map[string]struct {
		args    []string
		status  int
		out, er string // what is said; of the first all of it
	}{
		"input from a file":           {[]string{"--stdin", at("in.txt"), at("hello.sh")}, 0, "hello Ada\n", ""},
		"the program's own status":    {[]string{at("three.sh")}, 3, "out\n", "err\n"},
		"arguments and variables":     {[]string{"--env", "GREETING=hi, there", at("words.sh"), "one", "--two"}, 0, "one|--two|hi, there|/tmp\n", ""},
		"a variable that is set":      {[]string{"--env", "HOME=/w", at("words.sh")}, 0, "|||/w\n", ""},
		"a language that is named":    {[]string{"--language", "bash", at("program")}, 0, "named\n", ""},
		"a folder":                    {[]string{"--entry", "main.sh", at("project")}, 0, "inside\n", ""},
		"processor time":              {[]string{"--cpu-time", "200ms", "--wall-time", "60s", at("loop.sh")}, 124, "", "time"},
		"time by the clock":           {[]string{"--wall-time", "200ms", at("sleep.sh")}, 124, "", "longer than 200ms"},
		"memory":                      {[]string{"--memory", "32", at("hog.sh")}, 121, "", "memory"},
		"a signal":                    {[]string{at("signal.sh")}, 139, "", "SIGSEGV"},
		"no such file":                {[]string{at("nothing.sh")}, 1, "", "nothing.sh: there is no such file"},
		"an extension of no language": {[]string{at("x.unknown")}, 1, "", "--language"},
		"a language that is not":      {[]string{"--language", "pyton", at("program")}, 1, "", "python"},
		"a flag that is not allowed":  {[]string{"--flag=-x", at("hello.sh")}, 1, "", "-x"},
		"a variable without a value":  {[]string{"--env", "NAME", at("hello.sh")}, 2, "", "NAME=VALUE"},
		"a variable with a bad name":  {[]string{"--env", "A B=1", at("hello.sh")}, 2, "", `"A B" is no name for a variable`},
		"a terminal that is none":     {[]string{"--terminal", "--json", at("hello.sh")}, 2, "", "--terminal"},
		"input that is not there":     {[]string{"--stdin", at("nothing"), at("hello.sh")}, 1, "", "--stdin " + at("nothing") + ": no such file"},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			var out, errOut bytes.Buffer
			status := cli.Main(append([]string{"run", "--cache-dir", t.TempDir()}, test.args...), &out, &errOut)
			if status != test.status || (test.status < 2 && out.String() != test.out) || !strings.Contains(errOut.String(), test.er) {
				t.Errorf("status %d\nstdout %q\nstderr %q", status, out.String(), errOut.String())
			}
		})
	}
	t.Run("endless output ends", func(t *testing.T) {
		var out, errOut bytes.Buffer
		status := cli.Main([]string{"run", "--output", "64", "--cache-dir", t.TempDir(), at("flood.sh")}, &out, &errOut)
		if status != 122 || out.Len() > 64<<10 || !strings.Contains(errOut.String(), "output") {
			t.Errorf("status %d, %d bytes, %q", status, out.Len(), errOut.String())
		}
	})
}

// What is out of range is refused with its flag and what is allowed, before anything is run.
func TestRunNamesTheLimitThatCannotBe(t *testing.T) {
	for arg, says := range map[string]string{
		"--memory=0":                    "--memory=0: it takes 1 to 1048576 MB",
		"--memory=-1":                   "--memory=-1: it takes 1 to 1048576 MB",
		"--memory=9999999999999999":     "--memory=9999999999999999: it takes 1 to 1048576 MB",
		"--memory=99999999999999999999": "it takes 1 to 1048576 MB",
		"--memory=1.5":                  `--memory: write a whole number, not "1.5"`,
		"--output=-1":                   "--output=-1: it takes 1 to 16777216 KB",
		"--processes=100000000":         "--processes=100000000: it takes 0 to 32768; 0 is what the language has",
		"--stack=-1":                    "--stack=-1: it takes 0 to 1048576 MB; 0 is as large as the memory",
		"--file-size=99999999999999":    "--file-size=99999999999999: it takes 0 to 1048576 MB",
		"--cpu-time=0":                  "--cpu-time=0s: it takes 1ms to 24h",
		"--cpu-time=-1s":                "--cpu-time=-1s: it takes 1ms to 24h",
		"--cpu-time=1000h":              "--cpu-time=1000h0m0s: it takes 1ms to 24h",
		"--wall-time=-1s":               "--wall-time=-1s: it takes 1ms to 24h; 0 is three times the processor time",
		"--cpu-time=5":                  "--cpu-time: 5 of what? Write a time with its unit, such as 500ms, 2s or 1m30s",
		"--cpu-time=soon":               `--cpu-time: write a time with its unit, such as 500ms, 2s or 1m30s, not "soon"`,
	} {
		if status, out, errOut := run("run", arg, "hello.sh"); status != 2 || out != "" || !strings.Contains(errOut, says) {
			t.Errorf("%s: status %d, want %q\n%s%s", arg, status, says, out, errOut)
		}
	}
}

func TestRunAsJSONHasAListOfNoOutput(t *testing.T) {
	writePackage(t, nil)
	dir := writeProgram(t, map[string]string{"silent.sh": ":"})
	if _, out, errOut := run("run", "--json", "--cache-dir", t.TempDir(), filepath.Join(dir, "silent.sh")); !strings.Contains(out, `"output": []`) {
		t.Errorf("%s%s", out, errOut)
	}
}

// What ends nothing by itself is named beside what did.
func TestRunNamesTheProcessLimitThatWasReached(t *testing.T) {
	backend, err := native.New(t.Context(), native.Config{Slots: 1})
	if err != nil {
		t.Skipf("SKIPPED, no program can be run here: %v", err)
	}
	defer backend.Close()
	counts := func(p sandbox.Protection) bool {
		return p.Name == "process limit" && strings.Contains(p.Detail, "cgroup")
	}
	if !slices.ContainsFunc(backend.Protections(), counts) {
		t.Skip("SKIPPED: only a control group tells that a process was refused, and there is none here")
	}
	dir := writeProgram(t, map[string]string{"forks.sh": "for i in 1 2 3 4 5 6 7 8 9 10 11 12 13 14 15 16 17 18 19 20; do sleep 60 & done; exit 3"})
	_, out, errOut := run("run", "--json", "--processes", "8", "--wall-time", "4s", "--cache-dir", t.TempDir(), filepath.Join(dir, "forks.sh"))
	if !strings.Contains(out, "; its limit of 8 processes and threads was reached") {
		t.Errorf("%s%s", out, errOut)
	}
}

func TestRunTellsWhatHappenedAsJSON(t *testing.T) {
	writePackage(t, nil)
	dir := writeProgram(t, map[string]string{"three.sh": "echo out; echo err >&2; exit 3", "bad.sh": "if then"})
	var got struct {
		Language, Status, Stdout, Stderr string
		ExitCode                         int
		CPUTimeMs                        float64
	}
	var order struct {
		Output []struct {
			Stream, Text string
			AtMs         float64
		}
	}
	var out, errOut bytes.Buffer
	status := cli.Main([]string{"run", "--json", "--cache-dir", t.TempDir(), filepath.Join(dir, "three.sh")}, &out, &errOut)
	if err := json.Unmarshal(out.Bytes(), &got); err != nil || status != 3 {
		t.Fatalf("status %d, %v: %s%s", status, err, out.String(), errOut.String())
	}
	if got.Language != "bash" || got.Status != "failed" || got.Stdout != "out\n" || got.Stderr != "err\n" || got.ExitCode != 3 || got.CPUTimeMs <= 0 {
		t.Errorf("%+v", got)
	}
	if err := json.Unmarshal(out.Bytes(), &order); err != nil || len(order.Output) != 2 || order.Output[0].Text != "out\n" ||
		order.Output[1].Stream != "stderr" || order.Output[1].AtMs < order.Output[0].AtMs {
		t.Errorf("%v, in order %+v", err, order)
	}
}

func TestRunStampsLines(t *testing.T) {
	writePackage(t, nil)
	dir := writeProgram(t, map[string]string{"lines.sh": "printf a; sleep 0.02; echo b; echo e >&2; sleep 0.02; echo c"})
	var out, errOut bytes.Buffer
	status := cli.Main([]string{"run", "--timestamps", "--cache-dir", t.TempDir(), filepath.Join(dir, "lines.sh")}, &out, &errOut)
	stamp := `\[ {3}\d\.\d{3}\] `
	if !regexp.MustCompile("^"+stamp+"ab\n"+stamp+"c\n$").Match(out.Bytes()) || !regexp.MustCompile("^"+stamp+"e\n$").Match(errOut.Bytes()) || status != 0 {
		t.Errorf("status %d\n%s%s", status, out.String(), errOut.String())
	}
}
