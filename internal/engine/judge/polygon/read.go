package polygon

import (
	"bytes"
	"encoding/xml"
	"fmt"
	"io"
	"io/fs"
	"path"
	"strings"

	"github.com/codecraft-hq/codecraft/internal/base/errs"
	"github.com/codecraft-hq/codecraft/internal/engine/judge"
	"github.com/codecraft-hq/codecraft/internal/engine/judge/problem"
	"github.com/codecraft-hq/codecraft/internal/engine/toolchain"
)

// Marker is the file at the top of every package.
const Marker = "problem.xml"

// Format is what a package that was read here says of itself.
const Format = "polygon"

// reader is one package being read.
type reader struct {
	*problem.Tree
	doc document
	set testset
	p   *problem.Package
}

// Read reads a package. The rows name the languages of solutions.
func Read(fsys fs.FS, rows []toolchain.Language) (*problem.Package, error) {
	tree, err := problem.NewTree(fsys, rows, nil, ".html")
	if err != nil {
		return nil, err
	}
	r := &reader{Tree: tree, p: &problem.Package{Format: Format, Starters: map[string]string{}, Timing: problem.Timing{Fixed: true}}}
	for _, step := range []func() error{r.document, r.problem, r.tests, r.programs, r.solutions, r.statements} {
		if err := step(); err != nil {
			return nil, err
		}
	}
	if err := r.p.Plan.Validate(); err != nil {
		return nil, problem.Fault(Marker, "%s", errs.Of(err).Detail)
	}
	r.p.FS, r.p.Files, r.p.Notes = r.FS, r.Files, r.AllNotes()
	return r.p, nil
}

func (r *reader) document() error {
	data, err := r.Text(Marker)
	if problem.IsMissing(err) {
		return problem.Fault(Marker, "is missing; a Polygon package has it at its top")
	}
	if err != nil {
		return err
	}
	decoder := xml.NewDecoder(bytes.NewReader(data))
	decoder.CharsetReader = func(charset string, in io.Reader) (io.Reader, error) {
		if strings.EqualFold(charset, "utf-16") { // which the tree has read as such
			return in, nil
		}
		return nil, fmt.Errorf("it is in %s: save it as UTF-8, and say so in its first line", charset)
	}
	if err := decoder.Decode(&r.doc); err != nil {
		return problem.Fault(Marker, "cannot be read: %s", err)
	}
	sets := r.doc.Judging.Testsets
	if len(sets) == 0 {
		return problem.Fault(Marker, "there is no testset")
	}
	r.set = sets[0]
	for _, s := range sets {
		if s.Name == "tests" {
			r.set = s
		}
	}
	for _, s := range sets {
		if s.Name != r.set.Name {
			r.Note("%s: the testset %q is passed over; %q is judged", Marker, s.Name, r.set.Name)
		}
	}
	return nil
}

// languages are codes for Polygon's names.
var languages = map[string]string{
	"english": "en", "russian": "ru", "ukrainian": "uk", "belarusian": "be", "polish": "pl", "german": "de", "french": "fr", "spanish": "es",
	"portuguese": "pt", "chinese": "zh", "japanese": "ja", "korean": "ko", "vietnamese": "vi", "armenian": "hy", "azerbaijani": "az",
	"kazakh": "kk", "uzbek": "uz", "hungarian": "hu", "romanian": "ro", "turkish": "tr", "italian": "it", "persian": "fa", "hebrew": "he",
}

func languageCode(name string) string {
	if code, ok := languages[strings.ToLower(name)]; ok {
		return code
	}
	return name
}

// Bounds of what a package may set.
const (
	maxTimeMs = 3_600_000
	maxMemory = 1 << 40
)

