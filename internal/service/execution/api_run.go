package execution

import (
	"context"
	"net/http"
	"strconv"

	contract "github.com/codecraft-hq/codecraft/internal/contract/execution"

	"github.com/codecraft-hq/codecraft/internal/base/errs"
	"github.com/codecraft-hq/codecraft/internal/base/httpx"
	"github.com/codecraft-hq/codecraft/internal/base/ids"
	"github.com/codecraft-hq/codecraft/internal/base/jsonapi"
)

// RunAttributes is a run in the API: what is asked, and what came of it.
type RunAttributes struct {
	Language        string     `json:"language" doc:"Id of a language"`
	Source          string     `json:"source,omitempty" writeOnly:"true" doc:"The program, when it is one file; at most 256 KiB"`
	Files           []RunFile  `json:"files,omitempty" writeOnly:"true" required:"false" maxItems:"50" doc:"The program, when it is several files"`
	Stdin           string     `json:"stdin,omitempty" writeOnly:"true" doc:"What the program reads; at most 256 KiB"`
	Args            []string   `json:"args,omitempty" writeOnly:"true" required:"false" maxItems:"50"`
	Limits          *RunLimits `json:"limits,omitempty" writeOnly:"true"`
	AttemptID       string     `json:"attemptId,omitempty" doc:"Implied for candidates"`
	AnswerID        string     `json:"answerId,omitempty" doc:"The answer of the attempt that this run tries"`
	DocumentVersion int        `json:"documentVersion,omitempty" minimum:"0"`
	RunOutcome
}

// RunOutcome is what came of a run: the attributes of the event "end", too.
type RunOutcome struct {
	Status        string  `json:"status" readOnly:"true" doc:"queued, compiling, running; then ok, failed, signalled, cpu_limit, wall_limit, memory_limit, output_limit, cancelled, compile_error, not_started or internal_error"`
	Stdout        string  `json:"stdout" readOnly:"true"`
	Stderr        string  `json:"stderr" readOnly:"true"`
	ExitCode      int     `json:"exitCode" readOnly:"true"`
	Signal        string  `json:"signal" readOnly:"true"`
	Detail        string  `json:"detail" readOnly:"true"`
	CPUTimeMs     float64 `json:"cpuTimeMs" readOnly:"true"`
	WallTimeMs    float64 `json:"wallTimeMs" readOnly:"true"`
	MemoryKb      int64   `json:"memoryKb" readOnly:"true"`
	CompileOutput string  `json:"compileOutput" readOnly:"true"`
	CompileTimeMs float64 `json:"compileTimeMs" readOnly:"true"`
	Truncated     bool    `json:"truncated" readOnly:"true" doc:"Whether more was written than is shown"`
}

// RunFile is one file of a program.
type RunFile struct {
	Path    string `json:"path" minLength:"1" maxLength:"200"`
	Content string `json:"content"`
}

// RunLimits bound a run; what is left out is the standard.
type RunLimits struct {
	CPUTimeMs  int64 `json:"cpuTimeMs,omitempty" minimum:"0" maximum:"30000"`
	WallTimeMs int64 `json:"wallTimeMs,omitempty" minimum:"0" maximum:"60000"`
	MemoryKb   int64 `json:"memoryKb,omitempty" minimum:"0" maximum:"2097152"`
	OutputKb   int64 `json:"outputKb,omitempty" minimum:"0" maximum:"512"`
}

// ResourceType implements jsonapi.Named.
func (RunAttributes) ResourceType() string { return "runs" }

type runResource = jsonapi.Resource[RunAttributes, jsonapi.None]

func (s *Service) registerRuns(api *jsonapi.API) {
	jsonapi.Register(api, jsonapi.Collection[RunAttributes, jsonapi.None]{
		Path: "/v1/runs", Tag: tag, MaxBody: 2 << 20,
		Parameters: []jsonapi.Parameter{{Name: "waitForEnd", Doc: "true answers when the run has ended"}},
		Links: func(r *runResource) map[string]string {
			return map[string]string{"events": "/v1/runs/" + r.ID + "/events"}
		},
		Get:    s.apiGetRuns,
		Create: s.apiCreateRun,
		Delete: func(ctx context.Context, id string) error { return s.cancelRun(ctx, ids.Run(id)) },
	})
	jsonapi.HandlePlain(api, jsonapi.Plain{
		Method: http.MethodGet, Path: "/v1/runs/{id}/events", Name: "streamRun", Tag: tag,
		Summary:  "What a run does as it does it: server-sent events status, stdout, stderr and, at last, end",
		Produces: "text/event-stream",
	}, s.streamRun)
}

