package judging_test

import (
	"encoding/json"
	"strings"
	"testing"

	"github.com/codecraft-hq/codecraft/internal/engine/judge"
)

// validator makes a validator of a shell script.
func (b *bench) validator(t *testing.T, protocol judge.Protocol, source string) *judge.Validator {
	t.Helper()
	return &judge.Validator{
		Protocol: protocol, Language: "bash", Files: []judge.NamedBlob{{Name: "validate.sh", Digest: b.blob(t, source)}}, CPUTimeMs: 2000,
	}
}

// one is a plan of one group with one test.
func (b *bench) one(t *testing.T, v *judge.Validator, input, answer string) judge.Plan {
	t.Helper()
	test := b.test(t, "1", input, answer)
	test.Points = 20
	return judge.Plan{
		Limits: judge.Limits{CPUTimeMs: 400, WallTimeMs: 1200}, Validator: v,
		Groups: []judge.Group{{Name: "all", Points: 20, Aggregation: judge.Sum, Tests: []judge.Test{test}}},
	}
}

const parrot = "cat; printf ' answered'\n"

func TestValidatorsDecide(t *testing.T) {
	b := newBench(t, 1)
	const kattis, testlib = judge.ProtocolKattis, judge.ProtocolTestlib
	tests := map[string]struct {
		protocol judge.Protocol
		source   string
		verdict  judge.Verdict
		earned   float64
		message  string // the judge's
	}{
		"42 accepts, and sees input, answer, output and its arguments": {
			kattis, `[ "$(cat "$1")" = in ] && [ "$(cat "$2")" = ans ] && [ -d "$3" ] && [ "${3%/}" != "$3" ] && [ "$4" = "a b" ] && [ "$(cat)" = "in answered" ] && exit 42`, judge.Accepted, 20, ""},
		"43 refuses, with messages":                    {kattis, `echo for staff >"$3"judgemessage.txt; echo for teams >"$3/teammessage.txt"; exit 43`, judge.WrongAnswer, 0, "for staff\n"},
		"the standard error stands for no message":     {kattis, `echo note >&2; exit 43`, judge.WrongAnswer, 0, "note\n"},
		"0 is no judgement":                            {kattis, `exit 0`, judge.JudgingError, 0, ""},
		"a crash is no judgement":                      {kattis, `kill -SEGV $$`, judge.JudgingError, 0, ""},
		"a loop is no judgement":                       {kattis, `while :; do :; done`, judge.JudgingError, 0, ""},
		"a validator that reads nothing":               {kattis, `exit 42`, judge.Accepted, 20, ""},
		"a score":                                      {kattis, `echo 12.5 >"$3/score.txt"; exit 42`, judge.Accepted, 12.5, ""},
		"a multiplier":                                 {kattis, `echo 0.25 >"$3/score_multiplier.txt"; exit 42`, judge.Accepted, 5, ""},
		"a score above the most":                       {kattis, `echo 21 >"$3/score.txt"; exit 42`, judge.JudgingError, 0, ""},
		"a multiplier above one":                       {kattis, `echo 2 >"$3/score_multiplier.txt"; exit 42`, judge.JudgingError, 0, ""},
		"both":                                         {kattis, `echo 1 >"$3/score_multiplier.txt"; echo 1 >"$3/score.txt"; exit 42`, judge.JudgingError, 0, ""},
		"a score that is none":                         {kattis, `echo nan >"$3/score.txt"; exit 42`, judge.JudgingError, 0, ""},
		"links are not followed":                       {kattis, `ln -s /etc/passwd "$3/judgemessage.txt"; ln -s ../input "$3/score.txt"; exit 42`, judge.Accepted, 20, ""},
		"a folder in the place of a message":           {kattis, `mkdir "$3/judgemessage.txt"; mkfifo "$3/score.txt"; exit 43`, judge.WrongAnswer, 0, ""},
		"a message without end":                        {kattis, `yes >"$3/judgemessage.txt"; exit 43`, judge.WrongAnswer, 0, strings.Repeat("y\n", 8<<10)},
		"a long message is cut":                        {kattis, `head -c 1M /dev/zero | tr '\0' x >"$3/judgemessage.txt"; exit 43`, judge.WrongAnswer, 0, strings.Repeat("x", 16<<10)},
		"a checker accepts, and sees its files":        {testlib, `[ "$(cat "$1" "$2" "$3")" = "inin answeredans" ] && { echo ok fine >&2; exit 0; }; exit 1`, judge.Accepted, 20, "ok fine\n"},
		"a checker refuses":                            {testlib, `echo "wrong answer 1st number" >&2; exit 1`, judge.WrongAnswer, 0, "wrong answer 1st number\n"},
		"a checker misses the form":                    {testlib, `exit 2`, judge.WrongAnswer, 0, ""},
		"a checker blames the test":                    {testlib, `exit 3`, judge.JudgingError, 0, ""},
		"a checker gives points":                       {testlib, `echo "points 7.5 not bad" >&2; exit 7`, judge.Accepted, 7.5, "points 7.5 not bad\n"},
		"a checker gives none":                         {testlib, `echo "points 0 bad" >&2; exit 7`, judge.WrongAnswer, 0, "points 0 bad\n"},
		"a checker gives points it does not name":      {testlib, `exit 7`, judge.JudgingError, 0, ""},
		"a checker ends in a way that means nothing":   {testlib, `exit 42`, judge.JudgingError, 0, ""},
		"a checker with too many points for this test": {testlib, `echo "points 50" >&2; exit 7`, judge.JudgingError, 0, "points 50\n"},
	}
	for name, c := range tests {
		t.Run(name, func(t *testing.T) {
			v := b.validator(t, c.protocol, c.source)
			v.Scores = true
			if strings.Contains(name, "its arguments") {
				v.Args = []string{"a b"}
			}
			o := b.judge(t, b.one(t, v, "in", "ans"), 1, program("bash", parrot), nil)
			got, message := o.Groups[0].Tests[0], ""
			if got.JudgeMessage != nil {
				message = got.JudgeMessage.Text
			}
			if o.Verdict != c.verdict || o.Score != c.earned || message != c.message || (got.Detail == "") != (c.verdict == judge.Accepted) {
				text, _ := json.Marshal(o)
				t.Errorf("%s with %g points and the message %.80q: %.2000s", o.Verdict, o.Score, message, text)
			}
		})
	}
}

