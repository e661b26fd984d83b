// Package crowd plays candidates at work, as many as are asked for, against one process of the product: each types every two
// seconds, runs a program a minute, hands in every ten minutes, and has the page's event stream open.
package crowd

import (
	"context"
	"fmt"
	"net/http"
	"slices"
	"strings"
	"testing"
	"time"

	"golang.org/x/sync/errgroup"

	"github.com/codecraft-hq/codecraft/test/client"
	"github.com/codecraft-hq/codecraft/test/exam"
	"github.com/codecraft-hq/codecraft/test/product"
	"github.com/codecraft-hq/codecraft/test/report"
)

// pace is what people do who think in between.
var pace = exam.Pace{Types: 2 * time.Second, Runs: time.Minute, Submits: 10 * time.Minute}

// step is what a number of candidates met with, and what the product took for it.
type step struct {
	Candidates  int     `json:"candidates"`
	Seconds     float64 `json:"seconds"`
	Runs        int     `json:"runs"`
	RunP50Ms    float64 `json:"runP50Ms"`
	RunP99Ms    float64 `json:"runP99Ms"`
	Saves       int     `json:"saves"`
	SaveP99Ms   float64 `json:"saveP99Ms"`
	Submissions int     `json:"submissions"`
	Refused     int     `json:"refused"` // runs and submissions that there was no room for
	Events      int     `json:"events"`
	Processors  float64 `json:"processors"` // the product's own, without the programs that it ran
	MemoryMB    float64 `json:"memoryMb"`
}

// TestCrowd plays CODECRAFT_CROWD candidates (10 unless set: one number a step) for CODECRAFT_CROWD_SECONDS each (6 unless
// set). Nobody loses what was acknowledged; what they wait is measured, and written where CODECRAFT_CROWD_OUT and
// CODECRAFT_CROWD_DOC say.
func TestCrowd(t *testing.T) {
	sizes, length := report.Numbers(t, "CODECRAFT_CROWD", "10"), time.Duration(report.Numbers(t, "CODECRAFT_CROWD_SECONDS", "6")[0])*time.Second
	p := product.StartEmpty(t, "--log-level", "warn")
	owner := client.New(t, p.URL)
	// Browsers keep their connections; here all come from one place.
	owner.HTTP.Transport = &http.Transport{MaxIdleConnsPerHost: 2 * slices.Max(sizes)}
	owner = owner.SignIn(product.Owner, product.Password)
	assessment := exam.Publish(t, owner)
	var steps []step
	for _, n := range sizes {
		t.Run(fmt.Sprint(n), func(t *testing.T) {
			people := exam.Invite(t, owner, assessment, fmt.Sprintf("crowd-of-%d", n), "python", n)
			steps = append(steps, play(t, p, owner, people, length))
		})
	}
	t.Log("\n" + table(steps))
	report.Keep(t, "CODECRAFT_CROWD", "bench-load", steps, map[string]string{"crowd": table(steps)})
}

// play lets people work for a while.
func play(t *testing.T, p *product.Product, owner *client.Client, candidates []*exam.Candidate, length time.Duration) step {
	t.Helper()
	var people []*exam.Person
	for _, candidate := range candidates {
		if err := candidate.Tab.Append(exam.Python + "# "); err != nil {
			t.Fatal(err)
		}
		people = append(people, &exam.Person{Candidate: candidate})
	}
	ctx, cancel := context.WithTimeout(context.WithoutCancel(t.Context()), length)
	defer cancel()
	before, begun := p.Spent(), time.Now()
	var working errgroup.Group
	for _, each := range people {
		working.Go(func() error { return each.Work(ctx, pace) })
	}
	err := working.Wait()
	s := step{Candidates: len(people), Seconds: time.Since(begun).Seconds()}
	after := p.Spent()
	if err != nil {
		t.Error(err)
	}
	s.Processors, s.MemoryMB = (after["process_cpu_seconds_total"]-before["process_cpu_seconds_total"])/s.Seconds, after["process_resident_memory_bytes"]/(1<<20)
	var runs, saves []time.Duration
	for _, each := range people {
		runs, saves = append(runs, each.Runs.Took...), append(saves, each.Saves.Took...)
		s.Submissions += len(each.Submissions.Took)
		s.Refused += each.Runs.Refused + each.Submissions.Refused
		s.Events += each.Events
		if each.Letters == 0 || each.Events == 0 {
			t.Errorf("attempt %s: %d letters were acknowledged, %d events came", each.Attempt, each.Letters, each.Events)
		}
		kept := owner.Get("/v1/documents/" + each.Document).Text("text")
		if want := exam.Python + "# " + strings.Repeat("x", each.Letters); !strings.HasPrefix(kept, want) {
			t.Errorf("attempt %s: %q was acknowledged, %q is kept", each.Attempt, want, kept)
		}
	}
	s.Runs, s.RunP50Ms, s.RunP99Ms = len(runs), report.Millis(runs, 50), report.Millis(runs, 99)
	s.Saves, s.SaveP99Ms = len(saves), report.Millis(saves, 99)
	return s
}

func table(steps []step) string {
	var b strings.Builder
	b.WriteString("| Candidates | Runs | Run p50 | Run p99 | Edits | Edit p99 | Submissions | No room | Product's processors | Memory |\n|--:|--:|--:|--:|--:|--:|--:|--:|--:|--:|\n")
	for _, s := range steps {
		fmt.Fprintf(&b, "| %d | %d | %.0f ms | %.0f ms | %d | %.0f ms | %d | %d | %.2f | %.0f MB |\n",
			s.Candidates, s.Runs, s.RunP50Ms, s.RunP99Ms, s.Saves, s.SaveP99Ms, s.Submissions, s.Refused, s.Processors, s.MemoryMB)
	}
	return b.String()
}
