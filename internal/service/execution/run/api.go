package run

import (
	"context"
	"encoding/base64"
	"fmt"
	"maps"
	"net/http"
	"slices"
	"strconv"

	contract "github.com/codecraft-hq/codecraft/internal/contract/execution"

	"github.com/codecraft-hq/codecraft/internal/base/errs"
	"github.com/codecraft-hq/codecraft/internal/base/identity"
	"github.com/codecraft-hq/codecraft/internal/base/ids"
	"github.com/codecraft-hq/codecraft/internal/base/jsonapi"
	"github.com/codecraft-hq/codecraft/internal/engine/judge"
	"github.com/codecraft-hq/codecraft/internal/service/execution/wire"
)

// RunAttributes is a run in the API: what is asked, and what came of it.
type RunAttributes struct {
	Language        string            `json:"language" doc:"Id of a language"`
	Source          string            `json:"source,omitempty" writeOnly:"true" doc:"The program, when it is one file; at most 256 KiB"`
	Files           []RunFile         `json:"files,omitempty" writeOnly:"true" required:"false" maxItems:"50" doc:"The program, when it is several files; those that are no source of the language also lie where the program starts"`
	DataFiles       []RunFile         `json:"dataFiles,omitempty" writeOnly:"true" required:"false" maxItems:"50" doc:"What the program finds in the folder it starts in; at most 1 MiB together"`
	Entry           string            `json:"entry,omitempty" writeOnly:"true" maxLength:"200" doc:"Which of the files is started; left out, the language finds it"`
	CompilerFlags   []string          `json:"compilerFlags,omitempty" writeOnly:"true" required:"false" maxItems:"50" doc:"Those that the language allows"`
	Stdin           string            `json:"stdin,omitempty" writeOnly:"true" doc:"What the program reads; at most 256 KiB"`
	Args            []string          `json:"args,omitempty" writeOnly:"true" required:"false" maxItems:"50"`
	Env             map[string]string `json:"env,omitempty" writeOnly:"true" required:"false" doc:"Variables beside those that the sandbox sets"`
	Limits          *RunLimits        `json:"limits,omitempty" writeOnly:"true" doc:"Those of a candidate's answer are its problem's; a terminal has its own wall time and output"`
	Terminal        *RunTerminal      `json:"terminal,omitempty" writeOnly:"true" doc:"Starts the program in a terminal, which links.socket leads to"`
	AttemptID       string            `json:"attemptId,omitempty" doc:"Implied for candidates"`
	InterviewID     string            `json:"interviewId,omitempty" doc:"Implied for guests of an interview; who may hold interviews names the one they are in, and all who are there see the run"`
	AnswerID        string            `json:"answerId,omitempty" doc:"What this run tries: the answer of the attempt, or the problem of the interview"`
	Sample          int               `json:"sample,omitempty" writeOnly:"true" minimum:"0" doc:"Which of the answer's samples is judged, from 1, just as a submission is; left out, stdin is read and there is no verdict"`
	DocumentVersion int               `json:"documentVersion,omitempty" minimum:"0"`
	Interactive     bool              `json:"interactive" readOnly:"true" doc:"Whether it has a terminal"`
	RunOutcome
}

// RunOutcome is what came of a run: the attributes of the event "end", too.
type RunOutcome struct {
	Status        string      `json:"status" readOnly:"true" enum:"queued,compiling,running,ok,failed,signalled,cpu_limit,wall_limit,memory_limit,output_limit,idle_limit,cancelled,compile_error,not_started,internal_error" doc:"From ok on, it has ended"`
	Stdout        string      `json:"stdout" readOnly:"true" doc:"Of a terminal: the last it showed"`
	Stderr        string      `json:"stderr" readOnly:"true"`
	Output        []RunOutput `json:"output" readOnly:"true" doc:"Both streams in the order in which they were written; empty of a terminal, whose stdout is the order"`
	ExitCode      int         `json:"exitCode" readOnly:"true" doc:"Of a program that ended by itself"`
	Signal        string      `json:"signal" readOnly:"true" doc:"That ended it, such as SIGSEGV"`
	Detail        string      `json:"detail" readOnly:"true"`
	CPUTimeMs     float64     `json:"cpuTimeMs" readOnly:"true"`
	WallTimeMs    float64     `json:"wallTimeMs" readOnly:"true"`
	MemoryKb      int64       `json:"memoryKb" readOnly:"true" doc:"At most, at any time"`
	CompileOutput string      `json:"compileOutput" readOnly:"true"`
	CompileTimeMs float64     `json:"compileTimeMs" readOnly:"true"`
	Truncated     bool        `json:"truncated" readOnly:"true" doc:"Whether more was written than is shown"`

	Verdict    string            `json:"verdict" readOnly:"true" enum:",AC,WA,TLE,MLE,OLE,RTE,CE,JE" doc:"Of a sample; otherwise empty"`
	Difference *judge.Difference `json:"difference,omitempty" readOnly:"true" doc:"Of a sample: where the output and the answer part first"`
	Message    string            `json:"message" readOnly:"true" doc:"Of a sample: what the problem's validator says"`
}

