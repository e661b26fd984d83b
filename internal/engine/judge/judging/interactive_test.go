package judging_test

import (
	"context"
	"fmt"
	"path/filepath"
	"strings"
	"sync"
	"testing"

	"github.com/codecraft-hq/codecraft/internal/engine/judge"
	"github.com/codecraft-hq/codecraft/internal/engine/judge/judging"
	"github.com/codecraft-hq/codecraft/internal/engine/sandbox/native"
)

// higher plays the game of the higher number: the input holds it.
const higher = `read -r number <"$1"
for try in 1 2 3 4 5 6 7 8; do
  read -r guess || { echo "the program is gone" >"$3/judgemessage.txt"; exit 43; }
  if [ "$guess" -eq "$number" ]; then echo right; exit 42; fi
  if [ "$guess" -lt "$number" ]; then echo higher; else echo lower; fi
done
exit 43`

const halves = `low=1 high=100
while :; do
  guess=$(((low + high) / 2)); echo $guess; read -r answer || exit 9
  case $answer in right) exit 0 ;; higher) low=$((guess + 1)) ;; lower) high=$((guess - 1)) ;; esac
done`

func (b *bench) interactor(t *testing.T, source string) *judge.Validator {
	v := b.validator(t, judge.ProtocolKattis, source)
	v.Interactive = true
	return v
}

func TestConversations(t *testing.T) {
	b := newBench(t, 2)
	tests := map[string]struct {
		validator, program string
		verdict            judge.Verdict
		limit              judge.Limit
	}{
		"a good one":  {higher, halves, judge.Accepted, ""},
		"a wrong one": {higher, `for i in 1 2 3 4 5 6 7 8; do echo 1; read -r answer; done`, judge.WrongAnswer, ""},
		"the refusal counts when the program stumbles over it": {
			`read -r x; exit 43`, `echo 1; read -r answer || exit 5; exit 6`, judge.WrongAnswer, ""},
		"the refusal counts when the program dies of a broken pipe": {`read -r x; exit 43`, `yes`, judge.WrongAnswer, ""},
		"the refusal ends a program that goes on":                   {`read -r x; exit 43`, `echo 1; while :; do :; done`, judge.WrongAnswer, ""},
		"a crash counts when the validator sees its end":            {higher, `echo 1; exit 3`, judge.RuntimeError, ""},
		"a crash counts when the validator stumbles over its end": {
			`while read -r x; do :; done; exit 1`, `echo 1; kill -SEGV $$`, judge.RuntimeError, ""},
		"the program is accepted, and then crashes": {`read -r x; exit 42`, `echo 1; read -r x; exit 7`, judge.RuntimeError, ""},
		"the program is accepted, and ends well":    {`read -r x; exit 42`, `echo 1; read -r x; exit 0`, judge.Accepted, ""},
		"a program that ends at once":               {higher, `exit 0`, judge.WrongAnswer, ""},
		"a program that computes for ever":          {higher, `while :; do :; done`, judge.TimeLimit, judge.LimitCPU},
		"both wait":                                 {`read -r x; exit 42`, `read -r x`, judge.TimeLimit, judge.LimitWall},
		"nobody reads the program's flood":          {`sleep 20; exit 42`, `yes`, judge.TimeLimit, judge.LimitWall},
		"nobody reads the validator's flood":        {`yes; exit 43`, `sleep 20`, judge.TimeLimit, judge.LimitWall},
		"both flood and neither reads":              {`yes; exit 43`, `yes`, judge.TimeLimit, judge.LimitWall},
		"a flood that is read":                      {`head -c 10000000 >/dev/null; exit 42`, `yes | head -c 10000000`, judge.Accepted, ""},
		"the validator crashes":                     {`read -r x; exit 1`, `echo 1; read -r x`, judge.JudgingError, ""},
		"the validator computes for ever":           {`while :; do :; done`, `read -r x`, judge.JudgingError, ""},
	}
	for name, c := range tests {
		t.Run(name, func(t *testing.T) {
			v := b.interactor(t, c.validator)
			v.CPUTimeMs = 1500
			o := b.judge(t, b.one(t, v, "61", "ans"), 1, program("bash", c.program), nil)
			if got := o.Groups[0].Tests[0]; got.Verdict != c.verdict || got.Limit != c.limit {
				t.Errorf("%s by limit %q: %+v", got.Verdict, got.Limit, got)
			}
		})
	}
}

