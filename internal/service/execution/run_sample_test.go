package execution_test

import (
	"encoding/json"
	"fmt"
	"net/http"
	"regexp"
	"strings"
	"testing"
	"time"

	contract "github.com/codecraft-hq/codecraft/internal/contract/execution"

	"github.com/codecraft-hq/codecraft/internal/base/blob"
	"github.com/codecraft-hq/codecraft/internal/base/identity"
	"github.com/codecraft-hq/codecraft/internal/base/ids"
	"github.com/codecraft-hq/codecraft/internal/engine/judge"
	"github.com/codecraft-hq/codecraft/test/harness"
)

// problem is a plan with one sample, and what is beside it.
type problem struct {
	plan          judge.Plan
	input, answer string
	args          []string
	files         map[string]string
	include       map[string]string // for C
	validator     string            // a shell script
	protocol      judge.Protocol
	interactive   bool
	passes        int
}

// sampled makes a plan of a problem: its sample in a group within another, and a hidden group that the sample requires nothing of.
func (w *world) sampled(p problem) blob.Digest {
	w.t.Helper()
	named := func(files map[string]string) (all []judge.NamedBlob) {
		for name, text := range files {
			all = append(all, judge.NamedBlob{Name: name, Digest: string(w.blob(text))})
		}
		return all
	}
	test := judge.Test{Name: "1", Input: string(w.blob(p.input)), Answer: string(w.blob(p.answer)), Args: p.args, Files: named(p.files)}
	hidden := judge.Test{Name: "1", Input: string(w.blob("hidden")), Answer: string(w.blob("nobody writes this"))}
	plan := p.plan
	plan.Version = judge.PlanVersion
	if plan.Comparison.Mode == "" {
		plan.Comparison.Mode = judge.Tokens
	}
	flags := []string(nil)
	if len(plan.Groups) > 0 {
		flags = plan.Groups[0].ValidatorArgs
	}
	plan.Groups = []judge.Group{
		{Name: "data", Aggregation: judge.Sum, ValidatorArgs: flags},
		{Name: "hidden", Points: 10, Tests: []judge.Test{hidden}},
		{Name: "samples", Parent: "data", Sample: true, Tests: []judge.Test{test}},
	}
	if p.validator != "" {
		plan.Validator = &judge.Validator{
			Protocol: p.protocol, Language: "bash", Files: named(map[string]string{"validate.sh": p.validator}), Interactive: p.interactive, Passes: p.passes,
		}
	}
	if p.include != nil {
		plan.Include = map[string][]judge.NamedBlob{"c": named(p.include)}
	}
	data, err := json.Marshal(plan)
	if err != nil {
		w.t.Fatal(err)
	}
	return w.blob(string(data))
}

// runSample runs a program on the sample of an answer's problem, as the candidate's page does.
func (w *world) runSample(who identity.Principal, language, source string) document {
	w.t.Helper()
	status, doc := w.do(who, "POST", "/v1/runs?waitForEnd=true", map[string]any{"language": language, "source": source, "answerId": "a", "sample": 1})
	if status != http.StatusCreated {
		w.t.Fatalf("POST answers %d: %+v", status, doc.Errors)
	}
	return doc
}

// spins computes for so many milliseconds of processor time.
func spins(ms int) string {
	return fmt.Sprintf("#include <stdio.h>\n#include <time.h>\nint main(){int n;if(scanf(\"%%d\",&n)!=1)return 1;while(clock()*1000.0/CLOCKS_PER_SEC<%d);printf(\"%%d\\n\",n);}", ms)
}

func fills(mb int) string {
	return fmt.Sprintf("#include <stdlib.h>\n#include <string.h>\n#include <stdio.h>\nint main(){size_t n=%dUL<<20;volatile char*p=malloc(n);if(!p)return 1;memset((char*)p,1,n);printf(\"%%d\\n\",p[n/2]);}", mb)
}

