// Package exam brings a running product to where candidates work: a problem that is judged quickly, an assessment of it, and
// people who have started. Tests only.
package exam

import (
	"context"
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/codecraft-hq/codecraft/test/client"
	"github.com/codecraft-hq/codecraft/test/harness"
)

// What solves the problem.
const (
	Bash   = "read a b\necho $((a + b))\n" // starts the fastest
	Python = "print(sum(map(int, input().split())))\n"
)

// Publish makes a problem that is judged quickly, since the way to the judge is tried and not the judge, and publishes an
// assessment of it.
func Publish(t testing.TB, owner *client.Client) client.Resource {
	t.Helper()
	problem := owner.Create("problems", map[string]any{"title": "Sum of two", "difficulty": "easy", "statement": "Add.", "cpuTimeMs": 500}, nil)
	to := map[string]client.Relationship{"problem": client.To("problems", problem.ID)}
	for _, sample := range []bool{true, false} {
		g := owner.Create("test-groups", map[string]any{"name": fmt.Sprintf("sample %v", sample), "sample": sample, "points": map[bool]int{true: 0, false: 100}[sample]}, to)
		owner.Create("tests", map[string]any{"name": "1", "input": "1 2\n", "answer": "3\n"}, map[string]client.Relationship{"group": client.To("test-groups", g.ID)})
	}
	for language, source := range map[string]string{"bash": Bash, "python": Python} {
		owner.Create("reference-solutions", map[string]any{"name": language, "language": language, "source": source, "expectedVerdict": "AC"}, to)
	}
	v := owner.Accept("verifications", map[string]any{}, to)
	harness.Eventually(t, 2*time.Minute, func() error {
		if v = owner.Get("/v1/verifications/" + v.ID); v.Text("state") != "passed" {
			return fmt.Errorf("the verification is %s: %v", v.Text("state"), v.Attributes["results"])
		}
		return nil
	})
	owner.Create("problem-versions", map[string]any{}, to)
	a := owner.Create("assessments", map[string]any{
		"title": "Quick sums", "timeLimitMinutes": 600,
		"sections": []any{map[string]any{"title": "All", "items": []any{map[string]any{"problemId": problem.ID}}}},
	}, nil)
	return owner.Patch("assessments", a.ID, map[string]any{"state": "published"})
}

// Candidate is somebody who has started, connected to the document of their answer.
type Candidate struct {
	Person                    *client.Client
	Attempt, Answer, Document string
	Tab                       *client.Typist
}

// invitedAtOnce is how many people one import is given.
const invitedAtOnce = 200

// Invite brings n candidates to their started attempts; their addresses begin with a name of their own.
func Invite(t testing.TB, owner *client.Client, assessment client.Resource, name, language string, n int) []*Candidate {
	t.Helper()
	var all []*Candidate
	for len(all) < n {
		var people strings.Builder
		for i := range min(n-len(all), invitedAtOnce) {
			fmt.Fprintf(&people, "%s-%d@candidates.example\n", name, len(all)+i)
		}
		sent := owner.Create("invitation-imports", map[string]any{"text": people.String()}, map[string]client.Relationship{"assessment": client.To("assessments", assessment.ID)})
		invitations := sent.Items("invitations")
		if len(invitations) == 0 {
			t.Fatalf("nobody was invited: %v", sent.Attributes["problems"])
		}
		for _, i := range invitations {
			link, _ := i["link"].(string)
			all = append(all, start(t, owner.As(""), link[strings.LastIndex(link, "/")+1:], language))
		}
	}
	return all
}

func start(t testing.TB, anyone *client.Client, token, language string) *Candidate {
	t.Helper()
	attempt := anyone.Create("attempts", map[string]any{"invitationToken": token}, nil)
	c := &Candidate{Person: anyone.As(attempt.Text("accessToken")), Attempt: attempt.ID}
	c.Person.Patch("attempts", attempt.ID, map[string]any{"state": "started"})
	c.Answer = c.Person.List("/v1/answers?filter[attempt]=" + attempt.ID)[0].ID
	c.Person.Patch("answers", c.Answer, map[string]any{"language": language})
	c.Document = c.Person.Create("documents", map[string]any{"language": language}, map[string]client.Relationship{"answer": client.To("answers", c.Answer)}).ID
	c.Tab = c.Person.Typist(c.Document)
	if err := c.Tab.Dial(context.WithoutCancel(t.Context())); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(c.Tab.Hang)
	return c
}
