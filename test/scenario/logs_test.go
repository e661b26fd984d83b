package scenario

import (
	"errors"
	"fmt"
	"maps"
	"os"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/codecraft-hq/codecraft/test/harness"
)

const (
	logsPage   = "../../docs/operations/logs.md"
	lokiConfig = "../../deploy/docker/compose/loki.yaml"
)

// TestASubmissionIsFoundInLoki asks a real one, with the configuration of the compose file, what docs/operations/logs.md says to ask.
func TestASubmissionIsFoundInLoki(t *testing.T) {
	loki, collector := harness.NewLoki(t, lokiConfig), harness.NewCollector(t)
	// That there is nobody who takes traces is a warning in the log.
	f := follow(t, "--otlp-logs", loki.URL+"/otlp/v1/logs", "--otlp-endpoint", collector.URL+"/nobody")
	fill := strings.NewReplacer("SUBMISSION", f.submission, "ATTEMPT", f.attempt, "REQUEST", f.request, "TRACE", f.trace, "USER", f.owner)
	found := 0
	for _, query := range queriesOf(t, logsPage) {
		asked := fill.Replace(query)
		ofOne := slices.ContainsFunc(slices.Collect(maps.Values(f.ids())), func(id string) bool { return strings.Contains(asked, id) })
		if ofOne {
			found++
		}
		harness.Eventually(t, patience, func() error {
			a, err := loki.Ask(asked)
			switch {
			case err == nil && a.Series == 0:
				err = errors.New("nothing to show")
			case err == nil && ofOne:
				err = untold(a.Lines)
			}
			if err != nil {
				return fmt.Errorf("%s: %w", asked, err)
			}
			return nil
		})
	}
	if found != len(f.ids()) {
		t.Errorf("%s has queries for %d of %d ids", logsPage, found, len(f.ids()))
	}
	lokiHoldsNothingPlanted(t, loki, f)
	streamsAreFew(t, loki)
}

// queriesOf are those of a page.
func queriesOf(t *testing.T, page string) (all []string) {
	t.Helper()
	text, err := os.ReadFile(page)
	if err != nil {
		t.Fatal(err)
	}
	for _, m := range regexp.MustCompile("(?s)```logql\n(.+?)\n```").FindAllStringSubmatch(string(text), -1) {
		all = append(all, m[1])
	}
	if len(all) < 8 {
		t.Fatalf("%s: %d queries were found: the reading is broken", page, len(all))
	}
	return all
}

func lokiHoldsNothingPlanted(t *testing.T, loki *harness.Loki, f followed) {
	t.Helper()
	a, err := loki.Ask(`{service_namespace="codecraft"}`)
	if err != nil || len(a.Lines) < 50 || len(a.Lines) == harness.MostLines {
		t.Fatalf("of the whole log there came %d lines, %v", len(a.Lines), err)
	}
	for _, l := range a.Lines {
		for what, text := range f.planted {
			if strings.Contains(l.Text, text) {
				t.Errorf("a line tells %s: %s", what, l.Text)
			}
		}
	}
}

// streamsAreFew: one of each service, however often it is started, and whatever it is asked.
func streamsAreFew(t *testing.T, loki *harness.Loki) {
	t.Helper()
	streams, err := loki.Streams()
	if err != nil || len(streams) != 7 {
		t.Errorf("there are %d streams, want one a process: %v, %v", len(streams), streams, err)
	}
	for _, labels := range streams {
		if len(labels) != 2 || labels["service_name"] == "" || labels["service_namespace"] == "" {
			t.Errorf("a stream has the labels %v", labels)
		}
	}
}
