package kattis

import (
	"io/fs"
	"path"
	"strconv"
	"strings"

	"github.com/codecraft-hq/codecraft/internal/engine/judge"
)

// testdataYAML is testdata.yaml, whose settings hold for its folder and those below.
type testdataYAML struct {
	AcceptScore    any    `yaml:"accept_score"`
	Range          string `yaml:"range"`
	GraderFlags    string `yaml:"grader_flags"`
	ValidatorFlags string `yaml:"output_validator_flags"`
}

// grading is how the tests of a folder earn points.
type grading struct {
	scoring bool    // false in pass-fail problems
	points  float64 // of the folder when together, else of each test
	// together: all tests must pass for the points (grader flag min); otherwise each earns its own (sum).
	together bool
	flags    string
}

func (r *reader) data() error {
	var y problemYAML
	if _, err := r.yaml("problem.yaml", &y); err != nil {
		return err
	}
	top, err := r.grading("data", grading{scoring: y.Type == "scoring", points: 1, flags: y.ValidatorFlags})
	if err != nil {
		return err
	}
	sample := top
	sample.points = 0
	if err := r.folder("data/sample", "sample", sample, true); err != nil {
		return err
	}
	if err := r.folder("data/secret", "secret", top, false); err != nil {
		return err
	}
	if len(r.p.Plan.Groups) == 0 {
		return fault("data", "there is no test in data/sample or data/secret")
	}
	return nil
}

// grading reads a folder's testdata.yaml over what it inherits.
func (r *reader) grading(folder string, g grading) (grading, error) {
	name := path.Join(folder, "testdata.yaml")
	var y testdataYAML
	if _, err := r.yaml(name, &y); err != nil {
		return g, err
	}
	if y.ValidatorFlags != "" && y.ValidatorFlags != g.flags {
		if folder != "data" && folder != "data/secret" {
			return g, fault(name, "validator flags of one group alone are not supported; set them in data/testdata.yaml")
		}
		c, err := comparison(y.ValidatorFlags)
		if err != nil {
			return g, fault(name, "%s", err)
		}
		g.flags, r.p.Plan.Comparison = y.ValidatorFlags, c
	}
	for _, flag := range strings.Fields(y.GraderFlags) {
		switch flag {
		case "min":
			g.together = true
		case "sum", "avg":
			g.together = false
		}
	}
	score := strings.TrimSpace(y.Range)
	if i := strings.LastIndex(score, " "); i >= 0 {
		score = score[i+1:]
	}
	if text := number(y.AcceptScore); text != "" {
		score = text
	} else if score != "" && !g.together {
		score = "" // a range over a sum bounds the folder, not each test
	}
	if score != "" {
		points, err := strconv.ParseFloat(score, 64)
		if err != nil || !(points >= 0 && points <= 1e9) {
			return g, fault(name, "%q is not a score", score)
		}
		g.points = points
	}
	return g, nil
}

func number(v any) string {
	switch v := v.(type) {
	case string:
		return v
	case uint64:
		return strconv.FormatUint(v, 10)
	case int64:
		return strconv.FormatInt(v, 10)
	case float64:
		return strconv.FormatFloat(v, 'g', -1, 64)
	}
	return ""
}

// folder reads the tests of a folder as one group (or one a test), then the folders in it.
func (r *reader) folder(folder, group string, inherited grading, sample bool) error {
	entries, err := r.list(folder)
	if err != nil || len(entries) == 0 {
		return err
	}
	g, err := r.grading(folder, inherited)
	if err != nil {
		return err
	}
	var tests []judge.Test
	for _, e := range entries {
		stem, isInput := strings.CutSuffix(e.Name(), ".in")
		switch {
		case e.IsDir():
			if err := r.folder(path.Join(folder, e.Name()), group+"/"+e.Name(), g, sample); err != nil {
				return err
			}
		case isInput:
			t, err := r.test(folder, stem, sample)
			if err != nil {
				return err
			}
			tests = append(tests, t)
		case strings.HasSuffix(e.Name(), ".ans"):
			if _, err := fs.Stat(r.fsys, path.Join(folder, strings.TrimSuffix(e.Name(), ".ans")+".in")); err != nil {
				return fault(path.Join(folder, e.Name()), "this answer has no input beside it")
			}
		case strings.HasSuffix(e.Name(), ".args") || strings.HasSuffix(e.Name(), ".files"):
			return fault(path.Join(folder, e.Name()), "tests with arguments or files are not supported")
		}
	}
	r.add(group, g, tests, sample)
	return nil
}

func (r *reader) test(folder, stem string, sample bool) (judge.Test, error) {
	in, ans := path.Join(folder, stem+".in"), path.Join(folder, stem+".ans")
	t := judge.Test{Name: stem}
	var err error
	if t.Input, err = r.blob(in); err != nil {
		return t, err
	}
	if t.Answer, err = r.blob(ans); err != nil {
		return t, fault(in, "there is no answer %s.ans beside it", stem)
	}
	if !sample {
		return t, nil
	}
	input, err := r.text(in)
	if err != nil {
		return t, err
	}
	answer, err := r.text(ans)
	r.p.Samples = append(r.p.Samples, Sample{Name: stem, Input: string(input), Answer: string(answer)})
	return t, err
}

func (r *reader) add(group string, g grading, tests []judge.Test, sample bool) {
	if len(tests) == 0 {
		return
	}
	group = strings.TrimPrefix(group, "secret/")
	plan := &r.p.Plan
	if !g.scoring || g.together || sample && g.points == 0 {
		points := g.points
		if !g.scoring {
			points = 0
		}
		plan.Groups = append(plan.Groups, judge.Group{Name: group, Sample: sample, Points: points, Tests: tests})
		return
	}
	for _, t := range tests {
		plan.Groups = append(plan.Groups, judge.Group{Name: group + "/" + t.Name, Sample: sample, Points: g.points, Tests: []judge.Test{t}})
	}
}
