package otlp

import (
	"bytes"
	"context"
	"fmt"
	"log/slog"
	"maps"
	"net/http"
	"slices"
	"sync"
	"time"

	"github.com/prometheus/client_golang/prometheus"
	common "go.opentelemetry.io/proto/otlp/common/v1"
	resource "go.opentelemetry.io/proto/otlp/resource/v1"
)

const (
	maxLine    = 64 << 10        // bytes; Loki takes 256 KiB
	maxWaiting = 8 << 20         // bytes of lines that wait
	maxBatch   = 512 << 10       // bytes of lines that are sent at once, and one line more
	gathering  = time.Second     // how long the first line waits for others
	flushing   = 5 * time.Second // how long Close waits for the collector to take the last lines
)

// Config says where lines go, and whose they are.
type Config struct {
	Endpoint string // http://host:4318, or the whole address of what has another path
	Headers  string // as OTEL_EXPORTER_OTLP_HEADERS has them
	About    map[string]string
	Hide     func(string) string // takes secrets out of a text
	Log      *slog.Logger        // is told of failures; nothing of it is sent
	Lost     prometheus.Counter  // of lines
}

// Logs sends lines, those of one process.
type Logs struct {
	address string
	headers http.Header
	about   *resource.Resource
	hide    func(string) string
	log     *slog.Logger
	lost    prometheus.Counter
	wake    chan struct{} // has a token while lines wait
	closing chan struct{}
	cancel  context.CancelFunc
	ended   chan struct{}
	failing bool // of the goroutine that sends

	mu      sync.Mutex
	text    bytes.Buffer // the line that is being written
	waiting []line       // the oldest first
	size    int          // of their texts, in bytes
	missing int          // lines that were lost since it was told
	closed  bool
}

type line struct {
	at    time.Time
	level slog.Level
	text  string // JSON
}

// StartLogs begins to send what Also is told.
func StartLogs(c Config) (*Logs, error) {
	address, err := Address(c.Endpoint, LogsPath)
	if err != nil {
		return nil, err
	}
	headers, err := Headers(c.Headers)
	if err != nil {
		return nil, err
	}
	headers.Set("Content-Type", "application/x-protobuf")
	about := &resource.Resource{}
	for _, key := range slices.Sorted(maps.Keys(c.About)) {
		about.Attributes = append(about.Attributes, &common.KeyValue{Key: key, Value: said(c.About[key])})
	}
	ctx, cancel := context.WithCancel(context.Background())
	s := &Logs{
		address: address, headers: headers, about: about, hide: c.Hide, log: c.Log, lost: c.Lost,
		wake: make(chan struct{}, 1), closing: make(chan struct{}), cancel: cancel, ended: make(chan struct{}),
	}
	go s.run(ctx)
	return s, nil
}

// Close sends what is left. Lines that come later are not sent.
func (s *Logs) Close() error {
	s.mu.Lock()
	s.closed = true
	s.mu.Unlock()
	close(s.closing)
	defer time.AfterFunc(flushing, s.cancel).Stop()
	defer s.cancel()
	<-s.ended
	if n := s.told(); n > 0 {
		return fmt.Errorf("send the log: %d lines were not sent to %s; they are on standard error", n, s.address)
	}
	return nil
}

// run sends until Close, and then what is left.
func (s *Logs) run(ctx context.Context) {
	defer close(s.ended)
	for more := true; more; {
		more = s.gather()
		for batch := s.batch(); len(batch) > 0; batch = s.batch() {
			s.deliver(ctx, batch)
		}
	}
}

// gather waits for a line, and a moment for those that come with it. It answers false when there will be none after these.
func (s *Logs) gather() bool {
	select {
	case <-s.closing:
		return false
	case <-s.wake:
	}
	select {
	case <-s.closing:
		return false
	case <-time.After(gathering):
		return true
	}
}

func (s *Logs) awaken() {
	select {
	case s.wake <- struct{}{}:
	default:
	}
}

// batch takes the oldest of the lines that wait.
func (s *Logs) batch() []line {
	s.mu.Lock()
	defer s.mu.Unlock()
	n, size := 0, 0
	for n < len(s.waiting) && size < maxBatch {
		size += len(s.waiting[n].text)
		n++
	}
	batch := s.waiting[:n:n]
	s.waiting, s.size = s.waiting[n:], s.size-size
	return batch
}

// lose counts lines that are not sent. The lock is held.
func (s *Logs) lose(lines int) {
	s.lost.Add(float64(lines))
	s.missing += lines
}

// told is how many lines were lost since it was asked last.
func (s *Logs) told() int {
	s.mu.Lock()
	defer s.mu.Unlock()
	n := s.missing
	s.missing = 0
	return n
}