const (
	megabyte  = "head -c 1000000 /dev/zero | tr '\\0' x; echo"
	onlyEven  = `read -r n; [ $((n % 2)) = 0 ] && exit 42; echo "the number is odd" >"$3/teammessage.txt"; echo secret >"$3/judgemessage.txt"; exit 43`
	atMost9   = `[ "$(cat "$2")" -le 9 ] && exit 0; exit 1`
	guessing  = `read -r n <"$1"; for i in 1 2 3; do read -r g || exit 43; [ "$g" = "$n" ] && { echo right; exit 42; }; echo wrong; done; exit 43`
	doubling  = `read -r n; [ "$n" -ge 8 ] && exit 42; echo "$n" >"$3/nextpass.in"; exit 42`
	graderInC = "#include <stdio.h>\nint twice(int);\nint main(){int n;if(scanf(\"%d\",&n)!=1)return 1;printf(\"%d\\n\",twice(n));}"
)

// sampleCase is a program, and what becomes of it on its problem's sample.
type sampleCase struct {
	problem          problem
	language, source string
	verdict, status  string
}

// comparedCases are decided by what is written.
func comparedCases() map[string]sampleCase {
	second := judge.Plan{Limits: judge.Limits{CPUTimeMs: 1000}}
	compare := func(c judge.Comparison) judge.Plan { return judge.Plan{Comparison: c} }
	exact, float := compare(judge.Comparison{Mode: judge.Exact}), compare(judge.Comparison{Mode: judge.Float, RelTolerance: 1e-6})
	inGroup := judge.Plan{Groups: []judge.Group{{ValidatorArgs: []string{"float_tolerance", "0.1"}}}}
	long := problem{plan: judge.Plan{Limits: judge.Limits{OutputKb: 16 << 10}}, answer: strings.Repeat("x", 1_000_000) + "\n"}
	small := long
	small.plan.Limits.OutputKb = 512
	even := problem{validator: onlyEven, protocol: judge.ProtocolKattis}
	guess := problem{validator: guessing, protocol: judge.ProtocolKattis, interactive: true, input: "3\n"}
	grader := problem{include: map[string]string{"grader.c": graderInC}, input: "4\n", answer: "8\n"}
	return map[string]sampleCase{
		"tokens: trailing spaces":             {problem{answer: "1 2\n"}, "bash", `printf '1 2  \n\n'`, "AC", "ok"},
		"tokens: lines that end in CR LF":     {problem{answer: "1\n2\n"}, "bash", `printf '1\r\n2\r\n'`, "AC", "ok"},
		"tokens: the other case":              {problem{answer: "Yes\n"}, "bash", "echo YES", "AC", "ok"},
		"tokens: another word":                {problem{answer: "1 2\n"}, "bash", "echo 1 3", "WA", "ok"},
		"tokens: nearly the number":           {problem{answer: "0.333333333\n"}, "bash", "echo 0.333333334", "WA", "ok"},
		"exact: trailing spaces":              {problem{plan: exact, answer: "1 2\n"}, "bash", `printf '1 2 \n'`, "WA", "ok"},
		"exact: lines that end in CR LF":      {problem{plan: exact, answer: "1\n"}, "bash", `printf '1\r\n'`, "WA", "ok"},
		"exact: no newline at the end":        {problem{plan: exact, answer: "1\n"}, "bash", `printf 1`, "AC", "ok"},
		"case counts":                         {problem{plan: compare(judge.Comparison{Mode: judge.Tokens, CaseSensitive: true}), answer: "Yes\n"}, "bash", "echo YES", "WA", "ok"},
		"space counts":                        {problem{plan: compare(judge.Comparison{Mode: judge.Tokens, SpaceSensitive: true}), answer: "1 2\n"}, "bash", "echo '1  2'", "WA", "ok"},
		"float: within the tolerance":         {problem{plan: float, answer: "0.333333333\n"}, "bash", "echo 0.333333334", "AC", "ok"},
		"float: beyond it":                    {problem{plan: float, answer: "0.333\n"}, "bash", "echo 0.334", "WA", "ok"},
		"float: the tolerance of a group":     {problem{plan: inGroup, answer: "1.0\n"}, "bash", "echo 1.05", "AC", "ok"},
		"a validator accepts another answer":  {even, "bash", "echo 4", "AC", "ok"},
		"a validator refuses, with a message": {even, "bash", "echo 5", "WA", "ok"},
		"a checker of testlib":                {problem{validator: atMost9, protocol: judge.ProtocolTestlib}, "bash", "echo 10", "WA", "ok"},
		"a validator that is broken":          {problem{validator: "exit 1", protocol: judge.ProtocolKattis}, "bash", "echo 1", "JE", "ok"},
		"a conversation":                      {guess, "bash", `for g in 1 2 3; do echo $g; read -r x; [ "$x" = right ] && exit; done`, "AC", "ok"},
		"a conversation in vain":              {guess, "bash", `for g in 4 5 6; do echo $g; read -r x; done`, "WA", "ok"},
		"several passes":                      {problem{validator: doubling, protocol: judge.ProtocolKattis, passes: 5, input: "1\n"}, "bash", `read -r n; echo $((2 * n))`, "AC", "ok"},
		"2.5 s where one is allowed":          {problem{plan: second, input: "5\n", answer: "5\n"}, "c", spins(2500), "TLE", "cpu_limit"},
		"a tenth where one is allowed":        {problem{plan: second, input: "5\n", answer: "5\n"}, "c", spins(100), "AC", "ok"},
		"a limit of the language's own": {problem{plan: judge.Plan{Limits: judge.Limits{Languages: map[string]judge.LanguageLimits{"c": {CPUTimeMs: 200}}}}, input: "5\n", answer: "5\n"},
			"c", spins(900), "TLE", "cpu_limit"},
		"it waits too long":                   {problem{plan: judge.Plan{Limits: judge.Limits{CPUTimeMs: 100, WallTimeMs: 300}}}, "bash", "sleep 60", "TLE", "wall_limit"},
		"more memory than allowed":            {problem{plan: judge.Plan{Limits: judge.Limits{MemoryKb: 64 << 10}}, answer: "1\n"}, "c", fills(128), "MLE", "memory_limit"},
		"as much as allowed":                  {problem{plan: judge.Plan{Limits: judge.Limits{MemoryKb: 64 << 10}}, answer: "1\n"}, "c", fills(32), "AC", "ok"},
		"a long output":                       {long, "bash", megabyte, "AC", "ok"},
		"a long output with a wrong last one": {long, "bash", "head -c 999999 /dev/zero | tr '\\0' x; echo y", "WA", "ok"},
		"more output than allowed":            {small, "bash", "yes", "OLE", "output_limit"}, // one that ends may do so before it is ended
		"an exit code":                        {problem{answer: "1\n"}, "bash", "echo 1; exit 3", "RTE", "failed"},
		"a signal":                            {problem{answer: "1\n"}, "bash", "echo 1; kill -SEGV $$", "RTE", "signalled"},
		"it does not compile":                 {problem{}, "c", "int main( {", "CE", "compile_error"},
		"what only a check finds":             {problem{answer: "1\n"}, "python", "print(1)\nif False:\n  x = = 1\n", "CE", "compile_error"},
		"a function, and the problem's main":  {grader, "c", "int twice(int n){return 2*n;}", "AC", "ok"},
		"a function that the linker misses":   {grader, "c", "int thrice(int n){return 3*n;}", "CE", "compile_error"},
		"the test's files and arguments":      {problem{args: []string{"words.txt"}, files: map[string]string{"words.txt": "one\n"}, answer: "one\n"}, "bash", `cat "$1"`, "AC", "ok"},
	}
}

