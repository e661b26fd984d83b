package module

import (
	"time"

	"github.com/codecraft-hq/codecraft/internal/service/assessments"
	"github.com/codecraft-hq/codecraft/internal/service/interviews"
	"github.com/codecraft-hq/codecraft/internal/service/interviews/participant"
)

const demoInstructions = `Welcome! Take a quiet hour; you may use any of the languages offered.

- **Run** tries your code on the samples or on your own input, as often as you like.
- **Submit** judges it on hidden tests. You see a verdict for each group of tests, and the best submission counts.
- Your edits are saved while you type. If your connection drops, just go on: nothing is lost.

Good luck, and have fun.`

// demoAssessments are over the problems of internal/demo: two are ready to be taken, one has been.
var demoAssessments = []assessments.SeedAssessment{
	{
		Title: "Backend engineer: first round", Minutes: 75, Instructions: demoInstructions,
		Sections: []assessments.SeedSection{
			{Title: "Warm-up", Problems: []string{"quiet-gaps", "unclosed"}},
			{Title: "Main part", Problems: []string{"fair-gate", "small-shelf"}},
		},
		Invite: []string{"Casey Candidate <casey@candidates.example>"},
	},
	{
		Title: "Algorithms, in depth", Minutes: 120, Instructions: demoInstructions,
		Sections: []assessments.SeedSection{
			{Title: "Simulation", Problems: []string{"support-desk", "first-come-rooms"}},
			{Title: "Algorithms", Problems: []string{"express-courier", "merged-feeds", "rolling-median"}},
		},
	},
	{
		Title: "Graduate screening", Minutes: 90, Instructions: demoInstructions,
		Sections: []assessments.SeedSection{{Title: "Two small programs", Problems: []string{"quiet-gaps", "unclosed"}}},
		Taken:    takenScreening(), Pause: time.Second, Patience: 2 * time.Minute,
	},
}

// demoInterviews are one that can be entered at once, one to come, and one that was held.
var demoInterviews = []interviews.SeedInterview{
	{
		Title: "Backend engineer: first interview", Minutes: 60, TimeZone: "UTC",
		Agenda: "- Who we are, and who you are\n- A small problem, solved together\n- Your questions",
		Invite: []participant.Participant{
			{Role: participant.Candidate, Name: "Casey Candidate", Email: "casey@candidates.example"},
			{Role: participant.Interviewer, Name: "Iris Interviewer", Email: "iris@demo.example"},
		},
	},
	{
		Title: "Backend engineer: system design", In: 24 * time.Hour, Minutes: 90, TimeZone: "Europe/Berlin",
		Agenda: "- The design of a queue of jobs\n- Your questions",
		Invite: []participant.Participant{{Role: participant.Candidate, Name: "Casey Candidate", Email: "casey@candidates.example"}},
	},
	{
		Title: "Backend engineer: interview with Sam", In: -2 * time.Hour, Minutes: 60, TimeZone: "UTC",
		Agenda: "- Who we are, and who you are\n- A small problem, solved together\n- Your questions",
		Invite: []participant.Participant{{Role: participant.Candidate, Name: "Sam Candidate", Email: "sam@candidates.example"}},
		Acts:   heldInterview,
	},
}
