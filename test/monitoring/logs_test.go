package monitoring_test

import (
	"errors"
	"fmt"
	"strings"
	"testing"

	"github.com/codecraft-hq/codecraft/test/harness"
	"github.com/codecraft-hq/codecraft/test/product"
)

// logsBoard is the one dashboard that asks Loki.
const logsBoard = "codecraft-logs"

// chosenLines are the streams of the services that are chosen in it.
const chosenLines = `{service_namespace="codecraft",service_name=~"$service"}`

func boardOfLogs(t *testing.T) dashboard {
	t.Helper()
	for _, d := range dashboards(t) {
		if d.UID == logsBoard {
			return d
		}
	}
	t.Fatalf("there is no dashboard %s", logsBoard)
	return dashboard{}
}

func TestPanelsOfTheLogsKeepToWhatIsChosen(t *testing.T) {
	d := boardOfLogs(t)
	var variables []string
	for _, v := range d.Templating.List {
		variables = append(variables, v.Name)
	}
	if strings.Join(variables, " ") != "datasource service id" || len(d.Panels) < 6 {
		t.Errorf("it has the variables %v and %d panels", variables, len(d.Panels))
	}
	for _, p := range d.Panels {
		if p.Title == "" || !strings.HasSuffix(p.Description, ".") || len(p.Targets) == 0 {
			t.Errorf("%q: it does not say what it shows: %+v", p.Title, p)
		}
		for _, target := range p.Targets {
			if strings.Count(target.Expr, chosenLines) != strings.Count(target.Expr, "service_namespace") || !strings.Contains(target.Expr, chosenLines) {
				t.Errorf("%q does not keep to the chosen services: %s", p.Title, target.Expr)
			}
		}
	}
}

// TestEveryPanelOfTheLogsShowsSomething asks the panels' queries of a Loki that a product under a little load sends its log to.
func TestEveryPanelOfTheLogsShowsSomething(t *testing.T) {
	loki, collector := harness.NewLoki(t, root+"deploy/docker/compose/loki.yaml"), harness.NewCollector(t)
	// That there is nobody who takes traces is a warning in the log.
	p := product.Start(t, "--otlp-logs", loki.URL+"/otlp/v1/logs", "--otlp-endpoint", collector.URL+"/nobody")
	load := newLoad(t, p)
	fill := strings.NewReplacer("$__auto", "5m", "$service", ".*", "$id", "")
	panels := boardOfLogs(t).Panels
	harness.Eventually(t, harness.Patience, func() error {
		load.once()
		var faults []error
		for _, p := range panels {
			for _, target := range p.Targets {
				a, err := loki.Ask(fill.Replace(target.Expr))
				if err == nil && a.Series == 0 {
					err = errors.New("nothing to show")
				}
				if err != nil {
					faults = append(faults, fmt.Errorf("%q: %w: %s", p.Title, err, target.Expr))
				}
			}
		}
		return errors.Join(faults...)
	})
	for says, query := range map[string]string{"a panel of what nobody logs": `{service_namespace="codecraft"} |= "nothing of this kind"`, "one whose query cannot be read": `{service_namespace=`} {
		if a, err := loki.Ask(query); err == nil && a.Series > 0 {
			t.Errorf("%s shows something", says)
		}
	}
	t.Logf("%d panels show something", len(panels))
}
