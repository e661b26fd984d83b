package judging

import (
	"context"
	"path/filepath"
	"strconv"
	"strings"

	"github.com/codecraft-hq/codecraft/internal/engine/judge"
	"github.com/codecraft-hq/codecraft/internal/engine/judge/tally"
	"github.com/codecraft-hq/codecraft/internal/engine/sandbox"
	"github.com/codecraft-hq/codecraft/internal/engine/toolchain"
)

// languageCodes are the formats' codes of languages that are called otherwise here.
var languageCodes = map[string]string{"python": "python3"}

// inspect has the static validator decide on the program's own sources, which lie where it starts. It is told the
// language, the file to start and where to leave its feedback.
func (j *judging) inspect(ctx context.Context, slot sandbox.Slot, p tally.Place) (judge.TestOutcome, error) {
	group := j.Plan.Groups[p.Group]
	m := &matter{Place: p, group: group, test: group.Tests[p.Test], pass: 1, dir: j.tryDir()}
	defer m.discard()
	t := trial{TestOutcome: judge.TestOutcome{Name: m.test.Name}}
	files, entry, err := j.artifact.Arranged(j.Program)
	if err != nil {
		return t.TestOutcome, err
	}
	code, differs := languageCodes[j.Program.Language]
	if !differs {
		code = j.Program.Language
	}
	limits := j.static.limits()
	limits.Disk += toolchain.MaxSourceBytes
	spec := j.static.artifact.Spec(nil, limits, append([]string{code, entry, inWork(feedbackFolder) + "/"}, m.test.ValidatorArgs...)...)
	spec.Files = append(spec.Files, sandbox.File{Name: feedbackFolder + "/"})
	for _, f := range files {
		if f.Name == feedbackFolder || strings.HasPrefix(f.Name, feedbackFolder+"/") { // it would give itself points
			t.Verdict, t.Detail = judge.WrongAnswer, "the name "+feedbackFolder+" belongs to the validator, and the program has a file there"
			return t.TestOutcome, nil
		}
		spec.Files = append(spec.Files, sandbox.File{Name: f.Name, Data: f.Data})
	}
	spec.Keep = j.static.keeps(m)
	f, err := j.static.ask(ctx, slot, m, spec)
	if f.verdict == judge.WrongAnswer {
		f.detail = "the static validator refuses the source"
	}
	t.take(f, m)
	return t.TestOutcome, err
}

// tryDir is a folder of the host, not yet made, for what a validator leaves in one try.
func (j *judging) tryDir() string { return filepath.Join(j.dir, strconv.FormatInt(j.tries.Add(1), 10)) }
