package problems_test

import (
	"bufio"
	"context"
	"encoding/json"
	"errors"
	"net/http"
	"strings"
	"testing"

	"github.com/codecraft-hq/codecraft/internal/base/identity"
	"github.com/codecraft-hq/codecraft/internal/contract/execution"
	"github.com/codecraft-hq/codecraft/test/harness"
)

func (q *queue) Place(_ context.Context, x execution.Place) (execution.PlaceAnswer, error) {
	place := q.place.Load()
	if place < 0 || x.Subject.Kind != execution.SubjectKindReference || x.Subject.Round != 1 {
		return execution.PlaceAnswer{}, errors.New("nobody answers")
	}
	return execution.PlaceAnswer{Position: int(place)}, nil
}

func TestAQueuedVerificationTellsItsPlace(t *testing.T) {
	w := newWorld(t, harness.Database(t)("problems"))
	who := member(identity.Author)
	id := w.readyProblem(who, "Sum")
	w.queue.place.Store(4)
	status, doc := w.send(who, "POST", "/v1/verifications", "verifications", "", nil, "problem", id)
	if got := doc.Data.Attributes["position"]; status != 202 || got != 4.0 {
		t.Fatalf("POST answers %d with the place %v, want 4", status, got)
	}
	w.queue.place.Store(-1)
	if got, is := w.list(who, "/v1/verifications?filter%5Bproblem%5D="+id).Data[0].Attributes["position"]; is {
		t.Errorf("while execution does not answer the place is %v", got)
	}
	w.queue.place.Store(3)
	r, err := http.NewRequestWithContext(t.Context(), http.MethodGet, w.http.URL+doc.Data.Links["events"], nil)
	if err != nil {
		t.Fatal(err)
	}
	principal, _ := json.Marshal(who)
	r.Header.Set("X-Principal", string(principal))
	answer, err := http.DefaultClient.Do(r)
	if err != nil {
		t.Fatal(err)
	}
	defer answer.Body.Close()
	var told []float64
	for lines := bufio.NewScanner(answer.Body); lines.Scan(); {
		text, ok := strings.CutPrefix(lines.Text(), "data: ")
		if !ok {
			continue
		}
		var a struct {
			State    string
			Position float64
		}
		if err := json.Unmarshal([]byte(text), &a); err != nil {
			t.Fatal(err)
		}
		if a.State != "queued" && a.Position != 0 {
			t.Errorf("%s, its place is still %v", a.State, a.Position)
		}
		switch told = append(told, a.Position); a.Position {
		case 3:
			w.queue.place.Store(1)
		case 1:
			w.judgeAll()
		}
	}
	if len(told) < 3 || told[0] != 3 || told[1] != 1 {
		t.Errorf("the stream told the places %v, want 3, 1 and then none", told)
	}
}