// RunOutput is something that a program wrote: the data of the events "stdout" and "stderr", too.
type RunOutput struct {
	Stream string  `json:"stream" enum:"stdout,stderr"`
	Text   string  `json:"text"`
	AtMs   float64 `json:"atMs" doc:"Milliseconds since the program's start"`
}

// RunFile is one file of a program.
type RunFile struct {
	Path     string `json:"path" minLength:"1" maxLength:"200"`
	Content  string `json:"content"`
	Encoding string `json:"encoding,omitempty" enum:"utf-8,base64" doc:"base64 carries any bytes; such a file is data, not a source"`
}

// RunLimits bound a run; what is left out is the standard.
type RunLimits struct {
	CPUTimeMs  int64 `json:"cpuTimeMs,omitempty" minimum:"0" maximum:"30000"`
	WallTimeMs int64 `json:"wallTimeMs,omitempty" minimum:"0" maximum:"1800000" doc:"At most 60000 without a terminal"`
	MemoryKb   int64 `json:"memoryKb,omitempty" minimum:"0" maximum:"2097152"`
	OutputKb   int64 `json:"outputKb,omitempty" minimum:"0" maximum:"262144" doc:"At most 512 without a terminal"`
}

// RunTerminal is the terminal that a program gets.
type RunTerminal struct {
	contract.TerminalSize
	IdleSeconds int    `json:"idleSeconds,omitempty" minimum:"0" maximum:"600" doc:"How long nothing may be typed or shown before the run is ended; 0 is 120"`
	Replaces    string `json:"replaces,omitempty" maxLength:"36" doc:"In an interview, where one terminal is open at a time and everybody sees it: the id of the run whose terminal makes way"`
}

// ResourceType implements jsonapi.Named.
func (RunAttributes) ResourceType() string { return "runs" }

// tag is the heading in the documents.
const tag = "execution"

type runResource = jsonapi.Resource[RunAttributes, jsonapi.None]

// Register mounts the endpoints of the runs; the socket of a terminal is not among them.
func (s *Service) Register(api *jsonapi.API) {
	jsonapi.Register(api, jsonapi.Collection[RunAttributes, jsonapi.None]{
		Path: "/v1/runs", Tag: tag, MaxBody: 4 << 20,
		Read: identity.AnyOf(identity.RunsCreate), Write: identity.AnyOf(identity.RunsCreate),
		Parameters: []jsonapi.Parameter{{Name: "waitForEnd", Doc: "true answers when the run has ended"}},
		Links: func(r *runResource) map[string]string {
			links := map[string]string{"events": "/v1/runs/" + r.ID + "/events"}
			if r.Attributes.Interactive {
				links["socket"] = "/v1/runs/" + r.ID + "/socket"
			}
			return links
		},
		Get:    s.apiGetRuns,
		Create: s.apiCreateRun,
		Delete: func(ctx context.Context, id string) error { return s.Cancel(ctx, ids.Run(id)) },
	})
	jsonapi.HandlePlain(api, jsonapi.Plain{
		Method: http.MethodGet, Path: "/v1/runs/{id}/events", Name: "streamRun", Tag: tag, Needs: identity.AnyOf(identity.RunsCreate),
		Summary:  "What a run does as it does it: server-sent events status, stdout, stderr and, at last, end, in their order",
		Produces: "text/event-stream",
	}, s.streamRun)
}

func waitForEnd(ctx context.Context) (bool, error) {
	r := jsonapi.Request(ctx)
	if r == nil {
		return false, nil
	}
	text := r.URL.Query().Get("waitForEnd")
	if text == "" {
		return false, nil
	}
	wait, err := strconv.ParseBool(text)
	if err != nil {
		return false, errs.New(errs.Malformed, "invalid", "waitForEnd is true or false").In("waitForEnd")
	}
	return wait, nil
}

func (s *Service) apiCreateRun(ctx context.Context, r *runResource) error {
	wait, err := waitForEnd(ctx)
	if err != nil {
		return err
	}
	p, err := r.Attributes.program()
	if err != nil {
		return err
	}
	h, end, err := s.startRun(ctx, p, wait)
	if err != nil {
		return err
	}
	r.ID = string(h.ID)
	r.Attributes = begun(h)
	r.Attributes.Status = wire.StatusQueued
	if end != nil {
		r.Attributes.RunOutcome = OutcomeOf(*end)
	}
	return nil
}

