package module

import "github.com/codecraft-hq/codecraft/internal/service/assessments"

const demoInstructions = `Welcome! Take a quiet hour; you may use any of the languages offered.

- **Run** tries your code on the samples or on your own input, as often as you like.
- **Submit** judges it on hidden tests. You see a verdict for each group of tests, and the best submission counts.
- Your edits are saved while you type. If your connection drops, just go on: nothing is lost.

Good luck, and have fun.`

// demoAssessments are ready to be taken, over the problems of internal/demo.
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
}
