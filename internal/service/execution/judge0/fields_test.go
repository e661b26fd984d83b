package judge0_test

import (
	"archive/zip"
	"bytes"
	"encoding/base64"
	"fmt"
	"strings"
	"testing"

	"github.com/codecraft-hq/codecraft/internal/service/execution/judge0"
	"github.com/codecraft-hq/codecraft/internal/service/execution/run"
	"github.com/codecraft-hq/codecraft/test/harness"
)

// TestEveryFieldOfASubmissionIsKeptOrRefused: what a field asks for arrives at the run as it was asked, or is a fault of
// that field. That the sandbox holds it is shown with real programs, in test/dropin.
func TestEveryFieldOfASubmissionIsKeptOrRefused(t *testing.T) {
	kept := func(what func(run.Program) any, want any) func(*testing.T, run.Program) {
		return func(t *testing.T, p run.Program) {
			if got := fmt.Sprint(what(p)); got != fmt.Sprint(want) {
				t.Errorf("%s, want %v", got, want)
			}
		}
	}
	cpu := func(p run.Program) any { return p.Limits.CPUTimeMs }
	wall := func(p run.Program) any { return p.Limits.WallTimeMs }
	memory := func(p run.Program) any { return p.Limits.MemoryKb }
	stack := func(p run.Program) any { return p.Limits.StackKb }
	processes := func(p run.Program) any { return p.Limits.Processes }
	file := func(p run.Program) any { return p.Limits.FileKb }
	output := func(p run.Program) any { return p.Limits.OutputKb }
	for name, x := range map[string]struct {
		fields string
		kept   func(*testing.T, run.Program) // nil: it is refused
		fault  string                        // as JSON
	}{
		"the standard time, and extra time":    {``, kept(cpu, 6000), ""},
		"cpu_time_limit and cpu_extra_time":    {`"cpu_time_limit":2.5,"cpu_extra_time":0.5`, kept(cpu, 3000), ""},
		"no cpu_extra_time":                    {`"cpu_time_limit":2,"cpu_extra_time":0`, kept(cpu, 2000), ""},
		"a cpu_time_limit of zero: no limit":   {`"cpu_time_limit":0,"cpu_extra_time":5`, kept(cpu, 30_000), ""},
		"too high a cpu_time_limit":            {`"cpu_time_limit":26`, nil, `{"cpu_time_limit":["must be less than or equal to 25"]}`},
		"too low a cpu_time_limit":             {`"cpu_time_limit":0.001`, nil, `{"cpu_time_limit":["must be greater than or equal to 0.01"]}`},
		"too high a cpu_extra_time":            {`"cpu_extra_time":6`, nil, `{"cpu_extra_time":["must be less than or equal to 5"]}`},
		"wall_time_limit":                      {`"wall_time_limit":7.5`, kept(wall, 7500), ""},
		"too low a wall_time_limit":            {`"wall_time_limit":0.5`, nil, `{"wall_time_limit":["must be greater than or equal to 1"]}`},
		"memory_limit":                         {`"memory_limit":65536`, kept(memory, 65536), ""},
		"too low a memory_limit":               {`"memory_limit":2048`, nil, `{"memory_limit":["must be greater than or equal to 4096"]}`},
		"the standard stack_limit":             {``, kept(stack, 64_000), ""},
		"stack_limit":                          {`"stack_limit":8192`, kept(stack, 8192), ""},
		"a stack_limit of zero: no limit":      {`"stack_limit":0`, kept(stack, 0), ""},
		"too high a stack_limit":               {`"stack_limit":2000001`, nil, `{"stack_limit":["must be less than or equal to`},
		"max_processes_and_or_threads":         {`"max_processes_and_or_threads":7`, kept(processes, 7), ""},
		"no process at all":                    {`"max_processes_and_or_threads":0`, nil, `{"max_processes_and_or_threads":["must be greater than or equal to 1"]}`},
		"too many processes":                   {`"max_processes_and_or_threads":121`, nil, `{"max_processes_and_or_threads":["must be less than or equal to 120"]}`},
		"half a process":                       {`"max_processes_and_or_threads":1.5`, nil, `{"max_processes_and_or_threads":["must be an integer"]}`},
		"max_file_size":                        {`"max_file_size":100`, kept(file, 100), ""},
		"max_file_size bounds the output":      {`"max_file_size":100`, kept(output, 100), ""},
		"the output is bounded besides":        {`"max_file_size":4096`, kept(output, 512), ""},
		"a max_file_size of zero: no limit":    {`"max_file_size":0`, kept(file, 4096), ""},
		"too high a max_file_size":             {`"max_file_size":4097`, nil, `{"max_file_size":["must be less than or equal to 4096"]}`},
		"too many runs":                        {`"number_of_runs":21`, nil, `{"number_of_runs":["must be less than or equal to 20"]}`},
		"no run":                               {`"number_of_runs":0`, nil, `{"number_of_runs":["must be greater than or equal to 1"]}`},
		"redirect_stderr_to_stdout":            {`"redirect_stderr_to_stdout":true`, kept(func(p run.Program) any { return p.Joined }, true), ""},
		"redirect_stderr_to_stdout as a word":  {`"redirect_stderr_to_stdout":"maybe"`, nil, `{"redirect_stderr_to_stdout":["is neither true nor false"]}`},
		"time limits of each process":          {`"enable_per_process_and_thread_time_limit":true`, nil, `{"enable_per_process_and_thread_time_limit":["this option cannot be enabled`},
		"no time limits of each process":       {`"enable_per_process_and_thread_time_limit":false`, kept(cpu, 6000), ""},
		"memory limits of each process":        {`"enable_per_process_and_thread_memory_limit":"true"`, nil, `{"enable_per_process_and_thread_memory_limit":["this option cannot be enabled`},
		"the network":                          {`"enable_network":1`, nil, `{"enable_network":["enabling network is not allowed"]}`},
		"no network":                           {`"enable_network":false`, kept(cpu, 6000), ""},
		"command_line_arguments":               {`"command_line_arguments":"a 'b c'"`, kept(func(p run.Program) any { return strings.Join(p.Args, "|") }, "a|b c"), ""},
		"command_line_arguments are too long":  {`"command_line_arguments":"` + strings.Repeat("x", 513) + `"`, nil, `{"command_line_arguments":["is too long (maximum is 512 characters)"]}`},
		"compiler_options":                     {`"compiler_options":"-O3"`, kept(func(p run.Program) any { return p.Flags }, "[-O3]"), ""},
		"compiler_options that may not be set": {`"compiler_options":"-fplugin=x"`, nil, `{"compiler_options":["-fplugin=x is no flag that may be set"]}`},
		"additional_files": {`"additional_files":"` + zipped(t, "in.txt", "x") + `"`, kept(func(p run.Program) any {
			return p.Data[0].Path + string(p.Data[0].Data)
		}, "in.txtx"), ""},
		"additional_files with another main.c":  {`"additional_files":"` + zipped(t, "main.c", "another") + `"`, nil, `{"additional_files":["holds another main.c than source_code`},
		"additional_files with the same main.c": {`"additional_files":"` + zipped(t, "./main.c", "ok") + `"`, kept(func(p run.Program) any { return len(p.Files) }, 1), ""},
		"additional_files that lead out":        {`"additional_files":"` + zipped(t, "../in.txt", "x") + `"`, nil, `{"additional_files":["holds a file whose path leads out of the folder"]}`},
		"additional_files in no Base64":         {`"additional_files":"!"`, nil, `{"additional_files":["is not valid Base64"]}`},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			w := newWorld(t, harness.Database(t)("execution"), false, nil)
			body := `{"source_code":"ok","language_id":50`
			if x.fields != "" {
				body += "," + x.fields
			}
			status, a := w.ask("POST", "/submissions?wait=true", body+"}")
			if x.kept == nil {
				if got := text(t, a); status != 422 || !strings.HasPrefix(got, x.fault) || len(w.runner.ran()) > 0 {
					t.Errorf("%d %s, want 422 %s", status, got, x.fault)
				}
				return
			}
			if ran := w.runner.ran(); status != 201 || len(ran) != 1 {
				t.Fatalf("%d %v: %d runs", status, a, len(ran))
			}
			x.kept(t, w.runner.ran()[0])
		})
	}
}

