package monitoring_test

import (
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/goccy/go-yaml"
)

const (
	root     = "../../"
	alerts   = root + "deploy/monitoring/alerts/*.yaml"
	cases    = root + "deploy/monitoring/tests/*.yaml"
	runbooks = "docs/operations/runbooks/"
	website  = "https://github.com/codecraft-hq/codecraft/blob/main/"
)

type rule struct {
	Alert       string            `yaml:"alert"`
	Record      string            `yaml:"record"`
	Expr        string            `yaml:"expr"`
	Labels      map[string]string `yaml:"labels"`
	Annotations map[string]string `yaml:"annotations"`
}

type ruleFile struct {
	Groups []struct {
		Rules []rule `yaml:"rules"`
	} `yaml:"groups"`
}

type testFile struct {
	Tests []struct {
		Alerts []struct {
			Name     string `yaml:"alertname"`
			Expected []any  `yaml:"exp_alerts"`
		} `yaml:"alert_rule_test"`
	} `yaml:"tests"`
}

func read[T any](t *testing.T, pattern string) (all []T) {
	t.Helper()
	files, err := filepath.Glob(pattern)
	if err != nil || len(files) == 0 {
		t.Fatalf("%s: %d files, %v", pattern, len(files), err)
	}
	for _, file := range files {
		text, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		var one T
		if err := yaml.Unmarshal(text, &one); err != nil {
			t.Fatalf("%s: %v", file, err)
		}
		all = append(all, one)
	}
	return all
}

func rules(t *testing.T) (all []rule) {
	t.Helper()
	for _, f := range read[ruleFile](t, alerts) {
		for _, g := range f.Groups {
			all = append(all, g.Rules...)
		}
	}
	if len(all) < 20 {
		t.Fatalf("%d rules were found: the reading is broken", len(all))
	}
	return all
}

// listed are the metrics of docs/metrics.md, as series are called: a histogram has three.
func listed(t *testing.T) map[string]bool {
	t.Helper()
	page, err := os.ReadFile(root + "docs/metrics.md")
	if err != nil {
		t.Fatal(err)
	}
	names := map[string]bool{}
	for _, m := range regexp.MustCompile("(?m)^\\| `(\\w+)` \\| (\\w+)").FindAllStringSubmatch(string(page), -1) {
		if m[2] != "histogram" {
			names[m[1]] = true
			continue
		}
		for _, part := range []string{"_bucket", "_sum", "_count"} {
			names[m[1]+part] = true
		}
	}
	if len(names) < 60 {
		t.Fatalf("%d metrics were found: the reading is broken", len(names))
	}
	return names
}

var metricName = regexp.MustCompile(`\b(?:codecraft|go|process|promhttp)_\w+`)

// unknown are the metrics of a query that the product does not have.
func unknown(query string, names map[string]bool) (all []string) {
	for _, name := range metricName.FindAllString(query, -1) {
		if !names[name] {
			all = append(all, name)
		}
	}
	return all
}

func TestRulesAskForMetricsThatThereAre(t *testing.T) {
	names := listed(t)
	recorded := map[string]bool{}
	for _, r := range rules(t) {
		recorded[r.Record] = true
	}
	record := regexp.MustCompile(`\bcodecraft:[\w:]+`)
	for _, r := range rules(t) {
		for _, name := range unknown(r.Expr, names) {
			t.Errorf("%s%s asks for %s, which docs/metrics.md does not list", r.Alert, r.Record, name)
		}
		for _, name := range record.FindAllString(r.Expr, -1) {
			if !recorded[name] {
				t.Errorf("%s asks for %s, which no rule records", r.Alert, name)
			}
		}
		if len(metricName.FindAllString(r.Expr, -1))+len(record.FindAllString(r.Expr, -1)) == 0 {
			t.Errorf("%s%s asks for nothing of the product", r.Alert, r.Record)
		}
	}
	if got := unknown("rate(codecraft_runs_total[5m]) / codecraft_nothing", names); !slices.Equal(got, []string{"codecraft_nothing"}) {
		t.Errorf("of a query with one unknown metric %v are unknown", got)
	}
}

