package module

import (
	"time"

	"github.com/codecraft-hq/codecraft/internal/base/identity"
	"github.com/codecraft-hq/codecraft/internal/service/interviews"
	"github.com/codecraft-hq/codecraft/internal/service/interviews/evaluation"
	"github.com/codecraft-hq/codecraft/internal/service/interviews/workspace"
)

func after(minutes int, by interviews.SeedMember, do interviews.Act) interviews.SeedAct {
	return interviews.SeedAct{After: time.Duration(minutes) * time.Minute, By: by, Do: do}
}

var (
	demoCandidate = interviews.SeedMember{}
	ingo          = interviews.SeedMember{User: demoInterviewer, Role: identity.Interviewer}
	rita          = interviews.SeedMember{User: demoRecruiter, Role: identity.Recruiter}
)

// What was written in it.
const (
	firstTry = `def first_repeated(words):
    for i, word in enumerate(words):
        if word.lower() in [w.lower() for w in words[:i]]:
            return word
    return None
`

	secondTry = `

# Quadratic. With a set, each word is looked at once:
def first_repeated(words):
    seen = set()
    for word in words:
        key = word.lower()
        if key in seen:
            return word
        seen.add(key)
    return None
`

	ownTests = `from main import first_repeated

assert first_repeated([]) is None
assert first_repeated(["a", "b"]) is None
assert first_repeated(["a", "B", "b", "a"]) == "b"
`
)

// heldInterview is how an interview went, and what came of it.
var heldInterview = []interviews.SeedAct{
	after(0, ingo, interviews.Says(workspace.All, "Welcome, Sam! We take some minutes to get to know each other, then we write some code.")),
	after(1, rita, interviews.Says(workspace.All, "Hello Sam, I am Rita. I take notes on the way.")),
	after(2, demoCandidate, interviews.Says(workspace.All, "Hello, and thank you. I am ready when you are.")),
	after(6, rita, interviews.Notes("Has run a **queue of payments** for two years, and says plainly what went wrong there.")),
	after(14, ingo, interviews.Says(workspace.All, "Here is the task: of a list of words, find the first one that was there before.")),
	after(16, demoCandidate, interviews.Says(workspace.All, "Does case matter? And what is the answer when no word is there twice?")),
	after(17, ingo, interviews.Notes("Asks about case and about the empty answer before writing anything.")),
	after(18, ingo, interviews.Says(workspace.All, "Case does not matter. Answer None when all of them differ.")),
	after(19, demoCandidate, interviews.Writes("main.py", "python", firstTry)),
	after(24, ingo, interviews.Says(workspace.Interviewers, "Let us see whether they find that this is slow by themselves.")),
	after(27, rita, interviews.Notes("Says, unasked, that this looks through the list again for each word.")),
	after(29, demoCandidate, interviews.Writes("main.py", "python", secondTry)),
	after(35, demoCandidate, interviews.Writes("test_main.py", "python", ownTests)),
	after(38, ingo, interviews.Notes("From quadratic to linear in five minutes. Wrote the tests without being asked; left the first try in the file.")),
	after(51, rita, interviews.Notes("Asks how we are on call, and who decides what is built.")),
	after(55, ingo, interviews.Ends()),
	after(63, ingo, interviews.Rates(evaluation.Opinion{
		State: evaluation.Submitted, Recommendation: "yes", Text: "Would gladly work with Sam. To be seen in the next round: how they keep *larger* code in order.",
		Scores: []evaluation.Score{
			{Criterion: "Problem solving", Rating: 4, Comment: "Questions first; found the better way alone."},
			{Criterion: "Code", Rating: 3, Comment: "Right and tested. The first try was left in place."},
			{Criterion: "Knowledge", Rating: 3, Comment: "Names what each solution costs."},
			{Criterion: "Communication", Rating: 4},
		},
	})),
	after(70, rita, interviews.Rates(evaluation.Opinion{
		State: evaluation.Submitted, Recommendation: "strong_yes", Text: "Clear, kind and curious.",
		Scores: []evaluation.Score{
			{Criterion: "Problem solving", Rating: 3},
			{Criterion: "Code", Comment: "Not mine to judge."},
			{Criterion: "Knowledge", Rating: 3, Comment: "Speaks of a queue of payments from experience."},
			{Criterion: "Communication", Rating: 4, Comment: "Thinks aloud, and takes up what Ingo says."},
		},
	})),
	after(80, rita, interviews.Decides("advance", "Both scorecards are for it. Next: **system design**, with a larger piece of code to read.")),
}
