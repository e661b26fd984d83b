package judge0

import (
	"bytes"
	_ "embed"
	"math"
	"path"
	"slices"
	"strconv"
	"strings"

	"github.com/codecraft-hq/codecraft/internal/base/errs"
	"github.com/codecraft-hq/codecraft/internal/engine/toolchain"
	"github.com/codecraft-hq/codecraft/internal/service/execution/run"
	"github.com/codecraft-hq/codecraft/internal/service/execution/wire"
)

// multiFileScript runs the scripts of a multi-file program; a failed compilation ends it with compileFailed.
//
//go:embed multifile.sh
var multiFileScript []byte

// compileFailed is the exit code of multiFileScript whose standard error is the compiler's output.
const compileFailed = 119

// headers are compiled with a program, though a language does not call them its sources.
var headers = []string{".h", ".hh", ".hpp", ".hxx", ".inc", ".inl", ".tpp"}

// program translates a request for the language it names.
func (q request) program(l language, f faults) run.Program {
	p := run.Program{
		Language: l.own.ID, Stdin: q.Stdin, Args: splitWords(q.Arguments), Flags: splitWords(q.CompilerOptions),
		Joined: q.StderrToStdout,
		Limits: wire.Limits{
			CPUTimeMs:  int64(math.Ceil((q.CPUTimeLimit + q.CPUExtraTime) * 1000)),
			WallTimeMs: int64(q.WallTimeLimit * 1000),
			MemoryKb:   int64(q.MemoryLimit),
			OutputKb:   int64(min(q.FileSize, maxOutput)),
			StackKb:    int64(math.Ceil(q.StackLimit)),
			Processes:  q.Processes,
			FileKb:     int64(q.FileSize),
		},
	}
	var added []run.File
	if len(q.AdditionalFiles) > 0 {
		var err error
		if added, err = extract(q.AdditionalFiles); err != nil {
			f.add("additional_files", "%v", err)
		}
	}
	if l.ID == multiFile {
		p.Files, p.Data = []run.File{{Data: multiFileScript}}, added
		p.Args = append([]string{strconv.Itoa(q.FileSize)}, p.Args...)
		p.Limits.FileKb = maxFileSize // what its compiler writes; the script bounds the program
		return p
	}
	added = slices.DeleteFunc(added, func(a run.File) bool {
		if a.Path == l.own.FileName && !bytes.Equal(a.Data, q.SourceCode) {
			f.add("additional_files", "holds another %s than source_code, which has that name: name it otherwise, or leave it out", a.Path)
		}
		return a.Path == l.own.FileName
	})
	sources, data := sortFiles(l.own.ID, added)
	p.Files, p.Data = []run.File{{Data: q.SourceCode}}, data
	if len(sources) > 0 {
		p.Files[0].Path, p.Entry = l.own.FileName, l.own.FileName
		p.Files = append(p.Files, sources...)
	}
	return p
}

// sortFiles tells the files that belong to the program from those it reads.
func sortFiles(id string, files []run.File) (sources, data []run.File) {
	var extensions []string
	for _, l := range toolchain.Builtin() {
		if l.ID == id {
			extensions = append(slices.Clone(headers), l.Extensions...)
		}
	}
	for _, f := range files {
		if slices.Contains(extensions, strings.ToLower(path.Ext(f.Path))) {
			sources = append(sources, f)
		} else {
			data = append(data, f)
		}
	}
	return sources, data
}

// check holds a request against Judge0's rules and then, as a program, against those of runs.
func (s *Service) check(q request, f faults) (l language) {
	table := languageTable(s.runner.Languages())
	l, known := languageNumbered(table, q.LanguageID)
	switch {
	case q.LanguageID == 0 && len(f["language_id"]) == 0:
		f.add("language_id", "can't be blank")
	case !known:
		f.add("language_id", "language with id %d doesn't exist", q.LanguageID)
	case l.Archived && available(table):
		f.add("language_id", "language with id %d is not installed here: %s", q.LanguageID, l.own.Install)
	case l.ID == multiFile && len(q.SourceCode) > 0:
		f.add("source_code", "must be blank")
	case l.ID == multiFile && len(q.AdditionalFiles) == 0:
		f.add("additional_files", "can't be blank")
	case l.ID == multiFile && strings.TrimSpace(q.CompilerOptions) != "":
		f.add("compiler_options", "setting compiler options for %s is not allowed: its own script compiles it", l.Name)
	case l.ID != multiFile && len(q.SourceCode) == 0 && len(f["source_code"]) == 0:
		f.add("source_code", "can't be blank")
	}
	s.checkCallback(q, f)
	if len(f) > 0 {
		return l
	}
	p := q.program(l, f)
	if len(f) > 0 {
		return l
	}
	for _, e := range errs.All(s.runner.Check(s.asService(), p)) {
		if e.Kind == errs.Invalid {
			f.add(attributeAt(e.Pointer), "%s", e.Detail)
		}
	}
	return l
}

// attributes are where the rules of runs point to, as Judge0 calls it.
var attributes = []struct{ pointer, attribute string }{
	{"source", "source_code"}, {"files/0", "source_code"}, {"files", "additional_files"}, {"dataFiles", "additional_files"},
	{"stdin", "stdin"}, {"args", "command_line_arguments"}, {"compilerFlags", "compiler_options"},
	{"language", "language_id"}, {"limits/cpuTimeMs", "cpu_time_limit"}, {"limits/wallTimeMs", "wall_time_limit"},
	{"limits/memoryKb", "memory_limit"}, {"limits/outputKb", "max_file_size"},
}

func attributeAt(pointer string) string {
	pointer = strings.TrimPrefix(pointer, "/data/attributes/")
	for _, a := range attributes {
		if pointer == a.pointer || strings.HasPrefix(pointer, a.pointer+"/") {
			return a.attribute
		}
	}
	return "base"
}
