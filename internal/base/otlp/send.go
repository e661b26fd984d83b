package otlp

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"net/http"
	"strconv"
	"time"

	common "go.opentelemetry.io/proto/otlp/common/v1"
	logs "go.opentelemetry.io/proto/otlp/logs/v1"
	"google.golang.org/protobuf/proto"
)

const (
	answering = 10 * time.Second // what a collector has for one batch
	shortest  = time.Second      // between two tries; it doubles
	longest   = 30 * time.Second
)

// deliver sends lines until they are taken, or refused for good. After Close they are tried once more.
func (s *Logs) deliver(ctx context.Context, batch []line) {
	body, err := s.encoded(batch)
	if err != nil {
		s.drop(batch, err)
		return
	}
	last := false
	for pause := shortest; ; pause = min(2*pause, longest) {
		again, err := s.post(ctx, body)
		if err == nil {
			s.recovered()
			return
		}
		if !again || last || ctx.Err() != nil {
			s.drop(batch, err)
			return
		}
		s.fails(err)
		select {
		case <-time.After(max(pause, refusedFor(err))):
		case <-s.closing:
			last = true
		}
	}
}

// refusal is a collector's answer that is no success.
type refusal struct {
	status int
	after  time.Duration
}

// Error leaves the answer's text out, in which lines may stand.
func (r refusal) Error() string {
	return fmt.Sprintf("the collector answered %d %s", r.status, http.StatusText(r.status))
}

// refusedFor is how long a collector wants to be left alone.
func refusedFor(err error) time.Duration {
	var r refusal
	errors.As(err, &r)
	return min(r.after, longest)
}

// post sends a batch once; again tells whether the same may be taken later (OTLP's list of statuses).
func (s *Logs) post(ctx context.Context, body []byte) (again bool, err error) {
	ctx, cancel := context.WithTimeout(ctx, answering)
	defer cancel()
	q, err := http.NewRequestWithContext(ctx, http.MethodPost, s.address, bytes.NewReader(body))
	if err != nil {
		return false, err
	}
	q.Header = s.headers
	r, err := http.DefaultClient.Do(q)
	if err != nil {
		return true, err
	}
	defer r.Body.Close()
	_, _ = io.Copy(io.Discard, io.LimitReader(r.Body, 64<<10)) // the connection is used again
	switch r.StatusCode {
	case http.StatusOK, http.StatusAccepted, http.StatusNoContent:
		return false, nil
	case http.StatusTooManyRequests, http.StatusBadGateway, http.StatusServiceUnavailable, http.StatusGatewayTimeout:
		again = true
	}
	seconds, _ := strconv.Atoi(r.Header.Get("Retry-After")) // a date is not waited for
	return again, refusal{r.StatusCode, time.Duration(max(0, seconds)) * time.Second}
}

// encoded is the body of a request. LogsData is what OTLP's service takes, without what that needs of gRPC.
func (s *Logs) encoded(batch []line) ([]byte, error) {
	records := make([]*logs.LogRecord, len(batch))
	for i, l := range batch {
		records[i] = &logs.LogRecord{
			TimeUnixNano:   uint64(l.at.UnixNano()), //nolint:gosec // after 1970
			SeverityNumber: severity(l.level), SeverityText: l.level.String(), Body: said(l.text),
		}
	}
	return proto.Marshal(&logs.LogsData{ResourceLogs: []*logs.ResourceLogs{{Resource: s.about, ScopeLogs: []*logs.ScopeLogs{{LogRecords: records}}}}})
}

// severity is a level as OpenTelemetry counts: its steps are slog's, from another beginning.
func severity(level slog.Level) logs.SeverityNumber {
	return logs.SeverityNumber_SEVERITY_NUMBER_INFO + logs.SeverityNumber(level) //nolint:gosec // few levels
}

func said(text string) *common.AnyValue {
	return &common.AnyValue{Value: &common.AnyValue_StringValue{StringValue: text}}
}

// fails tells once that the collector does not take lines.
func (s *Logs) fails(err error) {
	if !s.failing {
		s.log.Warn("the log is not sent for now", "error", err)
	}
	s.failing = true
}

// recovered tells what was lost meanwhile.
func (s *Logs) recovered() {
	if lost := s.told(); s.failing || lost > 0 {
		s.log.Warn("the log is sent again", "lost", lost)
	}
	s.failing = false
}

func (s *Logs) drop(batch []line, err error) {
	s.mu.Lock()
	s.lose(len(batch))
	s.mu.Unlock()
	s.fails(err)
}
