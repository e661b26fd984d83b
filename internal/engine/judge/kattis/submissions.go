package kattis

import (
	"io/fs"
	"path"
	"regexp"
	"strings"

	"github.com/codecraft-hq/codecraft/internal/engine/judge"
	"github.com/codecraft-hq/codecraft/internal/engine/toolchain"
)

// byFolder are the verdicts that a folder of submissions stands for. Running out of memory
// is a run-time error in the format.
var byFolder = map[string][]judge.Verdict{
	"accepted":              {judge.Accepted},
	"wrong_answer":          {judge.WrongAnswer},
	"time_limit_exceeded":   {judge.TimeLimit},
	"run_time_error":        {judge.RuntimeError, judge.MemoryLimit},
	"memory_limit_exceeded": {judge.MemoryLimit},
	"output_limit_exceeded": {judge.OutputLimit},
	"compiler_error":        {judge.CompileError},
	"rejected":              {judge.WrongAnswer, judge.TimeLimit, judge.RuntimeError, judge.MemoryLimit, judge.OutputLimit},
	"partially_accepted":    {judge.WrongAnswer, judge.TimeLimit, judge.RuntimeError, judge.MemoryLimit, judge.OutputLimit},
}

// byMark are the words of an @EXPECTED_RESULTS@ line.
var byMark = map[string]judge.Verdict{
	"CORRECT": judge.Accepted, "ACCEPTED": judge.Accepted,
	"WRONG-ANSWER": judge.WrongAnswer, "WRONG_ANSWER": judge.WrongAnswer, "NO-OUTPUT": judge.WrongAnswer,
	"TIMELIMIT": judge.TimeLimit, "TIME_LIMIT_EXCEEDED": judge.TimeLimit,
	"RUN-ERROR": judge.RuntimeError, "RUN_TIME_ERROR": judge.RuntimeError,
	"MEMORY-LIMIT": judge.MemoryLimit, "OUTPUT-LIMIT": judge.OutputLimit, "COMPILER-ERROR": judge.CompileError,
}

var mark = regexp.MustCompile(`@EXPECTED_RESULTS@:\s*([A-Za-z_, -]+)`)

func (r *reader) submissions() error {
	folders, err := r.list("submissions")
	if err != nil {
		return err
	}
	for _, f := range folders {
		if !f.IsDir() {
			continue
		}
		entries, err := r.list(path.Join("submissions", f.Name()))
		if err != nil {
			return err
		}
		for _, e := range entries {
			if err := r.submission(f.Name(), e); err != nil {
				return err
			}
		}
	}
	return nil
}

func (r *reader) submission(folder string, e fs.DirEntry) error {
	s := Submission{Name: path.Join(folder, e.Name()), Expected: byFolder[folder]}
	at := path.Join("submissions", s.Name)
	err := fs.WalkDir(r.fsys, at, func(name string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		text, err := r.text(name)
		if err != nil {
			return err
		}
		base := strings.TrimPrefix(strings.TrimPrefix(name, at), "/")
		if base == "" {
			base = e.Name()
		}
		s.Files = append(s.Files, toolchain.File{Name: base, Data: text})
		if l, ok := toolchain.ByExtension(r.rows, name); ok && s.Language == "" {
			s.Language = l.ID
		}
		if m := mark.FindSubmatch(text[:min(len(text), 8<<10)]); m != nil {
			s.Expected = marked(string(m[1]))
		}
		return nil
	})
	if err != nil {
		return err
	}
	if len(s.Expected) == 0 {
		r.note("%s: passed over, for neither the folder nor an @EXPECTED_RESULTS@ line says which verdict it should get", at)
		return nil
	}
	r.p.Submissions = append(r.p.Submissions, s)
	return nil
}

func marked(text string) []judge.Verdict {
	var expected []judge.Verdict
	for _, word := range strings.Split(text, ",") {
		if v, ok := byMark[strings.ToUpper(strings.TrimSpace(word))]; ok {
			expected = append(expected, v)
		}
	}
	return expected
}
