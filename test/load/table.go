package main

import (
	"fmt"
	"strings"

	"github.com/codecraft-hq/codecraft/internal/engine/sandbox/sandboxbench"
)

// buildingsTable shows the processor time of a compilation and a run beside that of the plain commands.
func buildingsTable(all []building) string {
	var b strings.Builder
	b.WriteString("| Program | Plain | Product | Ratio | At most |\n|---|--:|--:|--:|--:|\n")
	for _, c := range all {
		fmt.Fprintf(&b, "| %s | %.0f ms | %.0f ms | %s | %s |\n", c.Name, c.PlainMs, c.ProductMs, times(c.Ratio), times(c.Bound))
	}
	return b.String()
}

// runsTable shows latency and throughput as ratios to a bare fork and exec.
func runsTable(all []sandboxbench.Comparison) string {
	var b strings.Builder
	b.WriteString("| Program | At once | Bare p50 | Sandbox p50 | Bubblewrap p50 | HTTP p50 | Sandbox runs/s | Bubblewrap runs/s | HTTP runs/s |\n")
	b.WriteString("|---|--:|--:|--:|--:|--:|--:|--:|--:|\n")
	for _, c := range all {
		http := c.Beside[overHTTP]
		wrapped, rate := "not installed", "not installed"
		if c.Bwrap != nil {
			wrapped, rate = times(c.Bwrap.P50Millis/c.Bare.P50Millis), share(c.Bwrap.PerSecond/c.Bare.PerSecond)
		}
		fmt.Fprintf(&b, "| %s | %d | %.2f ms | %s | %s | %s | %s | %s | %s |\n", c.Program, c.AtOnce, c.Bare.P50Millis,
			times(c.P50Ratio), wrapped, times(c.BesideP50Ratio[overHTTP]),
			share(c.ThroughputRatio), rate, share(http.PerSecond/c.Bare.PerSecond))
	}
	return b.String()
}

// besideTable shows runs over HTTP as ratios to those of the other product.
func besideTable(all []sandboxbench.Comparison) string {
	var b strings.Builder
	b.WriteString("| Program | At once | Other p50 | Product p50 | Other runs/s | Product runs/s |\n|---|--:|--:|--:|--:|--:|\n")
	for _, c := range all {
		product, other := c.Beside[overHTTP], c.Beside[overOther]
		fmt.Fprintf(&b, "| %s | %d | %.2f ms | %s | %.0f | %s |\n", c.Program, c.AtOnce, other.P50Millis, times(product.P50Millis/other.P50Millis),
			other.PerSecond, share(product.PerSecond/other.PerSecond))
	}
	return b.String()
}

func times(ratio float64) string { return fmt.Sprintf("%.2fx", ratio) }

func share(ratio float64) string { return fmt.Sprintf("%.0f %%", 100*ratio) }