// zipped is an archive of one file, in Base64.
func zipped(t *testing.T, name, content string) string {
	t.Helper()
	var b bytes.Buffer
	z := zip.NewWriter(&b)
	f, err := z.Create(name)
	if err != nil {
		t.Fatal(err)
	}
	_, _ = f.Write([]byte(content))
	if err := z.Close(); err != nil {
		t.Fatal(err)
	}
	return base64.StdEncoding.EncodeToString(b.Bytes())
}

func TestAProgramIsRunAsOftenAsAsked(t *testing.T) {
	w := newWorld(t, harness.Database(t)("execution"), false, nil)
	for source, runs := range map[string]int{"ok": 4, "failed": 1} {
		before := len(w.runner.ran())
		w.ask("POST", "/submissions?wait=true", `{"source_code":"`+source+`","language_id":50,"number_of_runs":4}`)
		if n := len(w.runner.ran()) - before; n != runs {
			t.Errorf("%s: %d runs, want %d", source, n, runs)
		}
	}
}

// TestTimeWithinTheExtraTimeIsStillTooMuch: extra time lets the real time be seen; it allows nothing.
func TestTimeWithinTheExtraTimeIsStillTooMuch(t *testing.T) {
	w := newWorld(t, harness.Database(t)("execution"), false, nil)
	for limit, want := range map[string]string{"0.012": `{"status_id":3,"time":"0.012"}`, "0.011": `{"status_id":5,"time":"0.012"}`} { // a program here takes 12 ms
		_, a := w.ask("POST", "/submissions?wait=true&fields=status_id,time", `{"source_code":"ok","language_id":50,"cpu_time_limit":`+limit+`}`)
		if got := text(t, a); got != want {
			t.Errorf("%s: %s, want %s", limit, got, want)
		}
	}
}

