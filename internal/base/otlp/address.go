// Package otlp sends the lines of a process's log to a collector of OpenTelemetry, or to Loki itself, as OTLP over HTTP. Where
// spans go is an address of the same kind; they have an exporter of their own (traces/export).
//
// Lines are sent as they stand on standard error under --log-format json, so that one query reads those that came this way and those
// that a collector has read from there. What is sent beside a line is the same for all lines of a process: whoever indexes it has one
// stream a process, however often that is started again.
//
// A collector that does not answer costs lines and never a request: they wait in memory that is bounded, and those that find no room
// are counted. Nothing is kept by this way alone: all lines are on standard error, too.
package otlp

import (
	"errors"
	"net/http"
	"net/url"
	"strings"
)

// Paths that OTLP gives what is sent.
const (
	TracesPath = "/v1/traces"
	LogsPath   = "/v1/logs"
)

// Address is where something is sent to: an endpoint without a path has the one that OTLP gives it.
func Address(endpoint, path string) (string, error) {
	u, err := url.Parse(endpoint)
	if err != nil || u.Host == "" || u.Scheme != "http" && u.Scheme != "https" || u.User != nil {
		return "", errors.New("write the address of a collector that takes OTLP over HTTP, such as http://127.0.0.1:4318; what it asks for, such as a key, goes into OTEL_EXPORTER_OTLP_HEADERS")
	}
	if strings.Trim(u.Path, "/") == "" {
		u.Path = path
	}
	return u.String(), nil
}

// Headers are what a collector asks for, as OpenTelemetry's variables have it: name=value, separated by commas, with values
// escaped as in addresses.
func Headers(text string) (http.Header, error) {
	all := http.Header{}
	for _, pair := range strings.Split(text, ",") {
		if strings.TrimSpace(pair) == "" {
			continue
		}
		name, escaped, ok := strings.Cut(pair, "=")
		value, err := url.PathUnescape(strings.TrimSpace(escaped))
		if name = strings.TrimSpace(name); !ok || name == "" || err != nil {
			return nil, errors.New("OTEL_EXPORTER_OTLP_HEADERS: write name=value, separated by commas, with values escaped as in addresses: authorization=Bearer%20TOKEN")
		}
		all.Add(name, value)
	}
	return all, nil
}
