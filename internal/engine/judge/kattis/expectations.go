package kattis

import (
	"cmp"
	"io/fs"
	"path"
	"slices"
	"strconv"

	"github.com/codecraft-hq/codecraft/internal/engine/judge"
	"github.com/codecraft-hq/codecraft/internal/engine/judge/kattis/settings"
	"github.com/codecraft-hq/codecraft/internal/engine/judge/problem"
)

// expectation is what submissions.yaml says of the submissions that a pattern matches.
type expectation struct {
	pattern  string
	language string
	entry    string
	rules    []problem.Rule
}

// byDefault is what the format asks of the submissions in its folders.
func byDefault() map[string]problem.Rule {
	ac, wa, tle, rte := judge.Accepted, judge.WrongAnswer, judge.TimeLimit, judge.RuntimeError
	return map[string]problem.Rule{
		"accepted":            {Permitted: []judge.Verdict{ac}},
		"rejected":            {Required: []judge.Verdict{rte, tle, wa}},
		"wrong_answer":        {Permitted: []judge.Verdict{ac, wa}, Required: []judge.Verdict{wa}},
		"time_limit_exceeded": {Permitted: []judge.Verdict{ac, tle}, Required: []judge.Verdict{tle}},
		"run_time_error":      {Permitted: []judge.Verdict{ac, rte}, Required: []judge.Verdict{rte}},
		"brute_force":         {Permitted: []judge.Verdict{ac, rte, tle}, Required: []judge.Verdict{rte, tle}},
	}
}

const expectationsFile = "submissions/submissions.yaml"

// expectations are the defaults with submissions.yaml over them.
func (r *reader) expectations() ([]expectation, error) {
	var y map[string]any
	if _, err := r.yaml(expectationsFile, &y); err != nil {
		return nil, err
	}
	var all []expectation
	defaults := byDefault()
	for folder, rule := range defaults {
		if _, own := y[folder]; !own {
			all = append(all, expectation{pattern: folder, rules: []problem.Rule{bound(rule, nil)}})
		}
	}
	for pattern, v := range y {
		said, ok := v.(map[string]any)
		if !ok {
			return nil, problem.Fault(expectationsFile, "%q needs a map of what is expected", pattern)
		}
		e, err := readExpectation(pattern, said, defaults[pattern])
		if err != nil {
			return nil, err
		}
		all = append(all, e)
	}
	slices.SortFunc(all, func(a, b expectation) int { return cmp.Compare(a.pattern, b.pattern) })
	return all, nil
}

func readExpectation(pattern string, said map[string]any, start problem.Rule) (expectation, error) {
	e := expectation{pattern: pattern, language: settings.Text(said["language"]), entry: settings.Text(said["entrypoint"])}
	whole, err := readRule(said, start)
	if err != nil {
		return e, problem.Fault(expectationsFile, "%q: %s", pattern, err)
	}
	e.rules = append(e.rules, whole)
	for key, v := range said {
		switch key {
		case "language", "entrypoint", "authors", "model_solution", "permitted", "required", "score", "message", "use_for_time_limit":
			continue
		}
		inner, ok := v.(map[string]any)
		if !ok {
			return e, problem.Fault(expectationsFile, "%q: there is no key %q", pattern, key)
		}
		rule, err := readRule(inner, problem.Rule{Tests: key})
		if err != nil {
			return e, problem.Fault(expectationsFile, "%q, %q: %s", pattern, key, err)
		}
		e.rules = append(e.rules, rule)
	}
	slices.SortFunc(e.rules, func(a, b problem.Rule) int { return cmp.Compare(a.Tests, b.Tests) })
	return e, nil
}

