package kattis

import (
	"github.com/codecraft-hq/codecraft/internal/engine/judge/kattis/settings"
	"github.com/codecraft-hq/codecraft/internal/engine/judge/problem"
)

// The keys of the legacy format and of the systems that grew from it, read here or not.
var (
	legacyKeys = []string{
		"author", "cms", "credits", "grading", "keywords", "languages", "libraries", "license", "limits", "name", "problem_format_version", "rights_owner",
		"source", "source_url", "type", "uuid", "validation", "validator_flags", "verified", "version",
	}
	legacyLimits = []string{
		"code", "compilation_memory", "compilation_time", "memory", "output", "time_limit", "time_multiplier", "time_multipliers", "time_resolution",
		"time_safety_margin", "validation_memory", "validation_output", "validation_passes", "validation_time",
	}
	legacyGroup = []string{
		"accept_score", "grader_flags", "grading", "input_validator_flags", "on_reject", "output_validator_flags", "range", "reject_score",
	}
)

// noteUnknown tells of keys that the legacy format does not have, which its readers pass over: one may be a slip. The
// file was read before; inside are the keys of maps in it.
func (r *reader) noteUnknown(name string, known []string, inside map[string][]string) error {
	text, err := r.Prose(name)
	if problem.IsMissing(err) {
		return nil
	}
	if err != nil {
		return err
	}
	return settings.EachUnknown(name, text, known, inside, func(line int, key, meant string) {
		r.Note("%s: line %d: the key %q is passed over, for there is none of this name%s", name, line, key, meant)
	})
}
