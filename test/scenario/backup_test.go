package scenario

import (
	"bufio"
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"maps"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/codecraft-hq/codecraft/internal/base/db"
	"github.com/codecraft-hq/codecraft/internal/base/ids"
	"github.com/codecraft-hq/codecraft/test/client"
	"github.com/codecraft-hq/codecraft/test/form"
	"github.com/codecraft-hq/codecraft/test/harness"
	"github.com/codecraft-hq/codecraft/test/product"
)

// TestABackupIsAnInstallation: of a product in which everything has happened, and somebody types, a backup is restored
// elsewhere. People sign in there, see what they saw, and go on; what was being judged is judged.
func TestABackupIsAnInstallation(t *testing.T) {
	t.Parallel()
	t.Run("SQLite", func(t *testing.T) {
		form.Whole(t, "the same on PostgreSQL")
		moves(t, func() []string { return nil })
	})
	t.Run("PostgreSQL", func(t *testing.T) {
		moves(t, func() []string { return []string{"--database-url", harness.Postgres(t)} })
	})
}

// moves is given the flags of an empty database, each time of another one.
func moves(t *testing.T, database func() []string) {
	here, there := database(), database()
	p := product.StartEmpty(t, append([]string{"--auth-access-ttl", "1h"}, here...)...) // tokens are to outlive all of it
	w := newWorld(t, p)
	w.settled(t)
	w.leaveRecording(t, slices.Concat([]string{filepath.Join(p.Data, "databases")}, here)[len(here)])
	owner := w.anyone.SignIn(product.Owner, product.Password)
	var before map[string]string
	harness.Eventually(t, patience, func() error {
		last := before
		if before = w.look(t, owner, p.URL); !maps.Equal(last, before) {
			return errors.New("what there is to see changes still")
		}
		return nil
	})

	file := filepath.Join(t.TempDir(), "today.tar.zst")
	at := append([]string{"--data", p.Data}, here...)
	said, stop := w.typeOn(t)
	atLeast := said()
	judging := w.submitSlow(t)
	out, errOut, err := command(t, append([]string{"backup", "--json", file}, at...)...)
	atMost := stop()
	if err != nil {
		t.Fatalf("backup: %v\n%s%s", err, out, errOut)
	}
	tells(t, file, out, errOut)
	killed(t, at, database())

	data := filepath.Join(t.TempDir(), "elsewhere")
	to := append([]string{"--data", data}, there...)
	refusesHalf(t, file, to, data)
	if out, errOut, err = command(t, append([]string{"restore", file}, to...)...); err != nil || !strings.Contains(out, "restored from "+file) || !strings.Contains(out, "5 services") {
		t.Fatalf("restore: %v\n%s%s", err, out, errOut)
	}
	p.Stop()
	q := product.Open(t, data, append([]string{"--execution-grace", "5s", "--assessments-late", "5s"}, there...)...)
	again := *owner // with the token from before: the keys that signed it have come along
	again.Base = q.URL
	differs(t, before, w.look(t, &again, q.URL))
	anew := client.New(t, q.URL).SignIn(product.Owner, product.Password)
	text := anew.Get("/v1/documents/" + w.othersIDs["documents"]).Text("text")
	if !strings.HasPrefix(text, atLeast) || !strings.HasPrefix(atMost, text) {
		t.Errorf("what was typed is restored as\n%q\nbefore the backup it was\n%q\nand after it\n%q", text, atLeast, atMost)
	}
	if all := anew.List("/v1/recordings?filter[interview]=" + w.ids["interviews"]); len(all) != 1 || all[0].Text("state") != "failed" || !strings.Contains(all[0].Text("reason"), "backup") {
		t.Errorf("the recording that went on at the backup is %+v", all)
	}
	w.judged(t, q.URL, judging)
	candidate := *w.candidate
	candidate.Base = q.URL
	version := typeText(t, &candidate, candidate.Get("/v1/documents/"+w.ids["documents"]), rightPython)
	submitAndSee(t, &candidate, candidate.Get("/v1/answers/"+w.ids["answers"]), version, "AC", 100)
}

