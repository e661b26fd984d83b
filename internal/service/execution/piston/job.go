package piston

import (
	"bytes"
	"encoding/base64"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"path"
	"slices"
	"strings"
	"time"

	"github.com/codecraft-hq/codecraft/internal/base/errs"
	"github.com/codecraft-hq/codecraft/internal/engine/toolchain"
	"github.com/codecraft-hq/codecraft/internal/service/execution/run"
	"github.com/codecraft-hq/codecraft/internal/service/execution/wire"
)

// document is what a client asks for; members are checked one by one, since Piston's clients are told of the first
// that is wrong.
type document struct {
	Type     string          `json:"type"` // on the WebSocket
	Language json.RawMessage `json:"language"`
	Version  json.RawMessage `json:"version"`
	Files    json.RawMessage `json:"files"`
	Stdin    json.RawMessage `json:"stdin"`
	Args     json.RawMessage `json:"args"`
	Limits   map[string]any  `json:"-"`
}

type codeFile struct {
	Name     string  `json:"name"`
	Content  *string `json:"content"`
	Encoding string  `json:"encoding"`
}

// The bounds of what a client may ask for, in milliseconds and bytes, and what is taken when it does not ask.
var bounds = map[string]struct{ least, standard, most float64 }{
	"run_timeout":          {10, 15_000, 60_000},
	"run_cpu_time":         {10, 5_000, 30_000},
	"run_memory_limit":     {4 << 20, 512 << 20, 2 << 30},
	"compile_timeout":      {10, compileTime, compileTime},
	"compile_cpu_time":     {10, compileTime, compileTime},
	"compile_memory_limit": {4 << 20, toolchain.MaxCompileMemory, toolchain.MaxCompileMemory},
}

const compileTime = float64(toolchain.MaxCompileTime / time.Millisecond)

func refuse(format string, args ...any) error {
	return errs.New(errs.Malformed, "invalid", format, args...)
}

// readDocument takes any JSON object; numbers stay as they were written.
func readDocument(data []byte) (document, error) {
	var d document
	if err := json.Unmarshal(data, &d); err != nil {
		return d, refuse("the request is no JSON object")
	}
	if err := json.Unmarshal(data, &d.Limits); err != nil || d.Limits == nil {
		return d, refuse("the request is no JSON object")
	}
	return d, nil
}

// job is a program and the runtime it is for.
type job struct {
	runtime runtime
	program run.Program
}

// job holds a document against Piston's rules.
func (d document) job(all []runtime) (job, error) {
	var language, version string
	if json.Unmarshal(d.Language, &language) != nil || language == "" {
		return job{}, refuse("language is required as a string")
	}
	if json.Unmarshal(d.Version, &version) != nil || version == "" {
		return job{}, refuse("version is required as a string")
	}
	var files []codeFile
	if len(d.Files) == 0 || d.Files[0] != '[' || json.Unmarshal(d.Files, &files) != nil {
		return job{}, refuse("files is required as an array of files with a name, a content and an encoding")
	}
	for i, f := range files {
		if f.Content == nil {
			return job{}, refuse("files[%d].content is required as a string", i)
		}
	}
	r, ok := find(all, language, version)
	if !ok {
		return job{}, refuse("%.80s-%.80s runtime is unknown", language, version)
	}
	j := job{runtime: r, program: run.Program{Language: r.own.ID, Combined: true}}
	for _, step := range []func(document, *run.Program) error{
		func(_ document, p *run.Program) error { return r.place(files, p) }, document.limits, document.input,
	} {
		if err := step(d, &j.program); err != nil {
			return job{}, err
		}
	}
	return j, nil
}

