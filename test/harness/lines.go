package harness

import (
	"encoding/json"
	"fmt"
	"net/http"
	"slices"
	"strings"
	"time"

	logs "go.opentelemetry.io/proto/otlp/logs/v1"
)

// Line is one of a log, as a collector or Loki has it.
type Line struct {
	Service string // of the process
	At      time.Time
	Level   string
	Text    string
	Says    map[string]any // by key
}

// newLine reads a line, which is JSON.
func newLine(service, text string, at time.Time) (Line, error) {
	l := Line{Service: service, At: at, Text: text}
	if err := json.Unmarshal([]byte(text), &l.Says); err != nil {
		return l, fmt.Errorf("a line is not JSON: %w: %s", err, text)
	}
	l.Level, _ = l.Says["level"].(string)
	return l, nil
}

// String is a line as tests speak of it.
func (l Line) String() string {
	if route, ok := l.Says["route"]; ok {
		return fmt.Sprintf("%s: %v %v", l.Service, l.Says["msg"], route)
	}
	return fmt.Sprintf("%s: %v", l.Service, l.Says["msg"])
}

// inOrder are lines by their time.
func inOrder(lines []Line) []Line {
	slices.SortStableFunc(lines, func(a, b Line) int { return a.At.Compare(b.At) })
	return lines
}

func (c *Collector) takeLines(_ http.ResponseWriter, r *http.Request) {
	var all logs.LogsData // what OTLP's service takes, too
	c.read(r, &all)
	c.mu.Lock()
	defer c.mu.Unlock()
	for _, resource := range all.GetResourceLogs() {
		service := said(resource.GetResource().GetAttributes())["service.name"]
		for _, scope := range resource.GetScopeLogs() {
			for _, record := range scope.GetLogRecords() {
				l, err := newLine(service, record.GetBody().GetStringValue(), time.Unix(0, int64(record.GetTimeUnixNano())).UTC()) //nolint:gosec // before 2262
				if err != nil || l.Level != record.GetSeverityText() {
					c.t.Errorf("of the level %s: %v, %v", record.GetSeverityText(), l, err)
				}
				c.lines = append(c.lines, l)
			}
		}
	}
}

// Lines are those that have come and hold a text, in the order of their times; all of them for "".
func (c *Collector) Lines(text string) []Line {
	c.mu.Lock()
	defer c.mu.Unlock()
	var found []Line
	for _, l := range c.lines {
		if strings.Contains(l.Text, text) {
			found = append(found, l)
		}
	}
	return inOrder(found)
}