func (s *Service) apiGetRuns(ctx context.Context, which []string) ([]runResource, error) {
	wait, err := waitForEnd(ctx)
	if err != nil {
		return nil, err
	}
	var out []runResource
	for _, id := range which {
		read := s.ReadRun
		if wait {
			read = s.awaitRun
		}
		v, err := read(ctx, ids.Run(id))
		if errs.Is(err, errs.NotFound) {
			continue
		}
		if err != nil {
			return nil, err
		}
		out = append(out, v.resource())
	}
	return out, nil
}

// program is what the attributes ask for; a file that cannot be decoded is a fault.
func (a *RunAttributes) program() (Program, error) {
	var f faults
	p := Program{
		Language: a.Language, Entry: a.Entry, Flags: a.CompilerFlags, Stdin: []byte(a.Stdin), Args: a.Args,
		Part: a.AnswerID, Document: a.DocumentVersion, Sample: a.Sample,
	}
	f.rule(a.AttemptID == "" || a.InterviewID == "", "interviewId", "a run is in an attempt or in an interview, not in both")
	if p.Place = identity.InAttempt(ids.Attempt(a.AttemptID)); a.InterviewID != "" {
		p.Place = identity.InInterview(ids.Interview(a.InterviewID))
	}
	f.rule(a.Source == "" || len(a.Files) == 0, "source", "send source or files, not both")
	if len(a.Files) == 0 {
		p.Files = []File{{Data: []byte(a.Source)}}
	}
	for i, file := range a.Files {
		if at := fmt.Sprintf("files/%d", i); file.Encoding == base64Encoding {
			p.Data = append(p.Data, file.decoded(at, &f))
		} else {
			p.Files = append(p.Files, File{Path: file.Path, Data: []byte(file.Content), at: at})
		}
	}
	f.rule(len(p.Files) > 0, "files", "all files are data: send the program's source, too")
	for i, file := range a.DataFiles {
		p.Data = append(p.Data, file.decoded(fmt.Sprintf("dataFiles/%d", i), &f))
	}
	for _, name := range slices.Sorted(maps.Keys(a.Env)) {
		f.variable(name, a.Env[name]) // before they are joined: a name with "=" would read as another one
		p.Env = append(p.Env, name+"="+a.Env[name])
	}
	if l := a.Limits; l != nil {
		p.Limits = wire.Limits{CPUTimeMs: l.CPUTimeMs, WallTimeMs: l.WallTimeMs, MemoryKb: l.MemoryKb, OutputKb: l.OutputKb}
	}
	if t := a.Terminal; t != nil {
		p.Interactive, p.Terminal, p.IdleSeconds, p.Replaces = true, &t.TerminalSize, t.IdleSeconds, ids.Run(t.Replaces)
	}
	return p, f.err()
}

const base64Encoding = "base64"

func (f RunFile) decoded(at string, all *faults) File {
	if f.Encoding != base64Encoding {
		return File{Path: f.Path, Data: []byte(f.Content), at: at}
	}
	data, err := base64.StdEncoding.DecodeString(f.Content)
	all.rule(err == nil, at+"/content", "this is no base64")
	return File{Path: f.Path, Data: data, at: at}
}

func (v *View) resource() runResource {
	r := runResource{ID: string(v.Head.ID), Attributes: begun(v.Head)}
	if v.Result != nil {
		r.Attributes.RunOutcome = OutcomeOf(*v.Result)
		return r
	}
	r.Attributes.RunOutcome = OutcomeOf(v.soFar(v.status))
	return r
}

// begun is what is known of a run from its beginning.
func begun(h wire.Head) RunAttributes {
	return RunAttributes{
		Language: h.Language, AttemptID: string(h.Place.Attempt()), InterviewID: string(h.Place.Interview()), AnswerID: h.Part,
		DocumentVersion: h.Document, Interactive: h.Interactive,
	}
}

// OutcomeOf is a result as the API shows it.
func OutcomeOf(r contract.RunResult) RunOutcome {
	output := []RunOutput{}
	for _, c := range r.Output() {
		output = append(output, RunOutput(c))
	}
	return RunOutcome{
		Status: r.Status, Stdout: r.Stdout, Stderr: r.Stderr, Output: output, ExitCode: r.ExitCode, Signal: r.Signal, Detail: r.Detail,
		CPUTimeMs: r.CPUTimeMs, WallTimeMs: r.WallTimeMs, MemoryKb: r.MemoryKb, CompileOutput: r.CompileOutput,
		CompileTimeMs: r.CompileTimeMs, Truncated: r.Truncated, Verdict: string(r.Verdict), Difference: r.Difference, Message: r.Message,
	}
}
