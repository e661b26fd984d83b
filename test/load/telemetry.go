package main

import (
	"context"
	"fmt"
	"io"
	"net"
	"net/http"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"time"
)

// telemetry is what being watched costs: the processor time of a request to a product that sends every request's spans to a
// collector and is asked for its metrics, beside that of one that does neither.
type telemetry struct {
	Requests  int     `json:"requests"` // in a turn
	PlainMs   float64 `json:"plainMs"`  // of a request, of the median round
	WatchedMs float64 `json:"watchedMs"`
	Ratio     float64 `json:"ratio"` // within a round, of the median round
}

// telemetryBound is five percent of the processor time of requests.
const telemetryBound = 1.05

// watchedRequests are so many that a turn takes a second or two, which the clock of processor time tells well.
const watchedRequests = 1500

// measureTelemetry asks both products in turns, first the one and then the other, and the other way round.
func (o options) measureTelemetry(ctx context.Context, folder string) (*telemetry, error) {
	collector, stopCollector, err := sink()
	if err != nil {
		return nil, err
	}
	defer stopCollector()
	plain, err := start(ctx, o.binary, filepath.Join(folder, "plain"))
	if err != nil {
		return nil, err
	}
	defer plain.stop()
	admin, err := freeAddr()
	if err != nil {
		return nil, err
	}
	watched, err := start(ctx, o.binary, filepath.Join(folder, "watched"), "--otlp-endpoint", collector, "--admin-addr", admin)
	if err != nil {
		return nil, err
	}
	defer watched.stop()
	var plainMs, watchedMs, ratio []float64
	for round := range o.rounds + 1 {
		turns := []func() (float64, error){
			func() (float64, error) { return plain.asked(ctx, watchedRequests, "") },
			func() (float64, error) { return watched.asked(ctx, watchedRequests, "http://"+admin+"/metrics") },
		}
		var took [2]float64
		for i := range turns {
			which := (i + round) % 2
			if took[which], err = turns[which](); err != nil {
				return nil, err
			}
		}
		if round == 0 {
			continue // caches fill
		}
		plainMs, watchedMs, ratio = append(plainMs, took[0]), append(watchedMs, took[1]), append(ratio, took[1]/took[0])
	}
	return &telemetry{Requests: watchedRequests, PlainMs: median(plainMs), WatchedMs: median(watchedMs), Ratio: median(ratio)}, nil
}

// asked lists problems so often, and once the metrics where there is an address of them. It answers the processor time of the process
// in milliseconds a request.
func (p *product) asked(ctx context.Context, requests int, metrics string) (float64, error) {
	before, err := p.processor()
	if err != nil {
		return 0, err
	}
	for range requests {
		if err := p.get(ctx, p.owner.Base+"/v1/problems"); err != nil {
			return 0, err
		}
	}
	if metrics != "" {
		if err := p.get(ctx, metrics); err != nil {
			return 0, err
		}
	}
	after, err := p.processor()
	return millis(after-before) / float64(requests), err
}

func (p *product) get(ctx context.Context, address string) error {
	q, err := http.NewRequestWithContext(ctx, http.MethodGet, address, nil)
	if err != nil {
		return err
	}
	q.Header.Set("Authorization", "Bearer "+p.owner.Token)
	r, err := p.owner.HTTP.Do(q)
	if err != nil {
		return err
	}
	defer r.Body.Close() //nolint:errcheck // it was only read
	if r.StatusCode != http.StatusOK {
		return fmt.Errorf("GET %s: %s", address, r.Status)
	}
	_, err = io.Copy(io.Discard, r.Body)
	return err
}

// processor is the time that the process has had of a processor, its programs apart.
func (p *product) processor() (time.Duration, error) {
	text, err := os.ReadFile(fmt.Sprintf("/proc/%d/stat", p.cmd.Process.Pid))
	if err != nil {
		return 0, err
	}
	fields := strings.Fields(string(text[strings.LastIndexByte(string(text), ')')+1:]))
	var ticks int64
	for _, field := range fields[11:13] { // utime and stime of proc(5), in hundredths of a second
		n, err := strconv.ParseInt(field, 10, 64)
		if err != nil {
			return 0, err
		}
		ticks += n
	}
	return time.Duration(ticks) * 10 * time.Millisecond, nil
}

// sink takes what is sent to it, and forgets it.
func sink() (address string, stop func(), err error) {
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		return "", nil, err
	}
	server := &http.Server{ReadHeaderTimeout: time.Minute, Handler: http.HandlerFunc(func(_ http.ResponseWriter, r *http.Request) { _, _ = io.Copy(io.Discard, r.Body) })}
	go func() { _ = server.Serve(listener) }()
	return "http://" + listener.Addr().String(), func() { _ = server.Close() }, nil
}

func telemetryTable(t *telemetry) string {
	return fmt.Sprintf("| Requests in a turn | Not watched | Watched | Ratio | At most |\n|--:|--:|--:|--:|--:|\n| %d | %.3f ms | %.3f ms | %s | %s |\n",
		t.Requests, t.PlainMs, t.WatchedMs, times(t.Ratio), times(telemetryBound))
}
