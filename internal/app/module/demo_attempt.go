package module

import (
	"fmt"
	"io/fs"
	"path"
	"slices"
	"strings"

	demoproblems "github.com/codecraft-hq/codecraft/internal/demo/problems"
	"github.com/codecraft-hq/codecraft/internal/service/assessments"
)

// demoProgram is a submission of a demo problem, without the remark about it in its first line.
func demoProgram(slug, name string) string {
	files, err := demoproblems.FS(slug)
	if err != nil {
		panic(err) // the name is a path
	}
	text, err := fs.ReadFile(files, path.Join("submissions", name))
	if err != nil {
		panic(fmt.Errorf("a demo types a submission of %s that is not there: %w", slug, err))
	}
	if first, rest, _ := strings.Cut(string(text), "\n"); strings.HasPrefix(first, "# ") {
		return rest
	}
	return string(text)
}

// cutBefore is a program up to where a text begins, and the rest.
func cutBefore(text, program string) (beginning, rest string) {
	i := strings.Index(program, text)
	if i < 0 {
		panic(fmt.Sprintf("a demo types a program without %q:\n%s", text, program))
	}
	return program[:i], program[i:]
}

// onProblem are acts on one problem.
func onProblem(slug string, acts ...assessments.Act) (all []assessments.SeedAct) {
	for _, do := range acts {
		all = append(all, assessments.SeedAct{On: slug, Do: do})
	}
	return all
}

// A submission of quiet-gaps takes a pause for too long that is not.
const (
	pauseOfJustAsMuch = ">= gap"
	longerPause       = "> gap"
)

// takenScreening is how it went: one has solved everything, not at once and not all of it by herself; one has a part of the points;
// and one is at work.
func takenScreening() []assessments.SeedAttempt {
	almost := demoProgram("quiet-gaps", "wrong_answer/pause_too_short.py")
	sessions := demoProgram("quiet-gaps", "accepted/reference.py")
	begun, _ := cutBefore("    for line in", sessions)
	pairs, answer := cutBefore("\n\ndef answer", demoProgram("unclosed", "accepted/reference.py"))
	counts := demoProgram("unclosed", "wrong_answer/only_counts.py")
	end := assessments.SeedAct{Do: assessments.Finishes()}
	return []assessments.SeedAttempt{
		{
			Candidate: "Nina Nowak <nina@candidates.example>", Language: "python",
			Acts: append(slices.Concat(
				onProblem("quiet-gaps", assessments.Types(almost), assessments.Submits(), assessments.Corrects(pauseOfJustAsMuch, longerPause), assessments.Submits()),
				onProblem("unclosed", assessments.Types(pairs), assessments.Pastes(answer), assessments.Submits()),
			), end),
		},
		{
			Candidate: "Omar Okafor <omar@candidates.example>", Language: "python",
			Acts: append(slices.Concat(
				onProblem("quiet-gaps", assessments.Types(sessions), assessments.Submits()),
				onProblem("unclosed", assessments.Types(counts), assessments.Submits()),
			), end),
		},
		{
			Candidate: "Priya Pillai <priya@candidates.example>", Language: "python",
			Acts: onProblem("quiet-gaps", assessments.Types(begun)),
		},
	}
}
