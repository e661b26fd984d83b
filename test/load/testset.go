package main

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"sync/atomic"
	"time"

	"github.com/codecraft-hq/codecraft/internal/engine/judge"
	"github.com/codecraft-hq/codecraft/internal/engine/judge/judging"
	"github.com/codecraft-hq/codecraft/internal/engine/sandbox"
	"github.com/codecraft-hq/codecraft/internal/engine/toolchain"
)

// testSet is the judging of a set of tests in a number of slots. Ideal is the sum of the program's own processor
// times divided by the slots: what nobody can be faster than.
type testSet struct {
	Cases  int     `json:"cases"`
	Slots  int     `json:"slots"`
	CaseMs float64 `json:"caseMs"` // processor time of the program on one test
	Bound  float64 `json:"bound"`  // the ratio must not be above it
	// Ratio is the time to judge the set, compilation apart, to the ideal; of it, Program is what the program itself
	// took by the clock. Both are of the median round.
	Ratio   float64 `json:"ratio"`
	Program float64 `json:"program"`
}

const (
	setCases = 100
	setBound = 1.3
)

// setProgram reads a number and computes for some 13 ms.
const setProgram = `#include <stdio.h>
int main(void) {
  int n;
  if (scanf("%d", &n) != 1) return 1;
  static volatile unsigned x = 1;
  for (int i = 0; i < 11000000; i++) x = x * 1664525u + 1013904223u;
  printf("done %d\n", n);
}
`

// measureTestSets judges one set in one slot and in two, in turns.
func (o options) measureTestSets(ctx context.Context, backend sandbox.Backend, folder string) ([]testSet, error) {
	tools, err := toolchain.New(toolchain.Config{Dir: filepath.Join(folder, "test-set")}, toolchain.Detect(ctx, toolchain.Builtin()))
	if err != nil {
		return nil, err
	}
	defer tools.Close() //nolint:errcheck // of a temporary folder
	plan, err := setPlan(folder)
	if err != nil {
		return nil, err
	}
	sets := []testSet{{Cases: setCases, Slots: 1, Bound: setBound}, {Cases: setCases, Slots: 2, Bound: setBound}}
	rounds := make([][3][]float64, len(sets))
	for range o.rounds {
		for i, s := range sets {
			figures, err := judgeSet(ctx, backend, tools, plan, folder, s.Slots)
			if err != nil {
				return nil, err
			}
			for k, v := range figures {
				rounds[i][k] = append(rounds[i][k], v)
			}
		}
	}
	for i := range sets {
		sets[i].Ratio, sets[i].Program, sets[i].CaseMs = median(rounds[i][0]), median(rounds[i][1]), median(rounds[i][2])
	}
	return sets, nil
}

// setPlan lays the test data out in the folder, by digest.
func setPlan(folder string) (judge.Plan, error) {
	keep := func(text string) (string, error) {
		sum := sha256.Sum256([]byte(text))
		digest := hex.EncodeToString(sum[:])
		return digest, os.WriteFile(filepath.Join(folder, digest), []byte(text), 0o600)
	}
	g := judge.Group{Name: "all", Points: 1}
	for i := range setCases {
		input, err := keep(fmt.Sprintln(i))
		if err != nil {
			return judge.Plan{}, err
		}
		answer, err := keep(fmt.Sprintln("done", i))
		if err != nil {
			return judge.Plan{}, err
		}
		g.Tests = append(g.Tests, judge.Test{Name: fmt.Sprint(i), Input: input, Answer: answer})
	}
	return judge.Plan{Version: judge.PlanVersion, Comparison: judge.Comparison{Mode: judge.Tokens}, Groups: []judge.Group{g}}, nil
}

// judgeSet is one judging: its time to the ideal, the program's share of it, and ms of processor time a test.
func judgeSet(ctx context.Context, backend sandbox.Backend, tools *toolchain.Toolchain, plan judge.Plan, folder string, slots int) ([3]float64, error) {
	counted := &counting{Backend: backend}
	var began time.Time
	outcome, err := judging.Run(ctx, judging.Request{
		Backend: counted, Toolchain: tools, Plan: plan, Slots: slots,
		Program: toolchain.Request{Language: "c", Files: []toolchain.File{{Data: []byte(setProgram)}}, Scope: "load"},
		Blobs:   func(_ context.Context, digest string) (string, error) { return filepath.Join(folder, digest), nil },
		Progress: func(e judge.Event) {
			if e.Stage == judge.Compiled {
				began = time.Now()
			}
		},
	})
	took := time.Since(began)
	if err == nil && outcome.Verdict != judge.Accepted {
		err = fmt.Errorf("the test set is judged %s: %s", outcome.Verdict, outcome.Detail)
	}
	if err != nil {
		return [3]float64{}, err
	}
	cpu, wall := time.Duration(counted.cpu.Load()), time.Duration(counted.wall.Load())
	return [3]float64{took.Seconds() * float64(slots) / cpu.Seconds(), wall.Seconds() / cpu.Seconds(), millis(cpu) / setCases}, nil
}

// counting adds up what the programs took.
type counting struct {
	sandbox.Backend
	cpu, wall atomic.Int64
}

type countingSlot struct {
	sandbox.Slot
	sum *counting
}

func (c *counting) Open(ctx context.Context) (sandbox.Slot, error) {
	slot, err := c.Backend.Open(ctx)
	return countingSlot{slot, c}, err
}

func (s countingSlot) Run(ctx context.Context, spec sandbox.Spec) (sandbox.Result, error) {
	r, err := s.Slot.Run(ctx, spec)
	if spec.Stdin != nil { // the compiler has none
		s.sum.cpu.Add(int64(r.CPUTime))
		s.sum.wall.Add(int64(r.WallTime))
	}
	return r, err
}

// testSetsTable shows the time to judge a set beside the least possible.
func testSetsTable(all []testSet) string {
	var b strings.Builder
	b.WriteString("| Test set | Slots | Whole | of it the program | At most |\n|---|--:|--:|--:|--:|\n")
	for _, s := range all {
		fmt.Fprintf(&b, "| %d tests of %.1f ms | %d | %s | %s | %s |\n", s.Cases, s.CaseMs, s.Slots, times(s.Ratio), times(s.Program), times(s.Bound))
	}
	return b.String()
}