func TestEveryAlertHasARunbook(t *testing.T) {
	used := map[string]bool{}
	for _, r := range rules(t) {
		if r.Alert == "" {
			continue
		}
		if s := r.Labels["severity"]; s != "page" && s != "ticket" {
			t.Errorf("%s is of the severity %q", r.Alert, s)
		}
		for _, part := range []string{"summary", "description"} {
			if text := r.Annotations[part]; !strings.HasSuffix(text, ".") {
				t.Errorf("%s: its %s is no sentence: %q", r.Alert, part, text)
			}
		}
		page, ours := strings.CutPrefix(r.Annotations["runbook_url"], website)
		if !ours || !strings.HasPrefix(page, runbooks) {
			t.Errorf("%s: its runbook is %q", r.Alert, r.Annotations["runbook_url"])
			continue
		}
		used[filepath.Base(page)] = true
		text, err := os.ReadFile(root + page)
		if err != nil {
			t.Errorf("%s: %v", r.Alert, err)
			continue
		}
		for _, part := range []string{"`" + r.Alert + "`", "\n## What to look at\n", "\n## What to do\n"} {
			if !strings.Contains(string(text), part) {
				t.Errorf("%s: its runbook %s lacks %q", r.Alert, page, part)
			}
		}
	}
	pages, err := os.ReadDir(root + runbooks)
	if err != nil {
		t.Fatal(err)
	}
	for _, p := range pages {
		if !used[p.Name()] {
			t.Errorf("%s%s belongs to no alert", runbooks, p.Name())
		}
	}
}

// TestRunbooksNameWhatThereIs: a metric or a page that is gone helps nobody at night.
func TestRunbooksNameWhatThereIs(t *testing.T) {
	names := listed(t)
	pages, err := filepath.Glob(root + runbooks + "*.md")
	if err != nil || len(pages) == 0 {
		t.Fatal(len(pages), err)
	}
	link, flag := regexp.MustCompile(`\]\(([\w./-]+\.md)\)`), regexp.MustCompile("`(--[a-z-]+)")
	settings, err := os.ReadFile(root + "docs/configuration.md")
	if err != nil {
		t.Fatal(err)
	}
	for _, page := range pages {
		text, err := os.ReadFile(page)
		if err != nil {
			t.Fatal(err)
		}
		for _, name := range unknown(string(text), names) {
			t.Errorf("%s names %s, which docs/metrics.md does not list", page, name)
		}
		for _, m := range link.FindAllStringSubmatch(string(text), -1) {
			if _, err := os.Stat(filepath.Join(filepath.Dir(page), m[1])); err != nil {
				t.Errorf("%s: %v", page, err)
			}
		}
		for _, m := range flag.FindAllStringSubmatch(string(text), -1) {
			if !strings.Contains(string(settings), "`"+m[1]+"`") {
				t.Errorf("%s names %s, which is no setting", page, m[1])
			}
		}
	}
}

// TestEveryAlertIsTested: promtool runs the cases (make check-deploy); each alert has one in which it fires, and one in which not.
func TestEveryAlertIsTested(t *testing.T) {
	fires, silent := map[string]bool{}, map[string]bool{}
	for _, f := range read[testFile](t, cases) {
		for _, test := range f.Tests {
			for _, a := range test.Alerts {
				if len(a.Expected) > 0 {
					fires[a.Name] = true
				} else {
					silent[a.Name] = true
				}
			}
		}
	}
	for _, r := range rules(t) {
		if r.Alert != "" && !fires[r.Alert] {
			t.Errorf("%s fires in no test", r.Alert)
		}
		if r.Alert != "" && !silent[r.Alert] {
			t.Errorf("%s is silent in no test", r.Alert)
		}
	}
}
