package scenario

import (
	"encoding/json"
	"fmt"
	"net/http"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/codecraft-hq/codecraft/internal/app/operations"
	"github.com/codecraft-hq/codecraft/test/client"
	"github.com/codecraft-hq/codecraft/test/harness"
	"github.com/codecraft-hq/codecraft/test/product"
)

// overview is what somebody who runs the installation is told, and its text.
func overview(who *client.Client) (o operations.Overview, text string, err error) {
	a := who.Raw("GET", "/v1/operations", nil, nil)
	if a.Status != http.StatusOK {
		return o, "", fmt.Errorf("GET /v1/operations: %d %s", a.Status, a.Body)
	}
	var document struct {
		Data struct{ Attributes operations.Overview }
	}
	err = json.Unmarshal(a.Body, &document)
	return document.Data.Attributes, string(a.Body), err
}

// allReady waits until every part is.
func allReady(t *testing.T, who *client.Client) (o operations.Overview, text string) {
	t.Helper()
	harness.Eventually(t, patience, func() (err error) {
		if o, text, err = overview(who); err != nil {
			return err
		}
		for _, part := range o.Parts {
			if part.State != operations.Ready {
				return fmt.Errorf("%s is %s: %s", part.Name, part.State, part.Reason)
			}
		}
		if len(o.Parts) != 8 || len(o.Queue) != 2 || len(o.Workers) != 1 || o.Workers[0].Slots < 1 || !slices.ContainsFunc(o.Languages, func(l operations.LanguageState) bool { return l.Workers == 1 && len(l.Versions) == 1 }) {
			return fmt.Errorf("there are %d parts, the queue %+v, the workers %+v, and the languages %+v", len(o.Parts), o.Queue, o.Workers, o.Languages)
		}
		return nil
	})
	return o, text
}

// TestOperationsInOneProcess: the whole installation is told of to who set it up, without a secret that it was given, and to nobody else.
func TestOperationsInOneProcess(t *testing.T) {
	t.Parallel()
	p := product.StartEmpty(t, "--smtp-password", "planted-4720", "--dropin-token", "planted-4721", "--log-format", "json")
	anyone := client.New(t, p.URL)
	owner := anyone.SignIn(product.Owner, product.Password)
	o, text := allReady(t, owner)
	if len(o.Processes) != 1 || o.Processes[0].Silent || len(o.Processes[0].Services) != 7 {
		t.Errorf("the processes are %+v", o.Processes)
	}
	for name, want := range map[string]operations.Setting{
		"smtp-password": {Value: "set", From: "flag"}, "log-format": {Value: "json", From: "flag"}, "drain": {Value: "20s", From: "default"},
	} {
		want.Name = name
		if !slices.Contains(o.Processes[0].Settings, want) {
			t.Errorf("the settings lack %+v: %+v", want, o.Processes[0].Settings)
		}
	}
	if strings.Contains(text, "planted") {
		t.Errorf("a secret is told: %s", text)
	}
	anyone.Create("users", map[string]any{"email": "stranger@second.example", "password": product.Password, "name": "Stranger", "organizationName": "Second"}, nil)
	for says, who := range map[string]*client.Client{
		"another organization's owner": anyone.SignIn("stranger@second.example", product.Password),
		"an interviewer":               p.Member(owner, "interviewer@first.example", "interviewer"),
	} {
		refused(t, says, who.Raw("GET", "/v1/operations", nil, nil), http.StatusForbidden)
	}
	if _, _, err := overview(p.Member(owner, "admin@first.example", "admin")); err != nil {
		t.Error("an administrator:", err)
	}
}

// TestOperationsInSplitProcesses: each process tells how it is; one that was killed stays as it was, with its age.
func TestOperationsInSplitProcesses(t *testing.T) {
	t.Parallel()
	p := product.StartEmptySplit(t, product.Neighbours{Database: harness.Postgres(t), NATS: harness.NATSServer(t)})
	owner := client.New(t, p.URL).SignIn(product.Owner, product.Password)
	o, _ := allReady(t, owner)
	if len(o.Processes) != 7 {
		t.Errorf("there are %d processes", len(o.Processes))
	}
	began := time.Now().Add(-time.Minute)
	p.KillModule("problems")
	harness.Eventually(t, patience, func() error {
		o, _, err := overview(owner)
		at := slices.IndexFunc(o.Parts, func(part operations.Part) bool { return part.Name == "problems" })
		if err != nil || at < 0 || o.Parts[at].State != operations.Silent || !strings.Contains(o.Parts[at].Reason, "has not been heard of since") {
			return fmt.Errorf("after its end problems is told of as %+v, %w", o.Parts, err)
		}
		last := slices.IndexFunc(o.Processes, func(process operations.Process) bool { return slices.Contains(process.Services, "problems") })
		if last < 0 || !o.Processes[last].Silent || o.Processes[last].ToldAt.Before(began) || o.Processes[last].Goroutines == 0 {
			return fmt.Errorf("the process is told of as %+v", o.Processes)
		}
		return nil
	})
	p.RestartModule("problems")
	harness.Eventually(t, patience, func() error {
		o, _, err := overview(owner)
		at := slices.IndexFunc(o.Parts, func(part operations.Part) bool { return part.Name == "problems" })
		if err != nil || at < 0 || o.Parts[at].State != operations.Degraded || o.Parts[at].Processes != 2 {
			return fmt.Errorf("begun again problems is told of as %+v, %w", o.Parts, err)
		}
		return nil
	})
}