// objectFiles are named by chance.
var objectFiles = regexp.MustCompile(`/tmp/cc\w+\.o`)

// Run tells of a sample what Submit does: both are the judge's word, under the problem's limits.
func TestRunAndSubmitNeverDisagreeOnASample(t *testing.T) {
	backend, tools := realTools(t, 2)
	w := newWorld(t, harness.Database(t)("execution"), harness.Bus(t), nil)
	w.startWorker(backend, tools)
	done := w.finished()
	for name, c := range comparedCases() {
		t.Run(name, func(t *testing.T) {
			plan := w.sampled(c.problem)
			w.attempt.tries(plan)
			who := candidate()
			q := contract.JudgingRequest{
				Organization: who.Organization, Subject: contract.Subject{Kind: contract.SubjectKindSubmission, ID: ids.New[string](), Round: 1},
				Scope: who.Place.String(), Language: c.language, Files: []contract.SourceFile{{Digest: w.blob(c.source)}}, Plan: plan,
			}
			w.publish(q)
			doc := w.runSample(who, c.language, c.source)
			o := done.of(t, q, time.Minute).Outcome
			if o.Verdict == judge.CompileError {
				said, judged := objectFiles.ReplaceAllString(doc.text("compileOutput"), "x.o"), objectFiles.ReplaceAllString(o.Compilation.Output, "x.o")
				if doc.text("verdict") != "CE" || c.verdict != "CE" || said != judged {
					t.Errorf("Run says %s with %q; Submit says CE with %q", doc.text("verdict"), doc.text("compileOutput"), o.Compilation.Output)
				}
				return
			}
			sample := judge.Redact(o).Groups[2].Tests[0]
			if doc.text("verdict") != c.verdict || string(sample.Verdict) != c.verdict {
				t.Errorf("Run says %s and Submit says %s, want %s: %v, %+v", doc.text("verdict"), sample.Verdict, c.verdict, doc.Data.Attributes, sample)
			}
			difference, _ := doc.attribute("difference").(map[string]any)
			if (difference == nil) != (sample.Difference == nil) || sample.Difference != nil && difference["reason"] != sample.Difference.Reason {
				t.Errorf("Run names the difference %v and Submit %+v", difference, sample.Difference)
			}
			message := ""
			if sample.TeamMessage != nil {
				message = sample.TeamMessage.Text
			}
			if doc.text("message") != message {
				t.Errorf("Run says %q and Submit %q", doc.text("message"), message)
			}
			if c.problem.interactive {
				return // whether the program sees the end of a conversation before it is ended is chance
			}
			if doc.text("status") != c.status || doc.attribute("exitCode") != float64(sample.ExitCode) || doc.text("signal") != sample.Signal {
				t.Errorf("Run ended %v; Submit with %+v", doc.Data.Attributes, sample)
			}
			if text, _ := json.Marshal(doc); strings.Contains(string(text), "secret") {
				t.Errorf("what the validator tells the staff is shown: %s", text)
			}
		})
	}
}