func TestValidatorsThatCannotBeCompiledAreTheProblemsFault(t *testing.T) {
	b := newBench(t, 1)
	v := b.validator(t, judge.ProtocolKattis, "")
	v.Language, v.Files[0] = "c", judge.NamedBlob{Name: "validate.c", Digest: b.blob(t, "int main( {")}
	o := b.judge(t, b.one(t, v, "in", "ans"), 1, program("bash", parrot), nil)
	if o.Verdict != judge.JudgingError || !strings.Contains(o.Detail, "does not compile") || !strings.Contains(o.Detail, "validate.c:1") {
		t.Errorf("%+v", o)
	}
}

func TestALongOutputReachesAChecker(t *testing.T) {
	b := newBench(t, 1)
	v := b.validator(t, judge.ProtocolTestlib, `[ "$(wc -c <"$2")" = 1000000 ] && [ "$(tail -c 3 "$2")" = end ]`)
	o := b.judge(t, b.one(t, v, "in", "ans"), 1, program("bash", "head -c 999997 /dev/zero; printf end\n"), nil)
	if o.Verdict != judge.Accepted {
		t.Errorf("%+v", o.Groups)
	}
}

// Staff see what the validator tells them; candidates see what it tells them about samples.
func TestValidatorsMessagesAreRedacted(t *testing.T) {
	b := newBench(t, 1)
	v := b.validator(t, judge.ProtocolKattis, `echo of-staff >"$3/judgemessage.txt"; echo "for $(cat "$1")" >"$3/teammessage.txt"; exit 43`)
	plan := b.one(t, v, "hidden", "ans")
	sample := b.group(t, "sample", 0, "shown")
	sample.Sample = true
	plan.Groups = append([]judge.Group{sample}, plan.Groups...)
	view, err := json.Marshal(judge.Redact(b.judge(t, plan, 1, program("bash", parrot), nil)))
	text := string(view)
	if err != nil || strings.Contains(text, "of-staff") || strings.Contains(text, "for hidden") || !strings.Contains(text, "for shown") {
		t.Errorf("%s, %v", text, err)
	}
}

