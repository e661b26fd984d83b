package scenario

import (
	"context"
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/codecraft-hq/codecraft/test/client"
	"github.com/codecraft-hq/codecraft/test/product"
)

// patience bounds every wait of the story for something that comes by itself.
const patience = 2 * time.Minute

// typeText makes the document say text, as an editor does, and answers the version that was acknowledged.
func typeText(t *testing.T, candidate *client.Client, document client.Resource, text string) int {
	t.Helper()
	ctx, cancel := context.WithTimeout(t.Context(), patience)
	defer cancel()
	tab := candidate.Typist(document.ID)
	if err := tab.Dial(ctx); err != nil {
		t.Fatal("open the document:", err)
	}
	defer tab.Hang()
	if err := tab.Write(""); err != nil {
		t.Fatal(err)
	}
	for _, line := range strings.SplitAfter(text, "\n") {
		if err := tab.Append(line); err != nil {
			t.Fatal(err)
		}
	}
	version, err := tab.Save(ctx)
	if err != nil {
		t.Fatal("push the edits:", err)
	}
	if stored := candidate.Get("/v1/documents/" + document.ID); stored.Text("text") != text || int(stored.Number("version")) != version {
		t.Fatalf("the document after version %d was acknowledged: %v", version, stored.Attributes)
	}
	return version
}

// watchBoard opens the board as a page would, and answers a function that waits until the attempt's row shows a score.
func watchBoard(t *testing.T, recruiter *client.Client, assessment, attempt client.Resource) func(score float64) {
	ctx, cancel := context.WithTimeout(t.Context(), 3*patience)
	ready, scores := make(chan struct{}), make(chan float64, 100)
	go func() {
		defer close(scores)
		live := false
		recruiter.Events(ctx, "/v1/assessments/"+assessment.ID+"/events", "", func(e client.Event) bool {
			row, _ := e.Data["attributes"].(map[string]any)
			switch {
			case e.Name == "ready" && !live:
				live = true
				close(ready)
			case live && e.Name == "attempt" && e.Data["id"] == attempt.ID:
				score, _ := row["score"].(float64)
				scores <- score
			}
			return true
		})
	}()
	select {
	case <-ready:
	case <-ctx.Done():
		t.Fatal("the board is never ready")
	}
	return func(want float64) {
		t.Helper()
		defer cancel()
		for score := range scores {
			if score == want {
				return
			}
		}
		t.Fatalf("the board never showed the score %v", want)
	}
}

// lastEvent is the id that a new stream of the attempt begins with.
func lastEvent(t *testing.T, candidate *client.Client, attempt client.Resource) string {
	t.Helper()
	ctx, cancel := context.WithTimeout(t.Context(), patience)
	defer cancel()
	seen := candidate.Events(ctx, "/v1/attempts/"+attempt.ID+"/events", "", func(client.Event) bool { return false })
	if len(seen) != 1 || seen[0].Name != "attempt" || seen[0].ID == "" {
		t.Fatalf("a new stream begins with %v", seen)
	}
	return seen[0].ID
}

// resumeStream comes back to the stream of the attempt with the last id known: what was missed comes, once.
func resumeStream(t *testing.T, candidate *client.Client, attempt client.Resource, last string, missed client.Resource) {
	t.Helper()
	ctx, cancel := context.WithTimeout(t.Context(), patience)
	defer cancel()
	path := "/v1/attempts/" + attempt.ID + "/events"
	seen := candidate.Events(ctx, path, last, func(e client.Event) bool { return e.Name != "attempt" })
	told := false
	for _, e := range seen {
		attributes, _ := e.Data["attributes"].(map[string]any)
		told = told || e.Name == "submission" && e.Data["id"] == missed.ID && attributes["verdict"] == "WA"
		if _, shown := attributes["judgementId"]; shown {
			t.Errorf("the stream shows the judgement to the candidate: %v", e.Data)
		}
	}
	if !told {
		t.Fatalf("after %s the stream did not tell of submission %s: %v", last, missed.ID, seen)
	}
	again := candidate.Events(ctx, path, seen[len(seen)-1].ID, func(e client.Event) bool { return e.Name != "attempt" })
	if len(again) != 1 {
		t.Errorf("a stream that missed nothing tells again: %v", again)
	}
}

// takeDemo enters the demo's assessment by the link that the start printed.
func takeDemo(t *testing.T, p *product.Product) {
	t.Helper()
	anyone := client.New(t, p.URL)
	link := p.Invitation()
	if page := anyone.Raw("GET", link, http.Header{"Accept": {"text/html"}}, nil); page.Status != http.StatusOK && page.Status != http.StatusServiceUnavailable {
		t.Errorf("GET %s: %d", link, page.Status)
	}
	attempt, candidate := enter(t, anyone, strings.TrimPrefix(link, "/take/"))
	candidate.Patch("attempts", attempt.ID, map[string]any{"state": "started"})
	answers := candidate.List("/v1/answers?filter[attempt]=" + attempt.ID)
	if len(answers) == 0 || float64(len(answers)) != attempt.Number("itemCount") {
		t.Fatalf("the demo's assessment has %d problems, %v are said", len(answers), attempt.Attributes["itemCount"])
	}
	for _, a := range answers {
		if a.Text("statement") == "" || len(a.Items("samples")) == 0 {
			t.Errorf("the demo's problem %q has no statement or no samples", a.Text("title"))
		}
	}
}
