package main

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"

	"github.com/codecraft-hq/codecraft/internal/engine/sandbox/sandboxbench"
)

// bound is one promise about a figure: it is at most, or with Least at least, Limit.
type bound struct {
	Name   string  `json:"name"`
	Figure float64 `json:"figure"`
	Limit  float64 `json:"limit"`
	Least  bool    `json:"least,omitempty"`
	Met    bool    `json:"met"`
}

func atMost(name string, figure, limit float64) bound {
	return bound{Name: name, Figure: figure, Limit: limit, Met: figure <= limit}
}

func atLeast(name string, figure, limit float64) bound {
	return bound{Name: name, Figure: figure, Limit: limit, Least: true, Met: figure >= limit}
}

// What is promised of runs, beside a bare fork and exec, and of the memory of a slot.
const (
	helloBound      = 1.2  // p50 in the sandbox
	httpBound       = 2.5  // p50 over HTTP
	tailBound       = 2    // p99 over HTTP beside its own p50
	throughputBound = 0.6  // runs a second in the sandbox, two at once
	pythonBound     = 1.1  // p50 in the sandbox
	idleBoundKB     = 8192 // of a slot that has run programs and waits
)

// bounds holds all that was measured against what is promised.
func (f *figures) bounds() (all []bound) {
	for _, c := range f.Runs {
		all = append(all, runBounds(c)...)
	}
	if f.Tail != nil {
		all = append(all, atMost("static hello over HTTP: p99 to p50", f.Tail.Ratio, tailBound))
	}
	if f.IdleSlotKB > 0 {
		all = append(all, atMost("memory of an idle slot, in MB", float64(f.IdleSlotKB)/1024, idleBoundKB/1024))
	}
	for _, b := range f.Buildings {
		all = append(all, atMost(b.Name+": processor time to the plain commands", b.Ratio, b.Bound))
	}
	for _, s := range f.TestSets {
		all = append(all, atMost(fmt.Sprintf("%d tests in %d slots: time to the ideal", s.Cases, s.Slots), s.Ratio, s.Bound))
	}
	if f.Telemetry != nil {
		all = append(all, atMost("being watched: processor time of a request to one that nobody watches", f.Telemetry.Ratio, telemetryBound))
	}
	return all
}

func runBounds(c sandboxbench.Comparison) []bound {
	switch {
	case c.Program == staticHello && c.AtOnce == 1:
		return []bound{
			atMost("static hello in the sandbox: p50 to bare", c.P50Ratio, helloBound),
			atMost("static hello over HTTP: p50 to bare", c.BesideP50Ratio[overHTTP], httpBound),
		}
	case c.Program == staticHello && c.AtOnce == 2:
		return []bound{atLeast("static hello in the sandbox, two at once: runs a second to bare", c.ThroughputRatio, throughputBound)}
	case c.Program == pythonHello && c.AtOnce == 1:
		return []bound{atMost("Python in the sandbox: p50 to bare", c.P50Ratio, pythonBound)}
	}
	return nil
}

// missed names every promise that was not kept; nil when all were.
func missed(all []bound) error {
	var lines []string
	for _, b := range all {
		if !b.Met {
			lines = append(lines, fmt.Sprintf("%s: %.2f, not %s", b.Name, b.Figure, b.limit()))
		}
	}
	if lines == nil {
		return nil
	}
	return fmt.Errorf("%d of %d bounds are missed:\n  %s", len(lines), len(all), strings.Join(lines, "\n  "))
}

func (b bound) limit() string {
	if b.Least {
		return fmt.Sprintf("at least %.2f", b.Limit)
	}
	return fmt.Sprintf("at most %.2f", b.Limit)
}

// boundsTable shows every promise, its figure, and whether it was kept.
func boundsTable(all []bound) string {
	var b strings.Builder
	b.WriteString("| What | Measured | Promised | Kept |\n|---|--:|--:|---|\n")
	for _, p := range all {
		kept := "yes"
		if !p.Met {
			kept = "**no**"
		}
		fmt.Fprintf(&b, "| %s | %.2f | %s | %s |\n", p.Name, p.Figure, p.limit(), kept)
	}
	return b.String()
}

// idleSlotKB is the resident memory of the largest slot that this process has started, in kB.
func idleSlotKB() (largest int, err error) {
	lists, err := filepath.Glob("/proc/self/task/*/children")
	if err != nil {
		return 0, err
	}
	for _, list := range lists {
		children, err := os.ReadFile(list)
		if err != nil {
			continue // the thread has ended
		}
		for _, pid := range strings.Fields(string(children)) {
			args, _ := os.ReadFile("/proc/" + pid + "/cmdline")
			status, err := os.ReadFile("/proc/" + pid + "/status")
			if err != nil || string(args) != "slot\x00" {
				continue
			}
			_, after, _ := strings.Cut(string(status), "\nVmRSS:")
			kb := 0
			if _, err := fmt.Sscan(after, &kb); err != nil {
				return 0, fmt.Errorf("the memory of a slot: %w", err)
			}
			largest = max(largest, kb)
		}
	}
	if largest == 0 {
		return 0, errors.New("no slot is to be seen")
	}
	return largest, nil
}
