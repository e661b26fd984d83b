package product

import (
	"net/http"
	"strconv"
	"strings"

	"github.com/codecraft-hq/codecraft/test/client"
)

// Spent are the process's own figures (process_cpu_seconds_total, process_resident_memory_bytes, ...), by name: without the programs
// that it ran.
func (p *Product) Spent() map[string]float64 {
	p.tb.Helper()
	a := client.New(p.tb, p.Admin).Raw(http.MethodGet, "/metrics", nil, nil)
	all := map[string]float64{}
	for line := range strings.Lines(string(a.Body)) {
		if name, value, is := strings.Cut(strings.TrimSpace(line), " "); is && strings.HasPrefix(name, "process_") {
			all[name], _ = strconv.ParseFloat(value, 64)
		}
	}
	if all["process_cpu_seconds_total"] == 0 {
		p.tb.Fatalf("%s/metrics has no figures of the process: %s", p.Admin, a.Body)
	}
	return all
}
