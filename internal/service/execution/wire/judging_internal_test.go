package wire

import (
	"bytes"
	"encoding/json"
	"strings"
	"testing"
	"time"

	"github.com/codecraft-hq/codecraft/internal/base/blob"
	"github.com/codecraft-hq/codecraft/internal/engine/judge"
)

func TestALargeOutcomeTravelsSlimAndIsReadWhole(t *testing.T) {
	blobs, err := blob.NewFiles(t.TempDir(), 0)
	if err != nil {
		t.Fatal(err)
	}
	group := judge.GroupOutcome{Name: "g", Verdict: judge.WrongAnswer}
	for range 900 {
		group.Tests = append(group.Tests, judge.TestOutcome{Name: "t", Verdict: judge.WrongAnswer, Detail: strings.Repeat("é", 300),
			Difference: &judge.Difference{Got: strings.Repeat("x", 500)}, Output: &judge.Excerpt{Text: strings.Repeat("\x01", 2000)}})
	}
	whole := judge.Outcome{Verdict: judge.WrongAnswer, Groups: []judge.GroupOutcome{group}}
	for name, o := range map[string]judge.Outcome{"large": whole, "small": {Verdict: judge.Accepted}} {
		r, err := Pack(t.Context(), blobs, "id", o, time.Now())
		if err != nil {
			t.Fatal(err)
		}
		message, err := json.Marshal(r)
		if err != nil || len(message) > 2*maxOutcome {
			t.Errorf("%s: the message has %d bytes, %v", name, len(message), err)
		}
		if (r.Details != "") != (name == "large") {
			t.Errorf("%s: the details are %q", name, r.Details)
		}
		again, err := Unpack(t.Context(), blobs, r.Outcome, r.Details)
		want, _ := json.Marshal(o)
		if got, _ := json.Marshal(again); err != nil || !bytes.Equal(got, want) {
			t.Errorf("%s: it is not read as it was written: %v", name, err)
		}
	}
}

// What validators say is as long as 16 KiB a message, and control characters are six times as long in JSON.
func TestAResultIsBoundedWhateverTestsAndValidatorsSay(t *testing.T) {
	blobs, err := blob.NewFiles(t.TempDir(), 0)
	if err != nil {
		t.Fatal(err)
	}
	said := &judge.Excerpt{Text: strings.Repeat("\x01", 16<<10)}
	talkative := judge.TestOutcome{Name: "t", Verdict: judge.WrongAnswer, Detail: strings.Repeat("\x02", 5000), JudgeMessage: said, TeamMessage: said, Output: said}
	group := func(name string, sample bool, v judge.Verdict, tests int) judge.GroupOutcome {
		g := judge.GroupOutcome{Name: name, Sample: sample, Verdict: v, Tests: make([]judge.TestOutcome, tests)}
		for i := range g.Tests {
			g.Tests[i] = talkative
		}
		return g
	}
	many := judge.Outcome{Compilation: judge.Compilation{Output: strings.Repeat("\x03", 256<<10)}}
	for range 20_000 {
		many.Groups = append(many.Groups, group("g", false, judge.Accepted, 0))
	}
	bare := group("bare", false, judge.WrongAnswer, 0)
	for range 200_000 {
		bare.Tests = append(bare.Tests, judge.TestOutcome{Name: "test", Verdict: judge.Accepted})
	}
	for name, o := range map[string]judge.Outcome{
		"256 tests whose validator talks": {Groups: []judge.GroupOutcome{group("s", true, judge.Accepted, 3), group("g", false, judge.WrongAnswer, 253)}},
		"samples that write much":         {Groups: []judge.GroupOutcome{group("s", true, judge.WrongAnswer, 400)}},
		"a very great number of tests":    {Groups: []judge.GroupOutcome{bare, group("g", true, judge.Accepted, 1)}},
		"a very great number of groups":   many,
		"more than a blob may hold":       {Groups: []judge.GroupOutcome{group("g", false, judge.WrongAnswer, 400)}},
	} {
		r, err := Pack(t.Context(), blobs, "id", o, time.Now())
		if err != nil {
			t.Fatalf("%s: %v", name, err)
		}
		message, err := json.Marshal(r)
		if err != nil || len(message) > maxOutcome+1024 || r.Details == "" || len(r.Outcome.Groups) == 0 {
			t.Errorf("%s: the message has %d bytes and %d groups, %v", name, len(message), len(r.Outcome.Groups), err)
		}
		for i, g := range r.Outcome.Groups {
			if g.Name != o.Groups[i].Name || g.Sample && len(g.Tests) == 0 {
				t.Errorf("%s: group %d is %s with %d tests", name, i, g.Name, len(g.Tests))
			}
		}
		if whole, err := Unpack(t.Context(), blobs, r.Outcome, r.Details); err != nil || len(whole.Groups) != len(o.Groups) {
			t.Errorf("%s: %d groups are read again, %v", name, len(whole.Groups), err)
		}
	}
}
