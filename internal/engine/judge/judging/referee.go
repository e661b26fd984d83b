package judging

import (
	"context"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strconv"

	"github.com/codecraft-hq/codecraft/internal/engine/judge"
	"github.com/codecraft-hq/codecraft/internal/engine/judge/tally"
	"github.com/codecraft-hq/codecraft/internal/engine/sandbox"
)

// inWork is a path in the folder where a validator starts.
func inWork(name string) string { return sandbox.WorkDir + "/" + name }

// call makes the run of a validator on a matter; for ProtocolTestlib the program's output is a file of its own.
func (r *referee) call(m *matter, output *sandbox.File) sandbox.Spec {
	limits := r.limits()
	limits.Disk += m.inputBytes + m.answerBytes
	var args []string
	files := []sandbox.File{{Name: "input", Host: m.input}, {Name: "answer", Host: m.answer}}
	if r.Protocol == judge.ProtocolKattis {
		args = []string{inWork("input"), inWork("answer"), inWork(feedbackFolder) + "/"}
		files = append(files, sandbox.File{Name: feedbackFolder + "/"})
		files = append(files, m.carried...)
	} else {
		args = []string{inWork("input"), inWork("output"), inWork("answer")}
	}
	if output != nil {
		files = append(files, *output)
		limits.Disk += m.outputBytes
	}
	spec := r.artifact.Spec(nil, limits, append(args, m.validatorArgs(r.Args)...)...)
	spec.Files = files
	spec.Keep = r.keeps(m)
	return spec
}

// keeps are the files of a validator that matter. What it leaves for its next pass is all of its folder.
func (r *referee) keeps(m *matter) []sandbox.Keep {
	if r.Protocol == judge.ProtocolTestlib {
		if r.Interactive && r.checker != nil {
			return []sandbox.Keep{{Name: "output", Host: m.written(), MaxBytes: feedbackBytes}}
		}
		return nil
	}
	if r.Passes > 1 {
		return []sandbox.Keep{{Name: feedbackFolder, Host: m.feedback(), MaxBytes: feedbackBytes}}
	}
	var keeps []sandbox.Keep
	for _, name := range []string{judgeMessage, teamMessage, scoreFile, multiplierFile} {
		keeps = append(keeps, sandbox.Keep{Name: feedbackFolder + "/" + name, Host: filepath.Join(m.feedback(), name), MaxBytes: feedbackBytes})
	}
	return keeps
}

// read makes a finding of how a validator ended.
func (r *referee) read(m *matter, run sandbox.Result, stderr *head) finding {
	if r.Protocol == judge.ProtocolTestlib {
		f := readTestlib(run, stderr)
		f.settleFor(m.test.Points, r.Scores && m.scored())
		return f
	}
	f := readKattis(run, m.feedback(), r.Scores && m.scored())
	if f.judge == nil {
		f.judge = stderr.excerpt()
	}
	f.again = f.again && r.Passes > 1
	return f
}

// judge has the validator decide on an output.
func (r *referee) judge(ctx context.Context, slot sandbox.Slot, m *matter, output *spill) (finding, error) {
	var file *sandbox.File
	if r.Protocol == judge.ProtocolTestlib {
		var err error
		if file, err = output.asFile("output"); err != nil {
			return finding{}, err
		}
		m.outputBytes = output.total
	}
	spec := r.call(m, file)
	if r.Protocol == judge.ProtocolKattis {
		reader, err := output.reader()
		if err != nil {
			return finding{}, err
		}
		spec.Stdin = reader
	}
	return r.ask(ctx, slot, m, spec)
}

// check has the checker decide on what an interactor has written down.
func (r *referee) check(ctx context.Context, slot sandbox.Slot, m *matter) (finding, error) {
	output := sandbox.File{Name: "output", Host: m.written()}
	if info, err := os.Lstat(m.written()); err != nil {
		output.Host = "" // it has written nothing
	} else {
		m.outputBytes = info.Size()
	}
	return r.ask(ctx, slot, m, r.call(m, &output))
}

func (r *referee) ask(ctx context.Context, slot sandbox.Slot, m *matter, spec sandbox.Spec) (finding, error) {
	stderr := &head{limit: stderrBytes}
	spec.Stderr = stderr
	run, err := slot.Run(ctx, spec)
	switch {
	case err != nil:
		return finding{}, err
	case run.Status == sandbox.Cancelled:
		return finding{}, context.Cause(ctx)
	}
	return r.read(m, run, stderr), nil
}

// matter is one test on its way through the judge.
type matter struct {
	tally.Place
	group judge.Group
	test  judge.Test
	args  []string // of the validator or the comparison; nil leaves them their own

	input, answer                        string // files of the host; the input changes with each pass
	inputBytes, answerBytes, outputBytes int64
	dir                                  string         // of the host, for what validators leave
	pass                                 int            // from 1
	carried                              []sandbox.File // of the feedback folder, from the last pass
}

// validatorArgs are those that the test's groups set, or else the validator's own.
func (m *matter) validatorArgs(own []string) []string {
	if m.args != nil {
		return m.args
	}
	return own
}

// feedback is the host's copy of the feedback folder of this pass.
func (m *matter) feedback() string {
	return filepath.Join(m.dir, feedbackFolder+strconv.Itoa(m.pass))
}

// written is the host's copy of what an interactor has written down.
func (m *matter) written() string { return filepath.Join(m.dir, "written") }

// turn prepares the next pass: its input is what the validator has made, and the other files stay.
func (m *matter) turn() error {
	from := m.feedback()
	m.input = filepath.Join(m.dir, "input"+strconv.Itoa(m.pass))
	if err := os.Rename(filepath.Join(from, nextPass), m.input); err != nil {
		return err
	}
	m.carried = nil
	err := filepath.WalkDir(from, func(path string, d fs.DirEntry, err error) error {
		if err != nil || !d.Type().IsRegular() {
			return err
		}
		name, err := filepath.Rel(from, path)
		m.carried = append(m.carried, sandbox.File{Name: feedbackFolder + "/" + filepath.ToSlash(name), Host: path})
		return err
	})
	m.pass++
	return err
}

// scored tells whether the test earns points of its own.
func (m *matter) scored() bool { return !m.group.Sample && m.group.Aggregation != judge.AllOrNothing }

// reward is what an accepted test earns, or what is wrong with the validator's score.
func (m *matter) reward(f finding) (float64, string) {
	switch {
	case !m.scored():
		return 0, ""
	case f.multiplier != nil && m.group.Unbounded:
		return 0, "the validator multiplies the points of a test that has no bound"
	case f.multiplier != nil:
		return judge.Tidy(*f.multiplier * m.test.Points), ""
	case f.score == nil && m.group.Unbounded:
		return 0, "the validator gives no points to a test that has no bound"
	case f.score == nil:
		return m.test.Points, ""
	case !m.group.Unbounded && *f.score > m.test.Points+1e-6:
		return 0, fmt.Sprintf("the validator gives %g points where %g are the most", *f.score, m.test.Points)
	}
	return *f.score, ""
}