func (r *reader) problem() error {
	for _, n := range r.doc.Names {
		if r.p.Name == "" || languageCode(n.Language) == "en" {
			r.p.Name = strings.TrimSpace(n.Value)
		}
	}
	if r.p.Name == "" {
		r.p.Name = r.doc.ShortName
	}
	if r.p.Name == "" {
		return problem.Fault(Marker, "the problem has no name")
	}
	for _, t := range r.doc.Tags {
		r.p.Tags = append(r.p.Tags, t.Value)
	}
	if r.set.TimeLimit < 0 || r.set.TimeLimit > maxTimeMs || r.set.MemoryLimit < 0 || r.set.MemoryLimit > maxMemory {
		return problem.Fault(Marker, "the limits of time and memory are out of bounds")
	}
	if out := r.doc.Judging.OutputFile; out != "" && out != "stdout" {
		return problem.Fault(Marker, "solutions write to the file %q; only standard output can be judged here", out)
	}
	r.p.Plan = judge.Plan{
		Version: judge.PlanVersion, Comparison: judge.Comparison{Mode: judge.Tokens},
		Limits: judge.Limits{CPUTimeMs: r.set.TimeLimit, MemoryKb: r.set.MemoryLimit >> 10},
	}
	if r.set.TimeLimit == 0 {
		r.p.Timing = problem.Timing{Multiplier: 2, Margin: 1, ResolutionMs: 1000}
		r.Note("%s: sets no time limit", Marker)
	}
	return nil
}

// statements reads what is there in TeX and HTML, TeX first.
func (r *reader) statements() error {
	formats := map[string]string{"application/x-tex": "latex", "text/html": "html"}
	for _, wanted := range []string{"application/x-tex", "text/html"} {
		for _, s := range r.doc.Statements {
			if s.Type != wanted {
				continue
			}
			text, err := r.Prose(path.Clean(s.Path))
			if problem.IsMissing(err) {
				r.Note("%s: the statement is missing", s.Path)
				continue
			}
			if err != nil {
				return err
			}
			r.p.Statements = append(r.p.Statements, problem.Statement{Language: languageCode(s.Language), Format: formats[wanted], Text: text})
		}
	}
	return nil
}

// byTag are the verdicts that a solution's tag stands for.
var byTag = map[string][]judge.Verdict{
	"main": {judge.Accepted}, "accepted": {judge.Accepted},
	"wrong-answer": {judge.WrongAnswer}, "presentation-error": {judge.WrongAnswer},
	"time-limit-exceeded":                          {judge.TimeLimit},
	"time-limit-exceeded-or-accepted":              {judge.TimeLimit, judge.Accepted},
	"time-limit-exceeded-or-memory-limit-exceeded": {judge.TimeLimit, judge.MemoryLimit},
	"memory-limit-exceeded":                        {judge.MemoryLimit},
	"runtime-error":                                {judge.RuntimeError},
	"rejected":                                     {judge.WrongAnswer, judge.TimeLimit, judge.RuntimeError, judge.MemoryLimit, judge.OutputLimit},
	"failed":                                       {judge.WrongAnswer, judge.TimeLimit, judge.RuntimeError, judge.MemoryLimit, judge.OutputLimit},
}

func (r *reader) solutions() error {
	for _, s := range r.doc.Solutions {
		expected, ok := byTag[s.Tag]
		if !ok {
			r.Note("%s: passed over, for its tag is %q", s.Source.Path, s.Tag)
			continue
		}
		at := path.Clean(s.Source.Path)
		if !r.Has(at) {
			return problem.Fault(at, "the solution is missing")
		}
		files, language, err := r.Sources(at)
		if err != nil {
			return err
		}
		if language == "" {
			language = r.languageOf(s.Source.Type)
		}
		r.p.Submissions = append(r.p.Submissions, problem.Submission{
			Name: s.Tag + "/" + path.Base(at), Language: language, Files: files, Expected: expected,
			Rules: []problem.Rule{{Lower: expected[0] == judge.Accepted, Upper: len(expected) == 1 && expected[0] == judge.TimeLimit}},
		})
	}
	return nil
}

// languageOf is ours for a type such as cpp.g++17, python.3 or java21.
func (r *reader) languageOf(kind string) string {
	kind = strings.TrimRight(strings.SplitN(kind, ".", 2)[0], "0123456789")
	ours := map[string]string{"pas": "pascal", "cs": "csharp", "js": "javascript", "kt": "kotlin", "hs": "haskell", "rb": "ruby", "py": "python", "pypy": "python"}
	if id, ok := ours[kind]; ok {
		kind = id
	}
	for _, l := range r.Rows() {
		if l.ID == kind {
			return kind
		}
	}
	return ""
}
