package app

import (
	"cmp"
	"context"
	"flag"
	"fmt"
	"maps"
	"net/http"
	"net/http/httptest"
	"os"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/prometheus/client_golang/prometheus"
	"github.com/prometheus/client_golang/prometheus/testutil/promlint"
	dto "github.com/prometheus/client_model/go"

	"github.com/codecraft-hq/codecraft/internal/app/module"
	"github.com/codecraft-hq/codecraft/internal/base/telemetry"
	"github.com/codecraft-hq/codecraft/test/harness"
)

var update = flag.Bool("update", false, "write docs/metrics.md")

const metricsPage = "../../docs/metrics.md"

// noting is a registry that knows what was registered: a family has no series before the first of its kind.
type noting struct {
	*prometheus.Registry
	all []prometheus.Collector
}

func (n *noting) Register(c prometheus.Collector) error {
	n.all = append(n.all, c)
	return n.Registry.Register(c)
}

func (n *noting) MustRegister(all ...prometheus.Collector) {
	for _, c := range all {
		if err := n.Register(c); err != nil {
			panic(err)
		}
	}
}

// metric is a family.
type metric struct {
	name, kind, help string
	labels           []string
}

// TestEveryMetricIsListed builds the whole product in one process and holds docs/metrics.md to what it registers.
func TestEveryMetricIsListed(t *testing.T) {
	registry := &noting{Registry: prometheus.NewRegistry()}
	s := opened(t, registry, func(c *Config) {
		c.Services, c.ToolchainDir, c.Sandbox = []string{"all"}, harness.ToolchainDir(t), "native"
		c.Media = "embedded"
	})
	parts, err := s.build(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	ready := func(context.Context) error { return nil }
	if _, err := s.handler(parts, ready); err != nil {
		t.Fatal(err)
	}
	telemetry.Admin(s.registry, ready)
	// What has not been yet is told by no series.
	s.shown.ends.Store(1)
	if err := os.WriteFile(s.config.Folder("last-backup"), []byte("2026-03-02T09:00:00Z"), 0o600); err != nil {
		t.Fatal(err)
	}

	ours := registry.families(t)
	if len(ours) < 45 {
		t.Fatalf("%d metrics were found: the walk is broken", len(ours))
	}
	got := metricPage(ours, runtimeFamilies(t))
	harness.Page(t, metricsPage, got, *update)
	families, err := registry.Gather()
	if err != nil {
		t.Fatal(err)
	}
	problems, err := promlint.NewWithMetricFamilies(families).Lint()
	if err != nil {
		t.Fatal(err)
	}
	for _, p := range problems {
		t.Errorf("%s: %s", p.Metric, p.Text)
	}
}

// families are those of all that was registered, by name.
func (n *noting) families(t *testing.T) []metric {
	t.Helper()
	found := map[string]metric{}
	for _, c := range n.all {
		kinds := kindsOf(c)
		descriptions := make(chan *prometheus.Desc, 100)
		c.Describe(descriptions)
		close(descriptions)
		for d := range descriptions {
			m := described(t, d)
			m.kind = cmp.Or(kinds[d.String()], kindOfNone(c))
			if m.help == "" || m.kind == "" {
				t.Errorf("%s says neither what it is nor of what kind: %q, %q", m.name, m.help, m.kind)
			}
			if before, known := found[m.name]; known && fmt.Sprint(before) != fmt.Sprint(m) {
				t.Errorf("one family, two descriptions: %v and %v", before, m)
			}
			found[m.name] = m
		}
	}
	return sortedFamilies(found)
}

func sortedFamilies(found map[string]metric) (all []metric) {
	for _, name := range slices.Sorted(maps.Keys(found)) {
		all = append(all, found[name])
	}
	return all
}

// kindsOf are the kinds of the series that there are, by description.
func kindsOf(c prometheus.Collector) map[string]string {
	series := make(chan prometheus.Metric)
	go func() {
		c.Collect(series)
		close(series)
	}()
	kinds := map[string]string{}
	for m := range series {
		var one dto.Metric
		if m.Write(&one) != nil {
			continue
		}
		switch {
		case one.Counter != nil:
			kinds[m.Desc().String()] = "counter"
		case one.Gauge != nil:
			kinds[m.Desc().String()] = "gauge"
		case one.Histogram != nil:
			kinds[m.Desc().String()] = "histogram"
		}
	}
	return kinds
}

// kindOfNone is the kind of a family without series.
func kindOfNone(c prometheus.Collector) string {
	switch c.(type) {
	case *prometheus.CounterVec:
		return "counter"
	case *prometheus.GaugeVec:
		return "gauge"
	case *prometheus.HistogramVec:
		return "histogram"
	}
	return ""
}

var (
	descriptionOf = regexp.MustCompile(`^Desc\{fqName: ("(?:[^"\\]|\\.)*"), help: ("(?:[^"\\]|\\.)*"), .*constLabels: \{(.*)\}, variableLabels: \{(.*)\}\}$`)
	constant      = regexp.MustCompile(`(\w+)="(?:[^"\\]|\\.)*"`)
)

// described reads a description, which shows itself as a text only.
func described(t *testing.T, d *prometheus.Desc) metric {
	t.Helper()
	parts := descriptionOf.FindStringSubmatch(d.String())
	if parts == nil {
		t.Fatalf("%s reads otherwise than expected", d)
	}
	m := metric{labels: strings.FieldsFunc(parts[4], func(r rune) bool { return r == ',' })}
	for _, label := range constant.FindAllStringSubmatch(parts[3], -1) {
		m.labels = append(m.labels, label[1])
	}
	slices.Sort(m.labels)
	for into, quoted := range map[*string]string{&m.name: parts[1], &m.help: parts[2]} {
		text, err := strconv.Unquote(quoted)
		if err != nil {
			t.Fatalf("%s: %v", d, err)
		}
		*into = text
	}
	return m
}

// runtimeFamilies are Go's and the process's.
func runtimeFamilies(t *testing.T) []metric {
	t.Helper()
	families, err := telemetry.Registry().Gather()
	if err != nil {
		t.Fatal(err)
	}
	found := map[string]metric{}
	for _, f := range families {
		m := metric{name: f.GetName(), kind: strings.ToLower(f.GetType().String()), help: f.GetHelp()}
		for _, l := range f.GetMetric()[0].GetLabel() {
			m.labels = append(m.labels, l.GetName())
		}
		found[m.name] = m
	}
	return sortedFamilies(found)
}

func metricPage(ours, runtimes []metric) string {
	var b strings.Builder
	b.WriteString("# Metrics\n\nWhat each process shows at `/metrics` of `--admin-addr` for Prometheus. In a split installation each process has those of its own\n" +
		"services. Labels have few values, which no request can make more of: routes are patterns, and never a path, person, organization or address\n" +
		"([which values](operators.md#watching-it)). Counts of what is our fault begin at 0 with the process. This page is made from what the product registers (`make gen`).\n" +
		"What of them to be woken by is in [deploy/monitoring](../deploy/monitoring/README.md).\n\n")
	table(&b, ours)
	b.WriteString("\n## Of Go and of the process\n\n")
	table(&b, runtimes)
	return b.String()
}

func table(b *strings.Builder, all []metric) {
	b.WriteString("| metric | kind | labels | meaning |\n|---|---|---|---|\n")
	for _, m := range all {
		fmt.Fprintf(b, "| `%s` | %s | %s | %s |\n", m.name, m.kind, strings.Join(m.labels, ", "), strings.NewReplacer("|", "\\|", "<", "&lt;").Replace(m.help))
	}
}

// TestNoRequestMakesSeriesOfItsOwn: thousands of paths, ids, methods and agents leave as many series as one of each.
func TestNoRequestMakesSeriesOfItsOwn(t *testing.T) {
	var parts []builtPart
	for _, m := range modules() {
		if m.register != nil {
			parts = append(parts, builtPart{m.name, &module.Part{Register: m.register}})
		}
	}
	registry := prometheus.NewRegistry()
	handler := measuredFront(t, false, registry, parts...)
	ask := func(i int) {
		for _, path := range []string{"/v1/users/%d", "/v1/nothing/%d", "/v1/%d", "/page/%d", "/assets/%d.js", "/docs/%d", "/v1/openapi/%d.json", "//x/%d"} {
			for _, method := range []string{http.MethodGet, fmt.Sprintf("BREW%d", i)} {
				r := httptest.NewRequestWithContext(t.Context(), method, fmt.Sprintf(path, i), nil)
				r.Header.Set("User-Agent", fmt.Sprintf("agent/%d", i))
				r.RemoteAddr = fmt.Sprintf("10.0.%d.%d:%d", i/250, i%250, 1024+i)
				handler.ServeHTTP(httptest.NewRecorder(), r)
			}
		}
	}
	series := func() (n int) {
		families, err := registry.Gather()
		if err != nil {
			t.Fatal(err)
		}
		for _, f := range families {
			n += len(f.GetMetric())
		}
		return n
	}
	ask(0)
	before := series()
	for i := range 500 {
		ask(i)
	}
	if after := series(); after != before || before < 10 {
		t.Errorf("%d series became %d", before, after)
	}
}
