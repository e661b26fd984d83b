package monitoring_test

import (
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/codecraft-hq/codecraft/test/client"
	"github.com/codecraft-hq/codecraft/test/harness"
	"github.com/codecraft-hq/codecraft/test/product"
)

const folder = root + "deploy/monitoring/dashboards"

type dashboard struct {
	UID        string `json:"uid"`
	Title      string `json:"title"`
	Templating struct {
		List []struct {
			Name string `json:"name"`
		} `json:"list"`
	} `json:"templating"`
	Panels []struct {
		Title       string `json:"title"`
		Description string `json:"description"`
		FieldConfig struct {
			Defaults struct {
				Unit string `json:"unit"`
			} `json:"defaults"`
		} `json:"fieldConfig"`
		Targets []struct {
			Expr   string `json:"expr"`
			Legend string `json:"legendFormat"`
		} `json:"targets"`
	} `json:"panels"`
}

func dashboards(t *testing.T) (all []dashboard) {
	t.Helper()
	files, err := filepath.Glob(folder + "/*.json")
	if err != nil || len(files) < 7 {
		t.Fatalf("%d dashboards, %v", len(files), err)
	}
	for _, file := range files {
		text, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		var d dashboard
		if err := json.Unmarshal(text, &d); err != nil {
			t.Fatalf("%s: %v", file, err)
		}
		all = append(all, d)
	}
	return all
}

// dashboardsOfMetrics are those that ask Prometheus.
func dashboardsOfMetrics(t *testing.T) []dashboard {
	t.Helper()
	return slices.DeleteFunc(dashboards(t), func(d dashboard) bool { return d.UID == logsBoard })
}

// TestDashboardsAreThoseThatTheProgramWrites holds the committed files to tools/dashboards.
func TestDashboardsAreThoseThatTheProgramWrites(t *testing.T) {
	made := t.TempDir()
	command := exec.Command("go", "-C", root+"tools", "run", "./dashboards", made)
	if out, err := command.CombinedOutput(); err != nil {
		t.Fatalf("%v\n%s", err, out)
	}
	for _, pair := range [][2]string{{made, folder}, {folder, made}} {
		files, err := filepath.Glob(pair[0] + "/*.json")
		if err != nil || len(files) == 0 {
			t.Fatal(len(files), err)
		}
		for _, file := range files {
			one, err := os.ReadFile(file)
			other, otherErr := os.ReadFile(filepath.Join(pair[1], filepath.Base(file)))
			if err := errors.Join(err, otherErr); err != nil || string(one) != string(other) {
				t.Errorf("%s is not up to date: run make gen (%v)", filepath.Base(file), err)
			}
		}
	}
}

func TestPanelsAskForMetricsThatThereAre(t *testing.T) {
	names, recorded := listed(t), map[string]bool{}
	for _, r := range rules(t) {
		recorded[r.Record] = true
	}
	for _, d := range dashboardsOfMetrics(t) {
		var variables []string
		for _, v := range d.Templating.List {
			variables = append(variables, v.Name)
		}
		if strings.Join(variables, " ") != "datasource job instance" || d.UID == "" {
			t.Errorf("%s has the variables %v", d.Title, variables)
		}
		for _, p := range d.Panels {
			if p.Title == "" || !strings.HasSuffix(p.Description, ".") || p.FieldConfig.Defaults.Unit == "" || len(p.Targets) == 0 {
				t.Errorf("%s, %q: it says neither what it shows nor in what: %+v", d.Title, p.Title, p)
			}
			for _, target := range p.Targets {
				for _, name := range unknown(target.Expr, names) {
					t.Errorf("%s, %q asks for %s, which docs/metrics.md does not list", d.Title, p.Title, name)
				}
				if strings.HasPrefix(target.Expr, "codecraft:") {
					if name, _, _ := strings.Cut(target.Expr, "{"); !recorded[name] {
						t.Errorf("%s, %q asks for %s, which no rule records", d.Title, p.Title, name)
					}
				} else if strings.Count(target.Expr, `job=~"$job",instance=~"$instance"`) != len(metricName.FindAllString(target.Expr, -1)) {
					t.Errorf("%s, %q does not keep to the chosen job and instances: %s", d.Title, p.Title, target.Expr)
				}
			}
		}
	}
}

// prometheusVariable names the program that the dashboards are tried with.
const prometheusVariable = "CODECRAFT_PROMETHEUS"

