package scenario

import (
	"io"
	"net/http"
	"os"
	"regexp"
	"strings"
	"testing"

	"github.com/codecraft-hq/codecraft/test/product"
)

// metricsAreListed reads what a product that was in use shows to Prometheus: each family says what it is, and stands in docs/metrics.md.
func metricsAreListed(t *testing.T, p *product.Product) {
	t.Helper()
	r, err := http.Get(p.Admin + "/metrics")
	if err != nil {
		t.Fatal(err)
	}
	defer r.Body.Close()
	shown, err := io.ReadAll(r.Body)
	if err != nil {
		t.Fatal(err)
	}
	page, err := os.ReadFile("../../docs/metrics.md")
	if err != nil {
		t.Fatal(err)
	}
	families := regexp.MustCompile(`(?m)^# TYPE (\w+) (\w+)$`).FindAllStringSubmatch(string(shown), -1)
	if len(families) < 50 {
		t.Errorf("%d families are shown", len(families))
	}
	for _, f := range families {
		if !strings.Contains(string(page), "\n| `"+f[1]+"` | "+f[2]+" |") {
			t.Errorf("docs/metrics.md lacks the %s %s", f[2], f[1])
		}
		if !regexp.MustCompile(`(?m)^# HELP ` + f[1] + ` \S`).Match(shown) {
			t.Errorf("%s does not say what it is", f[1])
		}
	}
}
