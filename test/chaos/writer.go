// Package chaos ends the product with kill -9 while people work, and counts what is left.
package chaos

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/google/uuid"

	"github.com/codecraft-hq/codecraft/test/client"
	"github.com/codecraft-hq/codecraft/test/exam"
)

// perWriter is how many submissions a candidate may make in a minute.
const perWriter = 10

// writer is a candidate who edits and submits, and remembers what they were told is kept.
type writer struct {
	*exam.Candidate

	edits       []string // lines whose version was acknowledged
	version     int      // the last one acknowledged
	submissions []string // accepted with 202
	repeated    int      // sent again because no answer came
}

// inviteWriters brings n candidates to their documents, each with a solution that is not saved yet.
func inviteWriters(t *testing.T, owner *client.Client, assessment client.Resource, round, n int) []*writer {
	t.Helper()
	var all []*writer
	for _, candidate := range exam.Invite(t, owner, assessment, fmt.Sprintf("writer-%d", round), "bash", n) {
		if err := candidate.Tab.Append(exam.Bash); err != nil {
			t.Fatal(err)
		}
		all = append(all, &writer{Candidate: candidate})
	}
	return all
}

// work edits and submits for as long as more says, at most perWriter times, until all is accepted. back waits until the
// product is there again after a lost connection.
func (w *writer) work(ctx context.Context, more func(n int) bool, accepted func(), back func() error) error {
	for n := 1; n <= perWriter && more(n); n++ {
		line := fmt.Sprintf("# edit %d of %s", n, w.Attempt)
		if err := w.Tab.Append(line + "\n"); err != nil {
			return err
		}
		if err := w.save(ctx, back); err != nil {
			return fmt.Errorf("edit %d: %w", n, err)
		}
		w.edits = append(w.edits, line)
		id, err := w.submit(back)
		if err != nil {
			return fmt.Errorf("submission %d: %w", n, err)
		}
		w.submissions = append(w.submissions, id)
		accepted()
	}
	return nil
}

func (w *writer) save(ctx context.Context, back func() error) error {
	version, err := w.Tab.Save(ctx)
	for err != nil {
		if err := back(); err != nil {
			return err
		}
		if err = w.Tab.Dial(ctx); err == nil {
			version, err = w.Tab.Save(ctx)
		}
	}
	w.version = version
	return err
}

func (w *writer) submit(back func() error) (string, error) {
	body, err := json.Marshal(map[string]any{"data": client.Resource{
		Type: "submissions", Attributes: map[string]any{"documentVersion": w.version},
		Relationships: map[string]client.Relationship{"answer": client.To("answers", w.Answer)},
	}})
	if err != nil {
		return "", err
	}
	header := http.Header{"Idempotency-Key": {uuid.NewString()}}
	for {
		a, err := w.Person.Try("POST", "/v1/submissions", header, body)
		switch {
		case err == nil && a.Status == http.StatusAccepted:
			var r client.Resource
			err := json.Unmarshal(a.Data, &r)
			return r.ID, err
		case err == nil && a.Status == http.StatusConflict && strings.Contains(string(a.Body), "request_running"): // the try before it goes on
		case err == nil && a.Status < 500 && a.Status != http.StatusTooManyRequests: // tries that failed count for the limit
			return "", fmt.Errorf("%d %s", a.Status, a.Body)
		}
		w.repeated++
		if err := back(); err != nil {
			return "", err
		}
	}
}

// pause before the next try; its error ends the tries.
func pause(ctx context.Context) error {
	select {
	case <-time.After(100 * time.Millisecond):
		return nil
	case <-ctx.Done():
		return ctx.Err()
	}
}

// outcome is what staff see of a writer's work once all is judged.
type outcome struct {
	submissions, judgements, activities int
}

// check demands that all the writer was told is kept is there, once.
func (w *writer) check(owner *client.Client) (outcome, error) {
	var o outcome
	kept := map[string]int{}
	for _, s := range owner.List("/v1/submissions?page[size]=100&filter[attempt]=" + w.Attempt) {
		if s.Text("state") != "judged" {
			return o, errNotYet
		}
		o.submissions++
		kept[s.ID] = 0
		if s.Text("verdict") != "AC" || s.Number("score") != 100 {
			return o, fmt.Errorf("submission %s: %s with %v points", s.ID, s.Text("verdict"), s.Number("score"))
		}
		judgements := owner.List("/v1/judgements?filter[subjectId]=" + s.ID)
		if len(judgements) != 1 || judgements[0].Text("state") != "finished" || judgements[0].Number("round") != 1 || judgements[0].ID != s.Text("judgementId") {
			return o, fmt.Errorf("submission %s has %d judgements: %v", s.ID, len(judgements), judgements)
		}
		o.judgements++
	}
	for _, id := range w.submissions {
		if _, there := kept[id]; !there {
			return o, fmt.Errorf("submission %s was accepted and is lost", id)
		}
	}
	if o.submissions != len(w.submissions) { // those that were sent again because no answer came are the same ones
		return o, fmt.Errorf("%d submissions are there, %d were accepted and %d sent again", o.submissions, len(w.submissions), w.repeated)
	}
	for _, a := range owner.List("/v1/activities?page[size]=500&filter[attempt]=" + w.Attempt) {
		if data, _ := a.Attributes["data"].(map[string]any); a.Text("kind") == "judged" {
			id, _ := data["submissionId"].(string)
			kept[id]++
			o.activities++
		}
	}
	for id, times := range kept {
		if times != 1 {
			return o, fmt.Errorf("the timeline tells %d times that submission %s is judged", times, id)
		}
	}
	return o, w.checkText()
}

// errNotYet says that the judge is still at work.
var errNotYet = errors.New("not everything is judged yet")

func (w *writer) checkText() error {
	d := w.Person.Get("/v1/documents/" + w.Document)
	if int(d.Number("version")) < w.version {
		return fmt.Errorf("version %d was acknowledged, the document is at %v", w.version, d.Number("version"))
	}
	want := exam.Bash + strings.Join(w.edits, "\n") + "\n"
	if d.Text("text") != want {
		return fmt.Errorf("acknowledged: %q; kept: %q", want, d.Text("text"))
	}
	return nil
}

// since is a duration as figures show it.
func since(t time.Time) time.Duration { return time.Since(t).Round(10 * time.Millisecond) }
