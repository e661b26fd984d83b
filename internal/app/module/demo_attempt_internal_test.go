package module

import (
	"slices"
	"strings"
	"testing"

	demoproblems "github.com/codecraft-hq/codecraft/internal/demo/problems"
)

// That the programs are there, whoever starts this test has found: what a demo types is read when the process begins.
func TestWhatADemoNamesIsThere(t *testing.T) {
	taken := 0
	for _, x := range demoAssessments {
		var asked []string
		for _, section := range x.Sections {
			asked = append(asked, section.Problems...)
		}
		for _, slug := range asked {
			if !slices.Contains(demoproblems.Slugs(), slug) {
				t.Errorf("%s asks %s, which is no problem of the demo", x.Title, slug)
			}
		}
		for _, who := range x.Taken {
			taken++
			if !strings.HasSuffix(who.Candidate, ".example>") {
				t.Errorf("%s may be somebody's address", who.Candidate)
			}
			for _, act := range who.Acts {
				if act.On != "" && !slices.Contains(asked, act.On) {
					t.Errorf("%s works on %s, which %s does not ask", who.Candidate, act.On, x.Title)
				}
			}
		}
	}
	if taken != 3 {
		t.Errorf("%d people have taken one", taken)
	}
	first := demoAssessments[0]
	if len(first.Taken) > 0 || len(first.Invite) != 1 {
		t.Errorf("the first, whose link is told, has %d people at work and invites %v", len(first.Taken), first.Invite)
	}
	if almost := demoProgram("quiet-gaps", "wrong_answer/pause_too_short.py"); strings.Count(almost, pauseOfJustAsMuch) != 1 || strings.HasPrefix(almost, "#") {
		t.Errorf("what is wrong with this is not said, and stands there once:\n%s", almost)
	}
}
