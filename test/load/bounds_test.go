package main

import (
	"strings"
	"testing"

	"github.com/codecraft-hq/codecraft/internal/engine/sandbox/sandboxbench"
)

// everything is figures that keep all promises, by a hair.
func everything() *figures {
	compared := func(program string, atOnce int) sandboxbench.Comparison {
		return sandboxbench.Comparison{Program: program, AtOnce: atOnce, P50Ratio: 1.1, ThroughputRatio: 0.6, BesideP50Ratio: map[string]float64{overHTTP: 2.5}}
	}
	return &figures{
		Runs: []sandboxbench.Comparison{compared(staticHello, 1), compared(staticHello, 2), compared(staticHello, 4), compared(pythonHello, 1)},
		Tail: &tail{Ratio: 2}, IdleSlotKB: 8192,
		Buildings: []building{{Name: "Java", Ratio: 0.5, Bound: 0.5}}, TestSets: []testSet{{Cases: 100, Slots: 2, Ratio: 1.3, Bound: setBound}},
		Telemetry: &telemetry{Ratio: 1.05},
	}
}

func TestEveryMissedBoundIsNamed(t *testing.T) {
	if err := missed(everything().bounds()); err != nil {
		t.Fatal(err)
	}
	for name, change := range map[string]func(*figures){
		"static hello in the sandbox: p50":    func(f *figures) { f.Runs[0].P50Ratio = 1.21 },
		"static hello over HTTP: p50 to bare": func(f *figures) { f.Runs[0].BesideP50Ratio[overHTTP] = 2.51 },
		"two at once: runs a second":          func(f *figures) { f.Runs[1].ThroughputRatio = 0.59 },
		"Python in the sandbox":               func(f *figures) { f.Runs[3].P50Ratio = 1.11 },
		"p99 to p50":                          func(f *figures) { f.Tail.Ratio = 2.01 },
		"memory of an idle slot":              func(f *figures) { f.IdleSlotKB = 8193 },
		"Java: processor time":                func(f *figures) { f.Buildings[0].Ratio = 0.51 },
		"being watched":                       func(f *figures) { f.Telemetry.Ratio = 1.06 },
		"100 tests in 2 slots":                func(f *figures) { f.TestSets[0].Ratio = 1.31 },
	} {
		f := everything()
		change(f)
		err := missed(f.bounds())
		if err == nil || !strings.Contains(err.Error(), name) || !strings.HasPrefix(err.Error(), "1 of 9 ") {
			t.Errorf("%s: got %v", name, err)
		}
		if table := boundsTable(f.bounds()); strings.Count(table, "**no**") != 1 {
			t.Errorf("%s: the table says\n%s", name, table)
		}
	}
}