// leaveRecording leaves the row of a recording that goes on, whose files are elsewhere.
func (w *world) leaveRecording(t *testing.T, address string) {
	t.Helper()
	d, err := db.Open(t.Context(), db.Config{URL: address, Schema: "interviews"})
	if err != nil {
		t.Fatal(err)
	}
	defer d.Close()
	_, err = db.Exec(t.Context(), d, `INSERT INTO recordings (id, organization_id, interview_id, spool, state, reason, failing, started_at, files)
		VALUES ($1, $2, $3, 'elsewhere', 'recording', '', FALSE, $4, '[]')`, ids.New[ids.Recording](), w.ids["organizations"], w.ids["interviews"], time.Now())
	if err != nil {
		t.Fatal(err)
	}
}

// submitSlow hands in what is still judged when a backup is made, and answers its id.
func (w *world) submitSlow(t *testing.T) string {
	t.Helper()
	version := typeText(t, w.foreigner, w.foreigner.Get("/v1/documents/"+w.foreignIDs["documents"]), "import time\ntime.sleep(1)\n"+rightPython)
	return w.foreigner.Accept("submissions", map[string]any{"documentVersion": version}, map[string]client.Relationship{"answer": client.To("answers", w.foreignIDs["answers"])}).ID
}

func (w *world) judged(t *testing.T, address, submission string) {
	t.Helper()
	foreigner := *w.foreigner
	foreigner.Base = address
	harness.Eventually(t, 2*time.Minute, func() error {
		if s := foreigner.Get("/v1/submissions/" + submission); s.Text("verdict") != "AC" {
			return fmt.Errorf("what was being judged at the backup is %v", s.Attributes)
		}
		return nil
	})
}

// look is what is answered to questions about everything that lasts, without the addresses in it.
func (w *world) look(t *testing.T, owner *client.Client, address string) map[string]string {
	t.Helper()
	seen := map[string]string{}
	for _, path := range []string{
		"problems", "problems/{problems}", "problems/{problems}/pictures/" + pictureName, "test-groups?filter[problem]={problems}",
		"tests?filter[group]={test-groups}", "reference-solutions?filter[problem]={problems}", "verifications?filter[problem]={problems}",
		"problem-versions?filter[problem]={problems}", "assessments", "assessments/{assessments}/results.csv",
		"submissions?filter[attempt]={attempts}", "submissions/{submissions}", "judgements/{judgements}", "rejudgings",
		"answers?filter[attempt]={attempts}", "documents/{documents}", "activities?filter[attempt]={attempts}",
		"memberships", "member-invitations", "users/{users}", "organizations",
		"interview-messages?filter[interview]={interviews}", "interview-files/{interview-files}", "interview-problems?filter[interview]={interviews}",
		"interview-boards/{interviews}", "interview-drawings?filter[interview]={interviews}",
		"notes?filter[interview]={interviews}", "scorecards?filter[interview]={interviews}",
	} {
		for noun, id := range w.ids {
			path = strings.ReplaceAll(path, "{"+noun+"}", id)
		}
		a := owner.Raw(http.MethodGet, "/v1/"+path, http.Header{"Accept": {"*/*"}}, nil)
		if a.Status != http.StatusOK || len(a.Body) == 0 {
			t.Fatalf("GET %s: %d %s", path, a.Status, a.Body)
		}
		seen[path] = strings.ReplaceAll(string(a.Body), address, "")
	}
	return seen
}

func differs(t *testing.T, before, after map[string]string) {
	t.Helper()
	for path, want := range before {
		if after[path] != want {
			t.Errorf("GET %s answers\n%s\nwhere it answered\n%s", path, after[path], want)
		}
	}
}