// An input of one's own is run under the problem's limits and with its files; there is no verdict.
func TestAnOwnInputIsRunAsTheProblemSays(t *testing.T) {
	backend, tools := realTools(t, 2)
	w := newWorld(t, harness.Database(t)("execution"), harness.Bus(t), nil)
	w.startWorker(backend, tools)
	for name, c := range map[string]struct {
		problem                  problem
		language, source, status string
		stdout                   string
		truncated                bool
	}{
		"2.5 s where one is allowed": {problem{plan: judge.Plan{Limits: judge.Limits{CPUTimeMs: 1000}}}, "c", spins(2500), "cpu_limit", "", false},
		"the language's factor": {problem{plan: judge.Plan{Limits: judge.Limits{CPUTimeMs: 100, Languages: map[string]judge.LanguageLimits{"c": {CPUTimeMs: 5000}}}}},
			"c", spins(500), "ok", "7\n", false},
		"memory":                 {problem{plan: judge.Plan{Limits: judge.Limits{MemoryKb: 64 << 10}}}, "c", fills(128), "memory_limit", "", false},
		"a long output":          {problem{}, "bash", megabyte, "ok", strings.Repeat("x", 256<<10), true},
		"more than allowed":      {problem{plan: judge.Plan{Limits: judge.Limits{OutputKb: 512}}}, "bash", megabyte, "output_limit", strings.Repeat("x", 256<<10), true},
		"the problem's own main": {problem{include: map[string]string{"grader.c": graderInC}}, "c", "int twice(int n){return 2*n;}", "ok", "14\n", false},
	} {
		t.Run(name, func(t *testing.T) {
			w.attempt.tries(w.sampled(c.problem))
			status, doc := w.do(candidate(), "POST", "/v1/runs?waitForEnd=true", map[string]any{"language": c.language, "source": c.source, "answerId": "a", "stdin": "7\n"})
			if status != http.StatusCreated {
				t.Fatalf("POST answers %d: %+v", status, doc.Errors)
			}
			if doc.text("status") != c.status || doc.text("stdout") != c.stdout || doc.attribute("truncated") != c.truncated || doc.text("verdict") != "" {
				t.Errorf("it ends %s with %d bytes, truncated %v, verdict %q: %s", doc.text("status"), len(doc.text("stdout")), doc.attribute("truncated"), doc.text("verdict"), doc.text("detail"))
			}
		})
	}
}