func TestTheExpectedOutputIsThatOfBothStreamsWhereTheyAreOne(t *testing.T) {
	w := newWorld(t, harness.Database(t)("execution"), false, nil)
	const both = `{"source_code":"both","language_id":50,"expected_output":"oeurtr","redirect_stderr_to_stdout":`
	for redirect, want := range map[string]string{"true": `{"status_id":3}`, "false": `{"status_id":4}`} {
		_, a := w.ask("POST", "/submissions?wait=true&fields=status_id", both+redirect+"}")
		if got := text(t, a); got != want {
			t.Errorf("%s: %s, want %s", redirect, got, want)
		}
	}
}

func TestAProgramOfManyFilesTellsItsScriptWhatItMayWrite(t *testing.T) {
	w := newWorld(t, harness.Database(t)("execution"), false, nil)
	archive := zipped(t, "run", "echo")
	_, _ = w.ask("POST", "/submissions?wait=true", `{"language_id":89,"additional_files":"`+archive+`","command_line_arguments":"a b","max_file_size":77}`)
	if ran := w.runner.ran(); len(ran) != 1 || strings.Join(ran[0].Args, "|") != "77|a|b" || ran[0].Limits.FileKb != 4096 {
		t.Errorf("%+v", ran)
	}
	status, a := w.ask("POST", "/submissions", `{"language_id":89,"additional_files":"`+archive+`","compiler_options":"-O3"}`)
	if got := text(t, a); status != 422 || !strings.HasPrefix(got, `{"compiler_options":["setting compiler options for Multi-file program is not allowed`) {
		t.Errorf("%d %s", status, got)
	}
}

func TestCallbacksAreRefusedWhereNoneAreOffered(t *testing.T) {
	w := newWorld(t, harness.Database(t)("execution"), false, func(d *judge0.Deps) { d.Callbacks = nil })
	status, a := w.ask("POST", "/submissions", `{"source_code":"ok","language_id":50,"callback_url":"https://example.com/"}`)
	if got := text(t, a); status != 422 || got != `{"callback_url":["setting callback is not allowed"]}` {
		t.Errorf("%d %s", status, got)
	}
}
