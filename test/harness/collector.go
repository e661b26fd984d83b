package harness

import (
	"bytes"
	"encoding/hex"
	"io"
	"net/http"
	"net/http/httptest"
	"sync"
	"testing"

	collector "go.opentelemetry.io/proto/otlp/collector/trace/v1"
	common "go.opentelemetry.io/proto/otlp/common/v1"
	"google.golang.org/protobuf/proto"
)

// Collector takes what products send as OTLP over HTTP, at URL.
type Collector struct {
	URL   string
	t     testing.TB
	mu    sync.Mutex
	spans map[string][]Span // by trace
	lines []Line
	sent  [][]byte
}

// Span is one that a product has sent.
type Span struct {
	Module           string // of the process
	Name, ID, Parent string
	About            map[string]string
}

// NewCollector is one that listens until the test has ended.
func NewCollector(t testing.TB) *Collector {
	t.Helper()
	c := &Collector{t: t, spans: map[string][]Span{}}
	mux := http.NewServeMux()
	mux.HandleFunc("POST /v1/traces", c.take)
	mux.HandleFunc("POST /v1/logs", c.takeLines)
	server := httptest.NewServer(mux)
	t.Cleanup(server.Close)
	c.URL = server.URL
	return c
}

func (c *Collector) take(_ http.ResponseWriter, r *http.Request) {
	var all collector.ExportTraceServiceRequest
	c.read(r, &all)
	c.mu.Lock()
	defer c.mu.Unlock()
	for _, resource := range all.GetResourceSpans() {
		module := said(resource.GetResource().GetAttributes())["codecraft.modules"]
		for _, scope := range resource.GetScopeSpans() {
			for _, s := range scope.GetSpans() {
				trace := hex.EncodeToString(s.GetTraceId())
				c.spans[trace] = append(c.spans[trace], Span{
					Module: module, Name: s.GetName(), ID: hex.EncodeToString(s.GetSpanId()), Parent: hex.EncodeToString(s.GetParentSpanId()), About: said(s.GetAttributes()),
				})
			}
		}
	}
}

// read reads what was sent, and keeps it.
func (c *Collector) read(r *http.Request, into proto.Message) {
	body, err := io.ReadAll(r.Body)
	if err == nil {
		err = proto.Unmarshal(body, into)
	}
	if err != nil {
		c.t.Errorf("what was sent cannot be read: %v", err)
	}
	c.mu.Lock()
	defer c.mu.Unlock()
	c.sent = append(c.sent, body)
}

// said are the attributes that are texts, or a list of one.
func said(all []*common.KeyValue) map[string]string {
	texts := map[string]string{}
	for _, a := range all {
		texts[a.GetKey()] = a.GetValue().GetStringValue()
		if list := a.GetValue().GetArrayValue().GetValues(); len(list) == 1 {
			texts[a.GetKey()] = list[0].GetStringValue()
		}
	}
	return texts
}

// Trace is what has come of one so far.
func (c *Collector) Trace(id string) []Span {
	c.mu.Lock()
	defer c.mu.Unlock()
	return append([]Span(nil), c.spans[id]...)
}

// Holds reports whether anything that has come holds the text.
func (c *Collector) Holds(text string) bool {
	c.mu.Lock()
	defer c.mu.Unlock()
	for _, body := range c.sent {
		if bytes.Contains(body, []byte(text)) {
			return true
		}
	}
	return false
}