// limits reads what runs and compilations are bounded by. Zero asks for nothing; memory below zero for no limit, which is
// the highest here. The toolchain's own bounds of a compilation hold besides.
func (d document) limits(p *run.Program) error {
	asked := map[string]float64{}
	for name, bound := range bounds {
		asked[name] = bound.standard
		switch v := d.Limits[name].(type) {
		case nil:
		case float64:
			switch {
			case v > bound.most:
				return refuse("%s cannot exceed the configured limit of %.0f", name, bound.most)
			case v < 0 && !strings.HasSuffix(name, "memory_limit"):
				return refuse("%s must be non-negative", name)
			case v < 0:
				asked[name] = bound.most
			case v > 0 && v < bound.least:
				return refuse("%s must be at least %.0f", name, bound.least)
			case v > 0:
				asked[name] = v
			}
		default:
			return refuse("if specified, %s must be a number", name)
		}
	}
	p.Limits = wire.Limits{
		WallTimeMs: int64(asked["run_timeout"]), CPUTimeMs: int64(asked["run_cpu_time"]), MemoryKb: int64(asked["run_memory_limit"]) >> 10,
		OutputKb: 512,
	}
	p.Compile = wire.Limits{
		WallTimeMs: int64(asked["compile_timeout"]), CPUTimeMs: int64(asked["compile_cpu_time"]), MemoryKb: int64(asked["compile_memory_limit"]) >> 10,
	}
	return nil
}

// input reads stdin, which gets the newline at its end that Piston adds, and the arguments.
func (d document) input(p *run.Program) error {
	var stdin string
	if len(d.Stdin) > 0 && json.Unmarshal(d.Stdin, &stdin) != nil {
		return refuse("stdin must be a string")
	}
	if !strings.HasSuffix(stdin, "\n") {
		stdin += "\n"
	}
	p.Stdin = []byte(stdin)
	var args []any
	decoder := json.NewDecoder(bytes.NewReader(d.Args))
	decoder.UseNumber()
	if len(d.Args) > 0 && decoder.Decode(&args) != nil {
		return refuse("args must be an array")
	}
	for i, a := range args {
		switch a := a.(type) {
		case string:
			p.Args = append(p.Args, a)
		case json.Number, bool:
			p.Args = append(p.Args, fmt.Sprint(a))
		default:
			return refuse("args[%d] must be a string", i)
		}
	}
	return nil
}

// place tells the program's files from those it reads. The first file that is text is the one to start; alone, it is
// named as its language wants.
func (r runtime) place(files []codeFile, p *run.Program) error {
	kind := kinds[r.own.ID]
	started := false
	for i, f := range files {
		data, text, err := f.decode()
		if err != nil {
			return refuse("files[%d].content is not valid %s", i, f.Encoding)
		}
		name := f.Name
		source := slices.Contains(kind.Extensions, strings.ToLower(path.Ext(name)))
		switch {
		case text && !started:
			started = true
			if len(data) == 0 {
				data = []byte("\n")
			}
			if !source {
				name = r.own.FileName
			}
			p.Files = append([]run.File{{Path: name, Data: data}}, p.Files...)
			p.Entry = name
			continue
		case name == "":
			name = fmt.Sprintf("file%d.code", i)
		}
		if text && (source || isHeader(name)) {
			p.Files = append(p.Files, run.File{Path: name, Data: data})
		} else {
			p.Data = append(p.Data, run.File{Path: name, Data: data})
		}
	}
	if !started {
		return refuse("files must include at least one utf8 encoded file")
	}
	if len(p.Files) == 1 {
		p.Files[0].Path, p.Entry = "", ""
	}
	return nil
}

// headers are compiled with a program, though a language does not call them its sources.
func isHeader(name string) bool {
	return slices.Contains([]string{".h", ".hh", ".hpp", ".hxx", ".inc", ".inl"}, strings.ToLower(path.Ext(name)))
}

// decode reads a file's content; text is whether it counts as source.
func (f codeFile) decode() (data []byte, text bool, err error) {
	switch f.Encoding {
	case "base64":
		clean := strings.NewReplacer("\n", "", "\r", "", " ", "", "-", "+", "_", "/").Replace(*f.Content)
		data, err = base64.RawStdEncoding.DecodeString(strings.TrimRight(clean, "="))
		return data, false, err
	case "hex":
		data, err = hex.DecodeString(*f.Content)
		return data, false, err
	}
	return []byte(*f.Content), true, nil // Piston takes what it does not know for utf8
}
