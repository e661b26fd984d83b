package cli_test

import (
	"archive/zip"
	"bytes"
	"encoding/json"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/codecraft-hq/codecraft/internal/cli"
	"github.com/codecraft-hq/codecraft/internal/engine/judge"
	"github.com/codecraft-hq/codecraft/internal/engine/judge/verify"
)

// zipped packs the folder in the one way that people do: with the folder itself at the top.
func zipped(t *testing.T, dir string) string {
	t.Helper()
	file, err := os.Create(filepath.Join(t.TempDir(), "package.zip"))
	if err != nil {
		t.Fatal(err)
	}
	w := zip.NewWriter(file)
	err = filepath.WalkDir(dir, func(name string, d os.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		inside, err := filepath.Rel(filepath.Dir(dir), name)
		if err != nil {
			return err
		}
		data, err := os.ReadFile(name)
		if err != nil {
			return err
		}
		part, err := w.Create(filepath.ToSlash(inside))
		if err != nil {
			return err
		}
		_, err = part.Write(data)
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	if err := file.Close(); err != nil {
		t.Fatal(err)
	}
	return file.Name()
}

// oneReport is what --json prints of one program.
type oneReport struct {
	verify.SubmissionReport
	Outcome judge.Outcome `json:"outcome"`
}

// Each program that is given by its file is told about in the words of the field, as a table and as JSON.
func TestJudgeOneProgram(t *testing.T) {
	dir := writePackage(t, map[string]string{"accepted/good.sh": doubles, "wrong_answer/bad.sh": "echo 4\n"})
	problem := "name: Doubles\nlimits: {time_limit: 0.3, memory: 64, output: 1}\n"
	if err := os.WriteFile(filepath.Join(dir, "problem.yaml"), []byte(problem), 0o600); err != nil {
		t.Fatal(err)
	}
	archive, cache := zipped(t, dir), t.TempDir()
	type want struct {
		status int
		got    judge.Verdict
		at     string
		limit  judge.Limit
		signal string
		code   int
		says   []string // the table
	}
	for name, c := range map[string]struct {
		source string // of a file beside the package; empty when the package has the program
		inside string
		want
	}{
		"a right one":                    {doubles, "", want{0, judge.Accepted, "", "", "", 0, []string{"\nAccepted: at most ", "limits: 300 ms of processor time"}}},
		"one that is wrong on a sample":  {"echo 5\n", "", want{1, judge.WrongAnswer, "sample/1", "", "", 0, []string{`expected "4", got "5"`, "Wrong answer on sample/1: at most ", "MB.\nNot as it should be: expected AC, got WA.\n", "Skipped"}}},
		"one that exits with a code":     {"printf 'why\\033[2J' >&2\nexit 7\n", "", want{1, judge.RuntimeError, "sample/1", "", "", 7, []string{"exited with code 7", "standard error of sample/1:\nwhy\uFFFD[2J\n"}}},
		"one that is ended by a signal":  {"kill -SEGV $$\n", "", want{1, judge.RuntimeError, "sample/1", "", "SIGSEGV", 0, []string{"SIGSEGV: a memory access that is not allowed"}}},
		"one that computes too long":     {"while :; do :; done\n", "", want{1, judge.TimeLimit, "sample/1", judge.LimitCPU, "SIGKILL", 0, []string{" cpu ", "the limit is 300 ms"}}},
		"one that sleeps":                {"sleep 600\n", "", want{1, judge.TimeLimit, "sample/1", judge.LimitWall, "SIGKILL", 0, []string{" wall ", "was still waiting after"}}},
		"one that writes too much":       {"yes\n", "", want{1, judge.OutputLimit, "sample/1", judge.LimitOutput, "SIGKILL", 0, []string{" output ", "wrote more than 1024 KB"}}},
		"one that does not compile":      {"if then\n", "", want{1, judge.CompileError, "", "", "", 0, []string{"Compile error", "syntax error near unexpected token"}}},
		"one of the package":             {"", "accepted/good.sh", want{0, judge.Accepted, "", "", "", 0, []string{"accepted/good.sh (bash"}}},
		"a wrong one, as it is labelled": {"", "wrong_answer/bad.sh", want{0, judge.WrongAnswer, "secret/1", "", "", 0, []string{`expected "42", got "4"`, "Wrong answer on secret/1"}}},
	} {
		t.Run(name, func(t *testing.T) {
			at := c.inside
			if at == "" {
				at = filepath.Join(t.TempDir(), "mine.sh")
				if err := os.WriteFile(at, []byte(c.source), 0o600); err != nil {
					t.Fatal(err)
				}
			}
			var out, errOut bytes.Buffer
			status := cli.Main([]string{"judge", "--cache-dir", cache, archive, at}, &out, &errOut)
			for _, s := range c.says {
				if status != c.status || !strings.Contains(out.String(), s) {
					t.Errorf("status %d, want %d and %q\n%s%s", status, c.status, s, out.String(), errOut.String())
				}
			}
			if strings.Contains(out.String(), "\x1b") {
				t.Errorf("a program steers the terminal: %q", out.String())
			}
			out.Reset()
			status = cli.Main([]string{"judge", "--json", "--cache-dir", cache, dir, at}, &out, &errOut)
			var r oneReport
			if err := json.Unmarshal(out.Bytes(), &r); err != nil || status != c.status {
				t.Fatalf("as JSON: status %d, %v\n%s%s", status, err, out.String(), errOut.String())
			}
			if r.Got != c.got || r.Failure != c.at || r.Limit != c.limit || r.Signal != c.signal || r.ExitCode != c.code || r.Agrees != (status == 0) {
				t.Errorf("%+v", r.SubmissionReport)
			}
			complete(t, r)
		})
	}
}

// complete looks for what every result has to say.
func complete(t *testing.T, r oneReport) {
	t.Helper()
	if (r.Detail == "") != (r.Got == judge.Accepted) || r.Outcome.Limits.CPUTimeMs != 300 || r.Outcome.Verdict != r.Got {
		t.Errorf("%+v", r)
	}
	if r.Got == judge.CompileError {
		if r.Outcome.Compilation.Output == "" {
			t.Error("the compiler's output is missing")
		}
		return
	}
	if r.WallTimeMs == 0 || r.MemoryKb == 0 {
		t.Errorf("time or memory is missing: %+v", r.SubmissionReport)
	}
	if (r.Difference != nil) != (r.Got == judge.WrongAnswer && r.Failure == "sample/1") {
		t.Errorf("the difference is %+v on %q", r.Difference, r.Failure)
	}
}

func TestJudgeAZipArchive(t *testing.T) {
	for name, c := range map[string]struct {
		submissions map[string]string
		status      int
		says        string
	}{
		"all labels hold":             {map[string]string{"accepted/good.sh": doubles, "wrong_answer/bad.sh": "echo 4\n"}, 0, "All 2 submissions"},
		"a wrong one in the accepted": {map[string]string{"accepted/bad.sh": "echo 4\n"}, 1, "1 of 1 submissions"},
	} {
		t.Run(name, func(t *testing.T) {
			var out, errOut bytes.Buffer
			status := cli.Main([]string{"judge", "--cache-dir", t.TempDir(), zipped(t, writePackage(t, c.submissions))}, &out, &errOut)
			if status != c.status || !strings.Contains(out.String(), c.says) {
				t.Errorf("status %d, want %d\n%s%s", status, c.status, out.String(), errOut.String())
			}
		})
	}
}

func TestJudgeRefusesWhatItCannotJudge(t *testing.T) {
	dir := writePackage(t, map[string]string{"accepted/good.sh": doubles})
	klingon := filepath.Join(t.TempDir(), "mine.klingon")
	if err := os.WriteFile(klingon, []byte("x"), 0o600); err != nil {
		t.Fatal(err)
	}
	broken := filepath.Join(t.TempDir(), "broken.zip")
	if err := os.WriteFile(broken, []byte("PK\x03\x04 and no more"), 0o600); err != nil {
		t.Fatal(err)
	}
	for name, c := range map[string]struct {
		args []string
		says string
	}{
		"a program that is not there":  {[]string{dir, "nowhere.py"}, `no submission "nowhere.py" in the package, and no such file`},
		"a program in no language":     {[]string{dir, klingon}, "--language"},
		"an archive that is none":      {[]string{broken}, "not a zip archive"},
		"a package that is not there":  {[]string{filepath.Join(dir, "nowhere")}, "no problem package"},
		"a language that is not there": {[]string{"--language", "klingon", dir, klingon}, "klingon"},
	} {
		t.Run(name, func(t *testing.T) {
			var out, errOut bytes.Buffer
			status := cli.Main(append([]string{"judge", "--cache-dir", t.TempDir()}, c.args...), &out, &errOut)
			if status != 2 || !strings.Contains(out.String()+errOut.String(), c.says) {
				t.Errorf("status %d: %s%s", status, out.String(), errOut.String())
			}
		})
	}
}
