package main

import (
	"fmt"
	"os"
	"strings"

	"github.com/codecraft-hq/codecraft/internal/engine/sandbox/sandboxbench"
)

// The table stands between these in the document.
const (
	tableBegins = "<!-- figures: written by go run ./test/load -doc -->\n"
	tableEnds   = "<!-- end of figures -->\n"
)

// table shows latency and throughput as ratios to a bare fork and exec.
func table(all []sandboxbench.Comparison) string {
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
			times(c.P50Ratio), wrapped, times(http.P50Millis/c.Bare.P50Millis),
			share(c.ThroughputRatio), rate, share(http.PerSecond/c.Bare.PerSecond))
	}
	return b.String()
}

func times(ratio float64) string { return fmt.Sprintf("%.2fx", ratio) }

func share(ratio float64) string { return fmt.Sprintf("%.0f %%", 100*ratio) }

// document puts the table between its markers in the file.
func document(file, lines string) error {
	text, err := os.ReadFile(file)
	if err != nil {
		return err
	}
	before, rest, begins := strings.Cut(string(text), tableBegins)
	_, after, ends := strings.Cut(rest, tableEnds)
	if !begins || !ends {
		return fmt.Errorf("%s has no place for the table: put these two lines where it goes:\n%s%s", file, tableBegins, tableEnds)
	}
	return os.WriteFile(file, []byte(before+tableBegins+lines+tableEnds+after), 0o644)
}
