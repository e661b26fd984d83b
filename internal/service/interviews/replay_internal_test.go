package interviews

import (
	"context"
	"fmt"
	"slices"
	"testing"
	"time"

	"github.com/codecraft-hq/codecraft/internal/base/db"
	"github.com/codecraft-hq/codecraft/internal/base/identity"
	"github.com/codecraft-hq/codecraft/internal/base/ids"
	"github.com/codecraft-hq/codecraft/internal/engine/collab/edit"
	"github.com/codecraft-hq/codecraft/internal/service/interviews/call"
	"github.com/codecraft-hq/codecraft/internal/service/interviews/participant"
	"github.com/codecraft-hq/codecraft/internal/service/interviews/workspace"
	"github.com/codecraft-hq/codecraft/test/client"
)

// wrote has Kim and the host write in one file, a minute apart, and answers it.
func (r *room) wrote(t *testing.T, texts ...string) client.Resource {
	t.Helper()
	for i, text := range texts {
		who := []context.Context{r.kims, r.hosts}[i%2]
		r.at = r.at.Add(time.Minute)
		must(t, r.workspaces.Write(who, workspace.File{Interview: r.ID, Path: "main.py", Language: "python"}, text))
	}
	return r.list(r.kim, "interview-files")[0]
}

// replayed applies the edits of a log to the text that it begins with.
func replayed(t *testing.T, log client.Resource) string {
	t.Helper()
	text := edit.NewDocument(log.Text("text"))
	for _, e := range log.Attributes["edits"].([]any) {
		changes, err := edit.ParseChangeSet([]byte(e.(map[string]any)["changes"].(string)))
		must(t, err)
		text, err = text.Apply(changes)
		must(t, err)
	}
	return text.String()
}

// TestAnInterviewCanBeGoneThroughAgain: all that happened in its order, and each edit with its author and time, also of a file that was removed.
func TestAnInterviewCanBeGoneThroughAgain(t *testing.T) {
	each(t, func(t *testing.T, w *world) {
		r := w.room(t)
		began := r.at
		f := r.wrote(t, "one\n", "two\n", "three\n")
		r.kim.Create("interview-messages", map[string]any{"text": "Done"}, r.to)
		r.host.Create("interview-messages", map[string]any{"text": "Early", "audience": "interviewers"}, r.to)
		must(t, r.workspaces.RemoveFile(r.kims, ids.Document(f.ID)))

		var told []string
		for _, e := range r.list(r.host, "timeline-entries") {
			told = append(told, fmt.Sprint(e.Text("kind"), " by ", e.Text("name"), " to ", e.Text("audience")))
		}
		want := []string{"joined by Grace Hopper to interviewers", "file by Kim to all", "message by Kim to all", "message by Grace Hopper to interviewers", "file by Kim to all"}
		if !slices.Equal(told, want) {
			t.Errorf("the timeline has %q, want %q", told, want)
		}

		whole := r.host.Get("/v1/interview-file-logs/" + f.ID)
		if got := replayed(t, whole); got != "one\ntwo\nthree\n" || whole.Number("version") != 3 || whole.Text("path") != "main.py" {
			t.Errorf("the log says %q: %+v", got, whole.Attributes)
		}
		second := whole.Attributes["edits"].([]any)[1].(map[string]any)
		if second["at"] != began.Add(2*time.Minute).Format(time.RFC3339) || second["participantId"] == string(r.invited.ID) || second["participantId"] == "" {
			t.Errorf("the second edit is %+v", second)
		}
		rest := r.host.Get("/v1/interview-file-logs/" + f.ID + "?fromVersion=2")
		if rest.Text("text") != "one\ntwo\n" || replayed(t, rest) != "one\ntwo\nthree\n" || rest.Number("fromVersion") != 2 {
			t.Errorf("from version 2 on it is %+v", rest.Attributes)
		}
		for asked, want := range map[string]string{"4": "version_not_found", "-1": "version_malformed", "x": "version_malformed"} {
			if got := r.host.Raw("GET", "/v1/interview-file-logs/"+f.ID+"?fromVersion="+asked, nil, nil); code(got) != want {
				t.Errorf("from version %s on: %d %s", asked, got.Status, got.Body)
			}
		}
	})
}

// TestWhoReplaysAnInterviewIsKept once an hour, whatever they read of it.
func TestWhoReplaysAnInterviewIsKept(t *testing.T) {
	each(t, func(t *testing.T, w *world) {
		r := w.room(t)
		f := r.wrote(t, "one\n")
		for _, later := range []time.Duration{0, 0, time.Hour} {
			r.at = r.at.Add(later)
			r.list(r.host, "timeline-entries")
		}
		r.at = r.at.Add(time.Hour)
		r.host.Get("/v1/interview-file-logs/" + f.ID)
		reads, err := db.Select[string](t.Context(), w.db, `SELECT reader FROM replay_reads WHERE interview_id = $1`, r.ID)
		must(t, err)
		host := string(identity.From(r.hosts).User)
		if !slices.Equal(reads, []string{host, host, host}) {
			t.Errorf("kept is %v", reads)
		}
	})
}

// TestAReplayIsForNoCandidateAndNoObserver, though they are members who may read interviews.
func TestAReplayIsForNoCandidateAndNoObserver(t *testing.T) {
	each(t, func(t *testing.T, w *world) {
		r := w.room(t)
		f := r.wrote(t, "one\n")
		for _, role := range []string{participant.Candidate, participant.Observer} {
			member := w.member(t, identity.Recruiter)
			w.invite(t, r.Interview, addressOf(identity.From(member).User), func(p *participant.Participant) { p.Role = role })
			_, err := w.calls.Join(member, r.ID, call.Knock{Tab: tab})
			must(t, err)
			who := r.as(t, member)
			if got := who.Raw("GET", "/v1/timeline-entries?filter[interview]="+string(r.ID), nil, nil); code(got) != "replay_foreign" {
				t.Errorf("as %s: %d %s", role, got.Status, got.Body)
			}
			if got := who.Raw("GET", "/v1/interview-file-logs/"+f.ID, nil, nil); got.Status != 404 {
				t.Errorf("as %s the log answers %d %s", role, got.Status, got.Body)
			}
		}
	})
}