// TestEveryPanelShowsSomething asks the queries of all panels of a Prometheus that scrapes a product under a little load.
func TestEveryPanelShowsSomething(t *testing.T) {
	program := os.Getenv(prometheusVariable)
	if program == "" {
		t.Skip(prometheusVariable + " is not set: DASHBOARDS ARE NOT TRIED (make check-deploy does)")
	}
	p := product.Start(t, product.Video...)
	server := startPrometheus(t, program, strings.TrimPrefix(p.Admin, "http://"))
	load := newLoad(t, p)
	harness.Eventually(t, harness.Patience, func() error {
		load.once()
		return ask(t, server)
	})
	for says, query := range map[string]string{"a panel of a metric that nobody has": "codecraft_nothing", "one whose query cannot be read": "sum("} {
		if result(server, query) == nil {
			t.Errorf("%s shows something", says)
		}
	}
}

const settings = `global: {scrape_interval: 1s, evaluation_interval: 1s}
rule_files: [%q]
scrape_configs:
  - job_name: anything
    static_configs: [{targets: [%q]}]
`

func startPrometheus(t *testing.T, program, target string) string {
	t.Helper()
	dir, addr := t.TempDir(), harness.FreeAddr(t)
	pattern, err := filepath.Abs(alerts)
	if err != nil {
		t.Fatal(err)
	}
	file := filepath.Join(dir, "prometheus.yaml")
	if err := os.WriteFile(file, fmt.Appendf(nil, settings, pattern, target), 0o600); err != nil {
		t.Fatal(err)
	}
	command := exec.CommandContext(t.Context(), program, "--config.file", file, "--storage.tsdb.path", filepath.Join(dir, "data"), "--web.listen-address", addr, "--log.level", "warn")
	command.Stderr = t.Output()
	if err := command.Start(); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = command.Wait() }) // the test's context has ended it
	return "http://" + addr
}

// ask tells which panels have an error or nothing to show.
func ask(t *testing.T, server string) error {
	fill := strings.NewReplacer("$__rate_interval", "20s", "$job", ".*", "$instance", ".*")
	var faults []error
	panels := 0
	for _, d := range dashboardsOfMetrics(t) {
		for _, p := range d.Panels {
			panels++
			for _, target := range p.Targets {
				if err := result(server, fill.Replace(target.Expr)); err != nil {
					faults = append(faults, fmt.Errorf("%s, %q: %w: %s", d.Title, p.Title, err, target.Expr))
				}
			}
		}
	}
	if len(faults) == 0 {
		t.Logf("%d panels show something", panels)
	}
	return errors.Join(faults...)
}

func result(server, query string) error {
	r, err := http.Get(server + "/api/v1/query?query=" + url.QueryEscape(query))
	if err != nil {
		return err
	}
	defer r.Body.Close()
	text, err := io.ReadAll(r.Body)
	if err != nil {
		return err
	}
	var answer struct {
		Status, Error string
		Data          struct{ Result []any }
	}
	if err := json.Unmarshal(text, &answer); err != nil {
		return fmt.Errorf("%w: %s", err, text)
	}
	switch {
	case answer.Status != "success":
		return errors.New(answer.Error)
	case len(answer.Data.Result) == 0:
		return errors.New("nothing to show")
	}
	return nil
}

// load is what a few people do.
type load struct {
	t       *testing.T
	anyone  *client.Client
	owner   *client.Client
	program int
}

func newLoad(t *testing.T, p *product.Product) *load {
	anyone := client.New(t, p.URL)
	return &load{t: t, anyone: anyone, owner: anyone.SignIn("owner@demo.example", product.Password)}
}

// once reads a page of each service, signs in, and runs programs: one that is new, one that was compiled before, and one that is refused.
func (l *load) once() {
	l.t.Helper()
	for _, path := range []string{"/v1/users", "/v1/problems", "/v1/languages", "/v1/assessments", "/v1/interviews", "/v1/nothing"} {
		l.owner.Raw(http.MethodGet, path, nil, nil)
	}
	l.anyone.SignIn("author@demo.example", product.Password)
	l.program++
	for _, source := range []string{fmt.Sprintf("int main(void) { return %d; }", l.program%100), "int main(void) { return 0; }"} {
		for _, language := range []string{"c", "brainfog"} {
			body, err := json.Marshal(map[string]any{"data": map[string]any{"type": "runs", "attributes": map[string]any{"language": language, "source": source}}})
			if err != nil {
				l.t.Fatal(err)
			}
			l.owner.Raw(http.MethodPost, "/v1/runs?waitForEnd=true", nil, body)
		}
	}
}
