package images_test

import (
	"net"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/goccy/go-yaml"
	"github.com/nats-io/nats-server/v2/server"
)

// TestNeighboursAreCalledByTheirNames: whom a setting of a neighbour names is in the compose file, and on a network with it.
func TestNeighboursAreCalledByTheirNames(t *testing.T) {
	c := compose(t)
	for file, from := range map[string]string{
		"prometheus.yaml": "prometheus", "grafana-datasources.yaml": "grafana", "vector.yaml": "logs-shipper", "alertmanager.yaml": "alertmanager", "loki.yaml": "logs",
	} {
		for _, m := range regexp.MustCompile(`"([a-z-]+):\d+"|http://([a-z-]+):\d+`).FindAllStringSubmatch(commentless(t, "compose/"+file), -1) {
			other, ok := c.Services[m[1]+m[2]]
			if !ok || !slices.ContainsFunc(other.Networks, func(n string) bool { return slices.Contains(c.Services[from].Networks, n) }) {
				t.Errorf("%s names %s, whom %s does not reach", file, m[0], from)
			}
		}
	}
}

func commentless(t *testing.T, file string) string {
	t.Helper()
	return regexp.MustCompile(`(?m)#.*$`).ReplaceAllString(contents(t, folder+file), "")
}

type prometheus struct {
	RuleFiles []string `yaml:"rule_files"`
	Scrapes   []struct {
		Static []struct{ Targets []string } `yaml:"static_configs"`
		DNS    []struct {
			Names []string
			Type  string
			Port  int
		} `yaml:"dns_sd_configs"`
	} `yaml:"scrape_configs"`
}

func TestPrometheusScrapesEveryProcess(t *testing.T) {
	var p prometheus
	if err := yaml.Unmarshal([]byte(contents(t, folder+"compose/prometheus.yaml")), &p); err != nil {
		t.Fatal(err)
	}
	_, port, err := net.SplitHostPort(environment(stages(t), "auth")["CODECRAFT_ADMIN_ADDR"])
	if err != nil {
		t.Fatal(err)
	}
	var scraped []string
	for _, s := range p.Scrapes {
		for _, d := range s.Static {
			for _, target := range d.Targets {
				if host, at, _ := net.SplitHostPort(target); host != "127.0.0.1" && at == port {
					scraped = append(scraped, host)
				}
			}
		}
		for _, d := range s.DNS {
			if d.Type == "A" && strconv.Itoa(d.Port) == port {
				scraped = append(scraped, d.Names...)
			}
		}
	}
	if got, want := slices.Sorted(slices.Values(scraped)), slices.Sorted(slices.Values(modules(t))); !slices.Equal(got, want) {
		t.Errorf("%v are scraped, of %v", got, want)
	}
	rules := filepath.Dir(p.RuleFiles[0])
	if !slices.Contains(compose(t).Services["prometheus"].Volumes, "../monitoring/alerts:"+rules+":ro") {
		t.Errorf("the alerts are not mounted at %s", rules)
	}
}

// promtoolVariable names the program that the configuration is tried with.
const promtoolVariable = "CODECRAFT_PROMTOOL"

func TestPromtoolAcceptsTheConfiguration(t *testing.T) {
	program := os.Getenv(promtoolVariable)
	if program == "" {
		t.Skip(promtoolVariable + " is not set: PROMETHEUS' CONFIGURATION IS NOT TRIED (make check-deploy does)")
	}
	alerts, err := filepath.Abs(root + "deploy/monitoring/alerts")
	if err != nil {
		t.Fatal(err)
	}
	text := strings.ReplaceAll(contents(t, folder+"compose/prometheus.yaml"), "/etc/prometheus/alerts", alerts)
	file := filepath.Join(t.TempDir(), "prometheus.yaml")
	if err := os.WriteFile(file, []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
	out, err := exec.Command(program, "check", "config", file).CombinedOutput()
	if err != nil || strings.Count(string(out), "rules found") < 3 {
		t.Errorf("%v\n%s", err, out)
	}
}

// TestTheQueueTakesItsConfiguration has the server itself read it, of the version that is pinned.
func TestTheQueueTakesItsConfiguration(t *testing.T) {
	word := example(t)["NATS_PASSWORD"]
	t.Setenv("NATS_PASSWORD", compose(t).Services["queue"].Environment["NATS_PASSWORD"])
	options, err := server.ProcessConfigFile(folder + "compose/nats.conf")
	if err != nil {
		t.Fatal(err)
	}
	if options.Username != "codecraft" || options.Password != word || !options.JetStream || options.StoreDir != "/data" || options.MaxPayload < 5<<20 {
		t.Errorf("%s, %q, JetStream %v in %s, %d bytes", options.Username, options.Password, options.JetStream, options.StoreDir, options.MaxPayload)
	}
	if at := compose(t).Services["worker"].Environment["CODECRAFT_NATS_URL"]; at != "nats://codecraft:"+word+"@queue:4222" {
		t.Errorf("the product asks %s", at)
	}
}

func TestGrafanaFindsTheDashboards(t *testing.T) {
	var d struct {
		Providers []struct{ Options struct{ Path string } }
	}
	if err := yaml.Unmarshal([]byte(contents(t, folder+"compose/grafana-dashboards.yaml")), &d); err != nil {
		t.Fatal(err)
	}
	if len(d.Providers) != 1 || !slices.Contains(compose(t).Services["grafana"].Volumes, "../monitoring/dashboards:"+d.Providers[0].Options.Path+":ro") {
		t.Errorf("the dashboards are not mounted at %+v", d.Providers)
	}
	var s struct {
		Datasources []struct {
			Type    string
			Default bool `yaml:"isDefault"`
		}
	}
	if err := yaml.Unmarshal([]byte(contents(t, folder+"compose/grafana-datasources.yaml")), &s); err != nil {
		t.Fatal(err)
	}
	var kinds []string
	for _, d := range s.Datasources {
		if d.Default != (d.Type == "prometheus") {
			t.Errorf("%+v", d)
		}
		kinds = append(kinds, d.Type)
	}
	if !slices.Equal(slices.Sorted(slices.Values(kinds)), []string{"alertmanager", "loki", "prometheus"}) {
		t.Errorf("sources: %v", kinds)
	}
}
