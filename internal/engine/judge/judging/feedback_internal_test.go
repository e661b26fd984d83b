package judging

import (
	"encoding/json"
	"math"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"unicode/utf8"

	"github.com/codecraft-hq/codecraft/internal/engine/judge"
	"github.com/codecraft-hq/codecraft/internal/engine/sandbox"
)

// FuzzValidatorLeavings reads what validators, which are as untrusted as programs, end with and leave behind.
func FuzzValidatorLeavings(f *testing.F) {
	for _, exit := range []int{kattisAccepts, kattisRefuses, testlibAccepts, testlibWrong, testlibFails, testlibPoints} {
		f.Add(exit, "12.5", "", "for staff", "for teams", "points 7 well")
		f.Add(exit, "", "0.5\n", "\x00\xff", strings.Repeat("é", messageBytes), "points")
		f.Add(exit, "nan", "-0", "", "", "points 1e999")
		f.Add(exit, " 0x1p4", "1e-400", "", "", "-0.0 of 20")
	}
	f.Fuzz(func(t *testing.T, exit int, score, multiplier, judgeText, teamText, stderrText string) {
		folder := t.TempDir()
		for name, text := range map[string]string{scoreFile: score, multiplierFile: multiplier, judgeMessage: judgeText, teamMessage: teamText} {
			if text == "" {
				continue
			}
			if err := os.WriteFile(filepath.Join(folder, name), []byte(text), 0o600); err != nil {
				t.Fatal(err)
			}
		}
		run := sandbox.Result{Status: sandbox.Failed, ExitCode: exit}
		if exit == 0 {
			run.Status = sandbox.OK
		}
		stderr := &head{limit: stderrBytes}
		_, _ = stderr.Write([]byte(stderrText))
		for _, unbounded := range []bool{false, true} {
			m := &matter{group: judge.Group{Aggregation: judge.Sum, Unbounded: unbounded}, test: judge.Test{Points: 20}}
			testlib := readTestlib(run, stderr)
			testlib.settleFor(m.test.Points, true)
			sound(t, m, testlib, exit == testlibAccepts || exit == testlibPoints)
			sound(t, m, readKattis(run, folder, true), exit == kattisAccepts)
		}
	})
}

// sound checks that a finding is one that can be told and counted.
func sound(t *testing.T, m *matter, f finding, mayAccept bool) {
	t.Helper()
	outcome := trial{}
	outcome.take(f, m)
	switch outcome.Verdict {
	case judge.Accepted:
		if !mayAccept {
			t.Errorf("accepted: %+v", f)
		}
	case judge.WrongAnswer, judge.JudgingError:
		if outcome.Detail == "" {
			t.Errorf("%s without a reason", outcome.Verdict)
		}
	default:
		t.Errorf("the verdict is %q", outcome.Verdict)
	}
	e := outcome.Earned
	if math.IsNaN(e) || math.IsInf(e, 0) || e < 0 || math.Signbit(e) || !m.group.Unbounded && e > m.test.Points+1e-6 || outcome.Verdict != judge.Accepted && e != 0 {
		t.Errorf("%s earns %g", outcome.Verdict, e)
	}
	for _, x := range []*judge.Excerpt{f.judge, f.team} {
		if x != nil && (!utf8.ValidString(x.Text) || strings.Contains(x.Text, "\x00") || len(x.Text) > 3*messageBytes || x.Bytes == 0) {
			t.Errorf("a message that cannot be shown: %+v", x)
		}
	}
	if _, err := json.Marshal(outcome.TestOutcome); err != nil {
		t.Error(err)
	}
}