// typeOn has the other candidate write line after line. said waits until something was acknowledged and answers all of it;
// stop ends it and does.
func (w *world) typeOn(t *testing.T) (said, stop func() string) {
	t.Helper()
	tab := w.other.Typist(w.othersIDs["documents"])
	if err := tab.Dial(t.Context()); err != nil {
		t.Fatal(err)
	}
	end, acknowledged := make(chan struct{}), make(chan string)
	go func() {
		defer close(acknowledged)
		defer tab.Hang()
		text := "# " + codeOfOther + "\n"
		tick := time.NewTicker(50 * time.Millisecond)
		defer tick.Stop()
		for n := 0; ; n++ {
			select {
			case <-end:
				acknowledged <- text
				return
			case acknowledged <- text:
			case <-tick.C:
			}
			line := fmt.Sprintf("line %d\n", n)
			err := tab.Append(line)
			if err == nil {
				_, err = tab.Save(t.Context())
			}
			if err != nil {
				t.Error("somebody who types is disturbed:", err)
				return
			}
			text += line
		}
	}()
	stop = func() (text string) {
		close(end)
		for text = range acknowledged {
			continue // the last one is the answer
		}
		return text
	}
	return func() string { return <-acknowledged }, stop
}

func command(t *testing.T, args ...string) (out, errOut string, err error) {
	t.Helper()
	c := exec.CommandContext(t.Context(), product.Binary(t), args...)
	var o, e bytes.Buffer
	c.Stdout, c.Stderr = &o, &e
	err = c.Run()
	return o.String(), e.String(), err
}

// tells demands that a backup says what is in it, and that only its owner reads it.
func tells(t *testing.T, file, out, errOut string) {
	t.Helper()
	var report struct {
		File         string
		Bytes, Blobs int64
		MadeAt       time.Time
		Services     []struct{ Name string }
	}
	if err := json.Unmarshal([]byte(out), &report); err != nil {
		t.Fatal(err, out)
	}
	info, err := os.Stat(file)
	if err != nil || info.Mode() != 0o600 || info.Size() != report.Bytes || report.File != file || report.Blobs < 5 || len(report.Services) != 5 || report.MadeAt.IsZero() {
		t.Errorf("%v, %v is told of as %+v", info, err, report)
	}
	for _, part := range []string{"auth: copied", "interviews: copied", "blobs: "} {
		if !strings.Contains(errOut, part) {
			t.Errorf("standard error says nothing of %q: %s", part, errOut)
		}
	}
}

// killed ends a backup in its middle at once: no file has the name of the archive, or else it is a whole one.
func killed(t *testing.T, at, empty []string) {
	t.Helper()
	file := filepath.Join(t.TempDir(), "killed.tar.zst")
	c := exec.Command(product.Binary(t), append([]string{"backup", file}, at...)...)
	says, err := c.StderrPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := c.Start(); err != nil {
		t.Fatal(err)
	}
	if _, err := bufio.NewReader(says).ReadString('\n'); err != nil {
		t.Error(err)
	}
	_ = c.Process.Kill()
	_ = c.Wait()
	if _, err := os.Stat(file); errors.Is(err, os.ErrNotExist) {
		return
	}
	args := append([]string{"restore", file, "--data", filepath.Join(t.TempDir(), "data")}, empty...)
	if out, errOut, err := command(t, args...); err != nil {
		t.Errorf("a backup that was killed left what is no whole archive: %v\n%s%s", err, out, errOut)
	}
}

// refusesHalf restores half of the archive: in vain, and nothing is written.
func refusesHalf(t *testing.T, file string, to []string, data string) {
	t.Helper()
	whole, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	half := filepath.Join(t.TempDir(), "half.tar.zst")
	if err := os.WriteFile(half, whole[:len(whole)/2], 0o600); err != nil {
		t.Fatal(err)
	}
	out, errOut, err := command(t, append([]string{"restore", half}, to...)...)
	if err == nil || out != "" || !strings.Contains(errOut, "half.tar.zst ends too soon") {
		t.Errorf("half of an archive: %v\n%s%s", err, out, errOut)
	}
	if _, err := os.Stat(data); !errors.Is(err, os.ErrNotExist) {
		t.Errorf("it was written to %s: %v", data, err)
	}
}
