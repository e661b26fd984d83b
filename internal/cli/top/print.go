package top

import (
	"fmt"
	"io"
	"maps"
	"slices"
	"strings"
	"time"
)

// Print is a screen of less than 80 columns.
func (s State) Print(w io.Writer) error {
	ready := "ready"
	if !s.Ready {
		ready = "NOT READY: " + s.Problem
	}
	lines := []string{
		fmt.Sprintf("CodeCraft %s, %s", s.Version, ready),
		"",
		fmt.Sprintf("Requests   %s a second, %s of them failed; %.0f under way, %.0f streams and sockets", rate(s.Requests.PerSecond), rate(s.Requests.FailedPerSecond), s.Requests.UnderWay, s.Requests.Open),
		fmt.Sprintf("People     %.0f attempts run, %s edits a second, %.0f in video", s.Attempts, rate(s.Edits), s.Video),
		fmt.Sprintf("Queue      runs: %.0f, the oldest for %s; judgings: %.0f, the oldest for %s",
			s.Queue["runs"].Waiting, span(s.Queue["runs"].OldestSeconds), s.Queue["judgings"].Waiting, span(s.Queue["judgings"].OldestSeconds)),
		fmt.Sprintf("Workers    %.0f; here %.0f slots, %.0f with runs, %.0f with judgings", s.Workers.Count, s.Workers.Slots, s.Workers.Busy["runs"], s.Workers.Busy["judgings"]),
		"Runs       " + rates(s.Runs),
		"Verdicts   " + rates(s.Verdicts),
		fmt.Sprintf("Faults     %s of the sandbox a second", rate(s.SandboxFailures)),
		fmt.Sprintf("Memory     %s of %s used, %s by this process", bytesText(s.Memory.Used), bytesText(s.Memory.Limit), bytesText(s.Memory.Process)),
		fmt.Sprintf("Disk       %s free", bytesText(s.DiskFree)),
		"",
	}
	_, err := io.WriteString(w, strings.Join(lines, "\n"))
	return err
}

// rates are those that are not 0, by name.
func rates(all map[string]float64) string {
	var parts []string
	for _, name := range slices.Sorted(maps.Keys(all)) {
		if all[name] > 0 {
			parts = append(parts, rate(all[name])+" "+name)
		}
	}
	if len(parts) == 0 {
		return "none"
	}
	return strings.Join(parts, ", ") + " a second"
}

func rate(perSecond float64) string {
	if perSecond == 0 || perSecond >= 10 {
		return fmt.Sprintf("%.0f", perSecond)
	}
	return fmt.Sprintf("%.1f", perSecond)
}

func span(seconds float64) string {
	return (time.Duration(seconds*1000) * time.Millisecond).Round(100 * time.Millisecond).String()
}

func bytesText(n float64) string {
	if n < 1<<30 {
		return fmt.Sprintf("%.0f MB", n/(1<<20))
	}
	return fmt.Sprintf("%.1f GB", n/(1<<30))
}
