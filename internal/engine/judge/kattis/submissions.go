package kattis

import (
	"fmt"
	"io/fs"
	"math"
	"path"
	"regexp"
	"slices"
	"strings"

	"github.com/codecraft-hq/codecraft/internal/engine/judge"
	"github.com/codecraft-hq/codecraft/internal/engine/judge/problem"
)

// failed are the verdicts of a program that does not do what it should.
var failed = []judge.Verdict{judge.WrongAnswer, judge.TimeLimit, judge.RuntimeError, judge.MemoryLimit, judge.OutputLimit}

// byFolder are the verdicts that a folder of submissions stands for. Running out of memory is a run-time error in the
// format. One that is too slow on one test may fail otherwise on another. One that is partially accepted is bound by its
// score.
var byFolder = map[string][]judge.Verdict{
	"accepted":              {judge.Accepted},
	"wrong_answer":          {judge.WrongAnswer},
	"time_limit_exceeded":   {judge.TimeLimit, judge.WrongAnswer, judge.RuntimeError, judge.MemoryLimit, judge.OutputLimit},
	"run_time_error":        {judge.RuntimeError, judge.MemoryLimit},
	"memory_limit_exceeded": {judge.MemoryLimit},
	"output_limit_exceeded": {judge.OutputLimit},
	"compiler_error":        {judge.CompileError},
	"rejected":              failed,
	"partially_accepted":    append(failed[:len(failed):len(failed)], judge.Accepted),
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

// eachSubmission calls for every program in the folders of submissions/.
func (r *reader) eachSubmission(visit func(folder string, e fs.DirEntry) error) error {
	folders, err := r.List("submissions")
	if err != nil {
		return err
	}
	for _, f := range folders {
		if !f.IsDir() {
			continue
		}
		entries, err := r.List(path.Join("submissions", f.Name()))
		if err != nil {
			return err
		}
		for _, e := range entries {
			if err := visit(f.Name(), e); err != nil {
				return err
			}
		}
	}
	return nil
}

func (r *reader) legacySubmissions() error {
	return r.eachSubmission(func(folder string, e fs.DirEntry) error {
		s, err := r.submission(folder, e)
		if err != nil {
			return err
		}
		if s.Language == "" {
			r.noteNoLanguage(s)
			return nil
		}
		s.Expected = byFolder[folder]
		marked := marks(s)
		if marked != nil {
			s.Expected = marked
		}
		if len(s.Expected) == 0 {
			r.Note("submissions/%s: passed over, for neither the folder nor an @EXPECTED_RESULTS@ line says which verdict it should get", s.Name)
			return nil
		}
		if folder == "partially_accepted" {
			most := r.p.Plan.MaxScore()
			s.Rules = []problem.Rule{{Score: &problem.Range{Least: math.SmallestNonzeroFloat64, Most: math.Nextafter(most, 0)}}}
		}
		switch {
		case folder == "time_limit_exceeded" && marked == nil:
			s.Rules = []problem.Rule{{Required: []judge.Verdict{judge.TimeLimit}, Upper: true}}
		case len(s.Expected) == 1:
			s.Rules = append(s.Rules, problem.Rule{Lower: s.Expected[0] == judge.Accepted, Upper: s.Expected[0] == judge.TimeLimit})
		}
		if r.p.Plan.Accept != judge.AcceptAll && !s.Expects(judge.Accepted) { // the whole need not fail, but a test has to
			s.Rules = append(s.Rules, problem.Rule{Required: s.Expected})
			if s.Expected = append(s.Expected[:len(s.Expected):len(s.Expected)], judge.Accepted); r.p.Plan.Accept == judge.AcceptAlways {
				s.Expected = []judge.Verdict{judge.Accepted}
			}
		}
		r.p.Submissions = append(r.p.Submissions, s)
		return nil
	})
}

func (r *reader) submission(folder string, e fs.DirEntry) (problem.Submission, error) {
	s := problem.Submission{Name: path.Join(folder, e.Name())}
	var err error
	s.Files, s.Language, err = r.Sources(path.Join("submissions", s.Name))
	return s, err
}

// noteNoLanguage tells of a submission that nobody can compile: people keep notes and results beside programs.
func (r *reader) noteNoLanguage(s problem.Submission) {
	var endings []string
	for _, f := range s.Files {
		if ending := path.Ext(f.Name); !slices.Contains(endings, ending) {
			endings = append(endings, ending)
		}
	}
	why := "it holds no file"
	if len(endings) > 0 {
		why = fmt.Sprintf("no language here has the ending %q", strings.Join(endings, " "))
	}
	r.Note("submissions/%s: passed over, for %s", s.Name, why)
}

// marks are the verdicts that a line in a source asks for.
func marks(s problem.Submission) []judge.Verdict {
	var expected []judge.Verdict
	for _, f := range s.Files {
		m := mark.FindSubmatch(f.Data[:min(len(f.Data), 8<<10)])
		if m == nil {
			continue
		}
		for _, word := range strings.Split(string(m[1]), ",") {
			if v, ok := byMark[strings.ToUpper(strings.TrimSpace(word))]; ok {
				expected = append(expected, v)
			}
		}
	}
	return expected
}