// Whichever run is reported first, the one who ended first is found out: busy slots beside make the order uncertain.
func TestWhoEndedFirstIsNeverMistaken(t *testing.T) {
	b := newBench(t, 4)
	plan := b.one(t, b.interactor(t, `read -r x; [ "$x" = stay ] && read -r x; exit 43`), "1", "ans")
	for i := range 40 {
		plan.Groups[0].Tests = append(plan.Groups[0].Tests, plan.Groups[0].Tests[0])
		plan.Groups[0].Tests[i+1].Name = fmt.Sprint(i + 2)
	}
	for source, want := range map[string]judge.Verdict{
		`echo go; read -r x || exit 5; exit 6`: judge.WrongAnswer, `echo stay; exit 5`: judge.RuntimeError,
	} {
		for _, got := range b.judge(t, plan, 2, program("bash", source), nil).Groups[0].Tests {
			if got.Verdict != want {
				t.Errorf("%s: %+v, want %s", source, got, want)
			}
		}
	}
}

func TestConversationsOfSeveralPasses(t *testing.T) {
	b := newBench(t, 2)
	v := b.interactor(t, `read -r n <"$1"; echo $n; read -r got; [ "$got" = $((n * 2)) ] || exit 43
[ $n -ge 8 ] || echo "$got" >"$3/nextpass.in"; exit 42`)
	v.Passes = 5
	o := b.judge(t, b.one(t, v, "1", "ans"), 1, program("bash", `read -r n; echo $((n * 2))`), nil)
	if got := o.Groups[0].Tests[0]; got.Verdict != judge.Accepted || got.Passes != 4 {
		t.Errorf("%+v", got)
	}
}

func TestACheckerJudgesWhatAnInteractorWroteDown(t *testing.T) {
	b := newBench(t, 2)
	v := b.validator(t, judge.ProtocolTestlib, `cat "$1"; read -r got; echo "heard $got" >"$2"; exit 0`)
	v.Interactive = true
	v.Checker = b.validator(t, judge.ProtocolTestlib, `[ "$(cat "$2")" = "heard $(cat "$3")" ] || exit 1`)
	plan := b.one(t, v, "a question\n", "42")
	for answer, want := range map[string]judge.Verdict{"42": judge.Accepted, "43": judge.WrongAnswer} {
		if o := b.judge(t, plan, 1, program("bash", "read -r question; echo "+answer), nil); o.Verdict != want {
			t.Errorf("%s gives %+v", answer, o.Groups)
		}
	}
}

// With one slot for programs and one for validators, or two for both, judgings wait for one another and none for ever.
func TestManyConversationsOnFewSlotsAllEnd(t *testing.T) {
	for name, slots := range map[string][2]int{"a slot each": {1, 1}, "two slots for both": {2, 0}, "three slots for both": {3, 0}} {
		t.Run(name, func(t *testing.T) {
			b := newBench(t, slots[0])
			request := judging.Request{
				Backend: b.backend, Toolchain: b.tools, Slots: 2, Program: program("bash", halves), Plan: b.one(t, b.interactor(t, higher), "61", "ans"),
				Blobs: func(_ context.Context, digest string) (string, error) { return filepath.Join(b.dir, digest), nil },
			}
			request.Plan.Version = judge.PlanVersion
			for i := range 3 {
				request.Plan.Groups[0].Tests = append(request.Plan.Groups[0].Tests, b.test(t, fmt.Sprint(i), fmt.Sprint(20*i+1), "ans"))
			}
			if slots[1] > 0 {
				validators, err := native.New(t.Context(), native.Config{Slots: slots[1]})
				if err != nil {
					t.Fatal(err)
				}
				t.Cleanup(func() { _ = validators.Close() })
				request.Validators = validators
			}
			plain := request
			plain.Plan = judge.Plan{Version: judge.PlanVersion, Comparison: judge.Comparison{Mode: judge.Tokens}, Groups: []judge.Group{b.group(t, "all", 1, "right", "right")}}
			plain.Program = program("bash", obedient)
			var wg sync.WaitGroup
			for i := range 12 {
				wg.Go(func() {
					mine := request
					if i%3 == 2 {
						mine = plain
					}
					o, err := judging.Run(t.Context(), mine)
					if err != nil || o.Verdict != judge.Accepted {
						t.Errorf("%s %+v, %v", o.Verdict, o.Groups, err)
					}
				})
			}
			wg.Wait()
		})
	}
}

func TestConversationsNeedTwoSlots(t *testing.T) {
	b := newBench(t, 1)
	plan := b.one(t, b.interactor(t, higher), "61", "ans")
	plan.Version = judge.PlanVersion
	_, err := judging.Run(t.Context(), judging.Request{
		Backend: b.backend, Toolchain: b.tools, Plan: plan, Program: program("bash", halves),
		Blobs: func(_ context.Context, digest string) (string, error) { return filepath.Join(b.dir, digest), nil },
	})
	if err == nil || !strings.Contains(err.Error(), "two sandbox slots") {
		t.Errorf("%v", err)
	}
}