// readRule reads one rule over what it starts with.
func readRule(said map[string]any, rule problem.Rule) (problem.Rule, error) {
	for key, into := range map[string]*[]judge.Verdict{"permitted": &rule.Permitted, "required": &rule.Required} {
		if said[key] == nil {
			continue
		}
		words, ok := settings.List(said[key])
		if !ok {
			return rule, problem.Fault("", "%s is a list of verdicts", key)
		}
		*into = make([]judge.Verdict, 0, len(words))
		for _, w := range words {
			if !slices.Contains([]string{"AC", "WA", "TLE", "RTE"}, w) {
				return rule, problem.Fault("", "%s: there is no verdict %q; use AC, WA, TLE or RTE", key, w)
			}
			*into = append(*into, judge.Verdict(w))
		}
	}
	rule.Message = settings.Text(said["message"])
	if v := said["score"]; v != nil {
		ends, ok := settings.List(v)
		if !ok || len(ends) < 1 || len(ends) > 2 {
			return rule, problem.Fault("", "score is a number or two")
		}
		least, err := strconv.ParseFloat(ends[0], 64)
		most, err2 := strconv.ParseFloat(ends[len(ends)-1], 64)
		if err != nil || err2 != nil || !(least <= most) {
			return rule, problem.Fault("", "score is a number, or two of which the first is not the larger")
		}
		rule.Score = &problem.Range{Least: least, Most: most}
	}
	switch use := said["use_for_time_limit"]; use {
	case nil, false, true, "lower", "upper":
		return bound(rule, use), nil
	default:
		return rule, problem.Fault("", "use_for_time_limit is true, false, lower or upper")
	}
}

// bound says whether a rule bounds the time limit: by the verdicts it asks for, or as it says itself.
func bound(rule problem.Rule, use any) problem.Rule {
	switch use {
	case false:
	case "lower":
		rule.Lower = true
		if rule.Permitted == nil {
			rule.Permitted = []judge.Verdict{judge.Accepted, judge.WrongAnswer, judge.RuntimeError}
		}
	case "upper":
		rule.Upper = true
		if rule.Required == nil {
			rule.Required = []judge.Verdict{judge.TimeLimit}
		}
	default:
		rule.Lower = rule.Permitted != nil && !slices.Contains(rule.Permitted, judge.TimeLimit)
		rule.Upper = len(rule.Required) == 1 && rule.Required[0] == judge.TimeLimit
	}
	return rule
}

func (r *reader) modernSubmissions() error {
	all, err := r.expectations()
	if err != nil {
		return err
	}
	return r.eachSubmission(func(folder string, e fs.DirEntry) error {
		s, err := r.submission(folder, e)
		if err != nil {
			return err
		}
		matched := false
		for _, x := range all {
			if !problem.Matches(x.pattern, s.Name) {
				continue
			}
			matched = true
			s.Rules = append(s.Rules, x.rules...)
			if x.entry != "" {
				s.Entry = x.entry
			}
			if x.language != "" {
				var known bool
				if s.Language, known = r.language(x.language); !known {
					return problem.Fault(expectationsFile, "%q: there is no language %q here", x.pattern, x.language)
				}
			}
		}
		if s.Language == "" {
			r.noteNoLanguage(s)
			return nil
		}
		if !matched {
			r.Note("submissions/%s: passed over, for nothing says what is expected of it", s.Name)
			return nil
		}
		if s.Expected, err = overall(s); err != nil {
			return err
		}
		r.p.Submissions = append(r.p.Submissions, s)
		return nil
	})
}

// overall are the verdicts of the whole that all rules for every test allow; the first is the likeliest.
func overall(s problem.Submission) ([]judge.Verdict, error) {
	possible := []judge.Verdict{judge.WrongAnswer, judge.TimeLimit, judge.RuntimeError, judge.Accepted}
	for _, rule := range s.Rules {
		if rule.Tests != "" {
			continue
		}
		possible = slices.DeleteFunc(possible, func(v judge.Verdict) bool {
			return rule.Permitted != nil && !slices.Contains(rule.Permitted, v) ||
				v == judge.Accepted && rule.Required != nil && !slices.Contains(rule.Required, v)
		})
	}
	if len(possible) == 0 {
		return nil, problem.Fault(path.Join("submissions", s.Name), "what is expected of it in submissions.yaml contradicts itself")
	}
	return possible, nil
}