func waits(ctx context.Context) (bool, error) {
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
	wait, err := waits(ctx)
	if err != nil {
		return err
	}
	h, end, err := s.startRun(ctx, r.Attributes.program(), wait)
	if err != nil {
		return err
	}
	r.ID = string(h.ID)
	r.Attributes = RunAttributes{Language: h.Language, AttemptID: string(h.Attempt), AnswerID: string(h.Answer), DocumentVersion: h.Document}
	r.Attributes.Status = statusQueued
	if end != nil {
		r.Attributes.RunOutcome = outcomeOf(*end)
	}
	return nil
}

func (s *Service) apiGetRuns(ctx context.Context, which []string) ([]runResource, error) {
	wait, err := waits(ctx)
	if err != nil {
		return nil, err
	}
	var out []runResource
	for _, id := range which {
		read := s.readRun
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

func (a *RunAttributes) program() program {
	p := program{
		language: a.Language, source: a.Source, stdin: a.Stdin, args: a.Args,
		attempt: ids.Attempt(a.AttemptID), answer: ids.Answer(a.AnswerID), document: a.DocumentVersion,
	}
	for _, f := range a.Files {
		p.files = append(p.files, contractFile{f.Path, f.Content})
	}
	if l := a.Limits; l != nil {
		p.limits = limits{CPUTimeMs: l.CPUTimeMs, WallTimeMs: l.WallTimeMs, MemoryKb: l.MemoryKb, OutputKb: l.OutputKb}
	}
	return p
}

func (v *view) resource() runResource {
	h := v.head
	r := runResource{ID: string(h.ID), Attributes: RunAttributes{
		Language: h.Language, AttemptID: string(h.Attempt), AnswerID: string(h.Answer), DocumentVersion: h.Document,
	}}
	if v.result != nil {
		r.Attributes.RunOutcome = outcomeOf(*v.result)
		return r
	}
	r.Attributes.RunOutcome = RunOutcome{Status: v.status, Stdout: v.stdout.String(), Stderr: v.stderr.String()}
	return r
}

func outcomeOf(r contract.RunResult) RunOutcome {
	return RunOutcome{
		Status: r.Status, Stdout: r.Stdout, Stderr: r.Stderr, ExitCode: r.ExitCode, Signal: r.Signal, Detail: r.Detail,
		CPUTimeMs: r.CPUTimeMs, WallTimeMs: r.WallTimeMs, MemoryKb: r.MemoryKb, CompileOutput: r.CompileOutput,
		CompileTimeMs: r.CompileTimeMs, Truncated: r.Truncated,
	}
}

// streamRun sends a run's events; their ids are the stream's sequences, so that a client which comes back
// to any replica goes on where it was.
func (s *Service) streamRun(w http.ResponseWriter, r *http.Request) {
	ctx := r.Context()
	id := ids.Run(r.PathValue("id"))
	if _, err := s.readRun(ctx, id); err != nil {
		httpx.WriteError(w, r, err)
		return
	}
	out, err := httpx.Events(w, r)
	if err != nil {
		return // the client has gone
	}
	defer out.Close()
	seen, _ := strconv.ParseUint(out.LastEventID, 10, 64) // anything else begins anew
	err = s.follow(ctx, id, func(sequence uint64, e event) error {
		if sequence <= seen {
			return nil
		}
		return out.Send(strconv.FormatUint(sequence, 10), e.Kind, e.shown())
	})
	if err != nil && ctx.Err() == nil {
		s.log.Warn("execution: a stream of a run broke off", "run", id, "error", err)
	}
}

// shown is what of an event a client sees.
func (e event) shown() any {
	switch e.Kind {
	case kindStatus:
		return map[string]string{"status": e.Status}
	case kindEnd:
		return outcomeOf(*e.Result)
	}
	return map[string]string{"text": e.Text}
}
