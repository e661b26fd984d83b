// Package top tells what a running process is doing, from what its admin listener says twice: rates are of the time
// between two looks.
package top

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"io"
	"net/http"
	"strings"
	"time"

	"github.com/prometheus/common/expfmt"
	"github.com/prometheus/common/model"

	"github.com/codecraft-hq/codecraft/internal/base/telemetry"
)

// State is what a process is doing: rates are of the time between two looks.
type State struct {
	At      time.Time `json:"at"`
	Version string    `json:"version"`
	Ready   bool      `json:"ready"`
	Problem string    `json:"problem,omitempty"` // why it is not

	Requests struct {
		PerSecond       float64 `json:"perSecond"`
		FailedPerSecond float64 `json:"failedPerSecond"`
		UnderWay        float64 `json:"underWay"`
		Open            float64 `json:"open"` // streams and sockets
	} `json:"requests"`
	Attempts float64          `json:"attempts"`
	Edits    float64          `json:"editsPerSecond"`
	Video    float64          `json:"videoParticipants"`
	Queue    map[string]queue `json:"queue"` // by lane
	Workers  struct {
		Count float64            `json:"count"`
		Slots float64            `json:"slots"` // of this process
		Busy  map[string]float64 `json:"busy"`  // by lane
	} `json:"workers"`
	Runs            map[string]float64 `json:"runsPerSecond"`     // by status
	Verdicts        map[string]float64 `json:"verdictsPerSecond"` // by verdict
	SandboxFailures float64            `json:"sandboxFailuresPerSecond"`
	Memory          struct {
		Used    float64 `json:"used"`
		Limit   float64 `json:"limit"`
		Process float64 `json:"process"`
	} `json:"memoryBytes"`
	DiskFree float64 `json:"diskFreeBytes"`
}

type queue struct {
	Waiting       float64 `json:"waiting"`
	OldestSeconds float64 `json:"oldestSeconds"`
}

// Look is what the admin listener told.
type Look struct {
	at       time.Time
	problem  string // why it is not ready
	families telemetry.Families
}

// Probe asks an admin listener.
type Probe struct{ Base string } // such as http://127.0.0.1:9080

const (
	probeTimeout = 10 * time.Second
	maxProbe     = 32 << 20
)

// Look asks once. The error says what to do where nothing answers.
func (p Probe) Look(ctx context.Context) (Look, error) {
	ctx, cancel := context.WithTimeout(ctx, probeTimeout)
	defer cancel()
	at := time.Now()
	status, metrics, err := p.get(ctx, "/metrics")
	if err != nil {
		return Look{}, p.silent(err)
	}
	parser := expfmt.NewTextParser(model.LegacyValidation)
	families, err := parser.TextToMetricFamilies(strings.NewReader(metrics))
	if err != nil || status != http.StatusOK || families["codecraft_build_info"] == nil {
		return Look{}, errors.Join(p.foreign(), err)
	}
	problem, err := p.problem(ctx)
	if err != nil {
		return Look{}, err
	}
	return Look{at: at, families: families, problem: problem}, nil
}

// Ready asks whether the process is. The error says why it is not, or what to do where nothing answers.
func (p Probe) Ready(ctx context.Context) error {
	ctx, cancel := context.WithTimeout(ctx, probeTimeout)
	defer cancel()
	problem, err := p.problem(ctx)
	if err == nil && problem != "" {
		err = fmt.Errorf("%s is not ready: %s", p.address(), problem)
	}
	return err
}

// problem is why the process is not ready; empty when it is.
func (p Probe) problem(ctx context.Context) (string, error) {
	status, text, err := p.get(ctx, "/readyz")
	switch {
	case err != nil:
		return "", p.silent(err)
	case status == http.StatusOK:
		return "", nil
	case status == http.StatusServiceUnavailable:
		return cmp.Or(strings.TrimSpace(text), http.StatusText(status)), nil
	}
	return "", p.foreign()
}

func (p Probe) address() string { return strings.TrimPrefix(p.Base, "http://") }

func (p Probe) silent(err error) error {
	return fmt.Errorf("nothing answers at %s: is the product running, with this --admin-addr? %w", p.address(), err)
}

func (p Probe) foreign() error {
	return fmt.Errorf("%s is not the admin listener of a CodeCraft: --admin-addr of codecraft serve says where that is", p.address())
}

func (p Probe) get(ctx context.Context, path string) (status int, text string, err error) {
	q, err := http.NewRequestWithContext(ctx, http.MethodGet, p.Base+path, nil)
	if err != nil {
		return 0, "", err
	}
	r, err := http.DefaultClient.Do(q)
	if err != nil {
		return 0, "", err
	}
	defer r.Body.Close()
	all, err := io.ReadAll(io.LimitReader(r.Body, maxProbe))
	return r.StatusCode, string(all), err
}

// InCalls is how many people are in calls.
func (l Look) InCalls() int { return int(l.families.Sum("codecraft_video_participants")) }

// Between is the State at the second of two looks.
func Between(before, now Look) State {
	took := now.at.Sub(before.at).Seconds()
	rates := func(family, label string) map[string]float64 {
		earlier, all := before.families.Sums(family, label), map[string]float64{}
		for name, n := range now.families.Sums(family, label) {
			all[name] = max(0, n-earlier[name]) / took // less than before: the process is another
		}
		return all
	}
	s := State{At: now.at.UTC(), Ready: now.problem == "", Problem: now.problem}
	for _, m := range now.families["codecraft_build_info"].GetMetric() {
		s.Version = telemetry.LabelOf(m, "version")
	}
	classes := rates("codecraft_http_requests_total", "class")
	for _, n := range classes {
		s.Requests.PerSecond += n
	}
	s.Requests.FailedPerSecond = classes["5xx"]
	s.Requests.UnderWay, s.Requests.Open = now.families.Sum("codecraft_http_requests_in_flight"), now.families.Sum("codecraft_http_streams_open")
	s.Attempts, s.Video = now.families.Sum("codecraft_attempts_running"), now.families.Sum("codecraft_video_participants")
	s.Edits = rates("codecraft_document_edits_total", "")[""]
	s.Queue = map[string]queue{}
	oldest := now.families.Sums("codecraft_queue_oldest_seconds", "lane")
	for lane, n := range now.families.Sums("codecraft_queue_depth", "lane") {
		s.Queue[lane] = queue{Waiting: n, OldestSeconds: oldest[lane]}
	}
	s.Workers.Count, s.Workers.Slots = now.families.Sum("codecraft_workers"), now.families.Sum("codecraft_worker_slots")
	s.Workers.Busy = now.families.Sums("codecraft_worker_slots_busy", "lane")
	s.Runs, s.Verdicts = rates("codecraft_runs_total", "status"), rates("codecraft_verdicts_total", "verdict")
	s.SandboxFailures = rates("codecraft_sandbox_failures_total", "")[""]
	s.Memory.Used, s.Memory.Limit = now.families.Sum("codecraft_memory_used_bytes"), now.families.Sum("codecraft_memory_limit_bytes")
	s.Memory.Process, s.DiskFree = now.families.Sum("process_resident_memory_bytes"), now.families.Sum("codecraft_disk_free_bytes")
	return s
}
