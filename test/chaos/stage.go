// Package chaos ends the product with kill -9 while people work, and counts what is left.
package chaos

import (
	"context"
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/codecraft-hq/codecraft/test/client"
	"github.com/codecraft-hq/codecraft/test/harness"
)

const solution = "read a b\necho $((a + b))\n"

// publishProblem makes a problem that is judged quickly: what is tried here is the way to the judge, not the judge.
func publishProblem(t *testing.T, owner *client.Client) client.Resource {
	t.Helper()
	problem := owner.Create("problems", map[string]any{"title": "Sum of two", "difficulty": "easy", "statement": "Add."}, nil)
	to := map[string]client.Relationship{"problem": client.To("problems", problem.ID)}
	for _, sample := range []bool{true, false} {
		g := owner.Create("test-groups", map[string]any{"name": fmt.Sprintf("sample %v", sample), "sample": sample, "points": map[bool]int{true: 0, false: 100}[sample]}, to)
		owner.Create("tests", map[string]any{"name": "1", "input": "1 2\n", "answer": "3\n"}, map[string]client.Relationship{"group": client.To("test-groups", g.ID)})
	}
	for language, source := range map[string]string{"bash": solution, "python": "print(sum(map(int, input().split())))\n"} {
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
		"title": "Chaos", "timeLimitMinutes": 600,
		"sections": []any{map[string]any{"title": "All", "items": []any{map[string]any{"problemId": problem.ID}}}},
	}, nil)
	return owner.Patch("assessments", a.ID, map[string]any{"state": "published"})
}

// inviteWriters brings n candidates to their started attempts, each connected to a document.
func inviteWriters(t *testing.T, owner *client.Client, assessment client.Resource, round, n int) []*writer {
	t.Helper()
	var people strings.Builder
	for i := range n {
		fmt.Fprintf(&people, "writer-%d-%d@chaos.example\n", round, i)
	}
	sent := owner.Create("invitation-imports", map[string]any{"text": people.String()}, map[string]client.Relationship{"assessment": client.To("assessments", assessment.ID)})
	var all []*writer
	for _, i := range sent.Items("invitations") {
		link, _ := i["link"].(string)
		attempt := owner.As("").Create("attempts", map[string]any{"invitationToken": link[strings.LastIndex(link, "/")+1:]}, nil)
		w := &writer{person: owner.As(attempt.Text("accessToken")), attempt: attempt.ID}
		w.person.Patch("attempts", attempt.ID, map[string]any{"state": "started"})
		w.answer = w.person.List("/v1/answers?filter[attempt]=" + attempt.ID)[0].ID
		w.person.Patch("answers", w.answer, map[string]any{"language": "bash"})
		w.document = w.person.Create("documents", map[string]any{"language": "bash"}, map[string]client.Relationship{"answer": client.To("answers", w.answer)}).ID
		w.tab = w.person.Typist(w.document)
		if err := w.tab.Dial(context.WithoutCancel(t.Context())); err != nil {
			t.Fatal(err)
		}
		t.Cleanup(w.tab.Hang)
		if err := w.tab.Append(solution); err != nil {
			t.Fatal(err)
		}
		all = append(all, w)
	}
	if len(all) != n {
		t.Fatalf("%d of %d were invited: %v", len(all), n, sent.Attributes["problems"])
	}
	return all
}