// What a sample writes is seen while it runs, and a stopped one has no verdict.
func TestASampleIsStreamedAndStopped(t *testing.T) {
	backend, tools := realTools(t, 2)
	w := newWorld(t, harness.Database(t)("execution"), harness.Bus(t), nil)
	w.startWorker(backend, tools)
	w.attempt.tries(w.sampled(problem{plan: judge.Plan{Limits: judge.Limits{WallTimeMs: 60_000}}, answer: "here\n"}))
	who := candidate()
	status, doc := w.do(who, "POST", "/v1/runs", map[string]any{"language": "bash", "source": "echo here; sleep 600", "answerId": "a", "sample": 1})
	if status != http.StatusCreated {
		t.Fatalf("POST answers %d: %+v", status, doc.Errors)
	}
	var names []string
	for _, e := range w.events(who, doc.Data.Links["events"], "", func(e sent) {
		if e.name == "stdout" && e.data["text"] == "here\n" {
			w.do(who, "DELETE", "/v1/runs/"+doc.Data.ID, nil)
		}
	}) {
		if state, ok := e.data["status"].(string); ok {
			names = append(names, state)
		} else {
			names = append(names, e.name)
		}
		if e.name == "end" && (e.data["verdict"] != "" || e.data["stdout"] != "here\n") {
			t.Errorf("it ends as %v", e.data)
		}
	}
	if got := strings.Join(names, " "); got != "queued compiling running stdout cancelled" {
		t.Errorf("it tells %q", got)
	}
}

func TestWhatASampleTakesIsRefused(t *testing.T) {
	w := newWorld(t, harness.Database(t)("execution"), harness.Bus(t), nil)
	w.attempt.tries("plan")
	for pointer, c := range map[string]struct {
		who        identity.Principal
		attributes map[string]any
	}{
		"stdin":         {candidate(), map[string]any{"stdin": "x"}},
		"args":          {candidate(), map[string]any{"args": []any{"x"}}},
		"env":           {candidate(), map[string]any{"env": map[string]any{"A": "1"}}},
		"compilerFlags": {candidate(), map[string]any{"compilerFlags": []any{"-O0"}}},
		"limits":        {candidate(), map[string]any{"limits": map[string]any{"cpuTimeMs": 9000}}},
		"dataFiles":     {candidate(), map[string]any{"dataFiles": []any{runFile("a", "b", "utf-8")}}},
		"terminal":      {candidate(), map[string]any{"terminal": map[string]any{"rows": 24, "columns": 80}}},
		"sample":        {member(identity.Author), map[string]any{}},
	} {
		c.attributes["language"], c.attributes["source"], c.attributes["answerId"], c.attributes["sample"] = "c", "int main(){}", "a", 1
		status, doc := w.do(c.who, "POST", "/v1/runs", c.attributes)
		found := false
		for _, e := range doc.Errors {
			found = found || e.Source.Pointer == "/data/attributes/"+pointer && e.Detail != ""
		}
		if status != http.StatusUnprocessableEntity || !found {
			t.Errorf("%s: %d %+v", pointer, status, doc.Errors)
		}
	}
}