func TestPassesGoOnWithWhatTheValidatorMakes(t *testing.T) {
	b := newBench(t, 1)
	const counts = `read -r n <"$1"; read -r got
[ "$got" = "$((n + 1))" ] || exit 43
echo "pass $n" >>"$3/judgemessage.txt"; echo x >>"$3/state/own" 2>/dev/null || { mkdir "$3/state"; echo x >"$3/state/own"; }
[ "$n" = "$4" ] && exit 42
echo "$got" >"$3/nextpass.in"; exit 42`
	tests := map[string]struct {
		last, program string
		verdict       judge.Verdict
		passes        int
		message       string
	}{
		"three passes":               {"3", `read -r n; echo $((n + 1))`, judge.Accepted, 3, "pass 1\npass 2\npass 3\n"},
		"one pass":                   {"1", `read -r n; echo $((n + 1))`, judge.Accepted, 0, "pass 1\n"},
		"a failure in the second":    {"3", `read -r n; [ $n = 2 ] && exit 1; echo $((n + 1))`, judge.RuntimeError, 2, ""},
		"wrong in the third":         {"3", `read -r n; [ $n = 3 ] && n=7; echo $((n + 1))`, judge.WrongAnswer, 3, "pass 1\npass 2\n"},
		"more passes than there are": {"9", `read -r n; echo $((n + 1))`, judge.JudgingError, 4, "pass 1\npass 2\npass 3\npass 4\n"},
		"nothing stays of a program": {"3", `read -r n; [ -e left ] && exit 1; : >left; echo $((n + 1))`, judge.Accepted, 3, "pass 1\npass 2\npass 3\n"},
	}
	for name, c := range tests {
		t.Run(name, func(t *testing.T) {
			v := b.validator(t, judge.ProtocolKattis, counts)
			v.Passes, v.Args = 4, []string{c.last}
			o := b.judge(t, b.one(t, v, "1", "ans"), 1, program("bash", c.program), nil)
			got, message := o.Groups[0].Tests[0], ""
			if got.JudgeMessage != nil {
				message = got.JudgeMessage.Text
			}
			if got.Verdict != c.verdict || got.Passes != c.passes || message != c.message {
				t.Errorf("%s after %d passes, %q: %+v", got.Verdict, got.Passes, message, got)
			}
		})
	}
}

func TestTestsBringArgumentsAndFilesAndPlansIncludeFiles(t *testing.T) {
	b := newBench(t, 1)
	plan := b.one(t, b.validator(t, judge.ProtocolKattis, `[ "$(cat)" = "$4" ] && exit 42; exit 43`), "in", "ans")
	plan.Include = map[string][]judge.NamedBlob{"bash": {{Name: "more.sh", Digest: b.blob(t, "word=included\n")}}}
	test := &plan.Groups[0].Tests[0]
	test.Args, test.ValidatorArgs = []string{"one", "two words"}, []string{"one/two words/included/beside"}
	test.Files = []judge.NamedBlob{{Name: "data/file.txt", Digest: b.blob(t, "beside")}}
	plan.Groups[0].ValidatorArgs = []string{"another"}
	source := `. "$(dirname "$0")/more.sh"; printf '%s/%s/%s/%s' "$1" "$2" "$word" "$(cat data/file.txt)"`
	if o := b.judge(t, plan, 1, program("bash", source), nil); o.Verdict != judge.Accepted {
		t.Errorf("%+v", o.Groups)
	}
	if got := len(plan.Digests()); got != 5 {
		t.Errorf("the plan names %d blobs: %v", got, plan.Digests())
	}
}
