package harness

import (
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"maps"
	"net"
	"net/http"
	"net/url"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"testing"
	"time"

	"github.com/goccy/go-yaml"
)

// lokiVariable names the program; make test-logs builds it.
const lokiVariable = "CODECRAFT_LOKI"

// Loki is a real one, on this machine, with the configuration that operators are given.
type Loki struct{ URL string }

// NewLoki runs until the test has ended. The test is skipped where no program is named.
func NewLoki(t testing.TB, config string) *Loki {
	t.Helper()
	program := os.Getenv(lokiVariable)
	if program == "" {
		t.Skip(lokiVariable + " is not set: NOTHING IS ASKED OF LOKI (make test-logs does)")
	}
	addr, file := FreeAddr(t), filepath.Join(t.TempDir(), "loki.yaml")
	if err := os.WriteFile(file, onThisMachine(t, config, addr), 0o600); err != nil {
		t.Fatal(err)
	}
	command := exec.CommandContext(t.Context(), program, "-config.file="+file)
	command.Stdout, command.Stderr = t.Output(), t.Output()
	if err := command.Start(); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = command.Wait() }) // the test's context has ended it
	l := &Loki{"http://" + addr}
	Eventually(t, Patience, func() error {
		_, err := l.get("/ready", nil)
		return err
	})
	return l
}

// onThisMachine is a configuration with folders, ports and addresses of a test's own; all else is as it stands.
func onThisMachine(t testing.TB, config, addr string) []byte {
	t.Helper()
	text, err := os.ReadFile(config)
	if err != nil {
		t.Fatal(err)
	}
	var all map[string]any
	if err := yaml.Unmarshal(text, &all); err != nil {
		t.Fatalf("%s: %v", config, err)
	}
	of := func(addr string) (string, int) {
		host, port, err := net.SplitHostPort(addr)
		n, numberErr := strconv.Atoi(port)
		if err := errors.Join(err, numberErr); err != nil {
			t.Fatal(err)
		}
		return host, n
	}
	host, port := of(addr)
	_, inner := of(FreeAddr(t))
	dir := t.TempDir()
	for part, own := range map[string]map[string]any{
		"server": {"http_listen_address": host, "http_listen_port": port, "grpc_listen_address": host, "grpc_listen_port": inner, "log_level": "warn"},
		"common": {
			"path_prefix": dir, "instance_addr": host, "ring": map[string]any{"instance_addr": host, "kvstore": map[string]any{"store": "inmemory"}},
			"storage": map[string]any{"filesystem": map[string]any{"chunks_directory": filepath.Join(dir, "chunks"), "rules_directory": filepath.Join(dir, "rules")}},
		},
		"compactor": {"working_directory": filepath.Join(dir, "compactor")},
	} {
		given, _ := all[part].(map[string]any)
		if given == nil {
			t.Fatalf("%s has no %s", config, part)
		}
		maps.Copy(given, own)
	}
	out, err := yaml.Marshal(all)
	if err != nil {
		t.Fatal(err)
	}
	return out
}

func (l *Loki) get(path string, query url.Values) ([]byte, error) {
	r, err := http.Get(l.URL + path + "?" + query.Encode())
	if err != nil {
		return nil, err
	}
	defer r.Body.Close()
	text, err := io.ReadAll(r.Body)
	if err == nil && r.StatusCode != http.StatusOK {
		err = fmt.Errorf("%s: %s", r.Status, text)
	}
	return text, err
}

// Answer is what Loki has to show for a query: lines, or series of figures.
type Answer struct {
	Lines  []Line // in the order of their times
	Series int
}

// MostLines is how many lines there are in an answer at most.
const MostLines = 5000

// Ask asks for what was in the last hour.
func (l *Loki) Ask(query string) (Answer, error) {
	now := time.Now()
	text, err := l.get("/loki/api/v1/query_range", url.Values{
		"query": {query}, "limit": {strconv.Itoa(MostLines)}, "direction": {"forward"}, "step": {"15"},
		"start": {strconv.FormatInt(now.Add(-time.Hour).UnixNano(), 10)}, "end": {strconv.FormatInt(now.Add(time.Minute).UnixNano(), 10)},
	})
	if err != nil {
		return Answer{}, err
	}
	var said struct {
		Data struct {
			Kind   string `json:"resultType"`
			Result []struct {
				Stream map[string]string   `json:"stream"`
				Values [][]json.RawMessage `json:"values"`
			} `json:"result"`
		} `json:"data"`
	}
	if err := json.Unmarshal(text, &said); err != nil {
		return Answer{}, fmt.Errorf("%w: %s", err, text)
	}
	a := Answer{Series: len(said.Data.Result)}
	if said.Data.Kind != "streams" {
		return a, nil
	}
	for _, stream := range said.Data.Result {
		for _, value := range stream.Values {
			line, err := lineOf(stream.Stream["service_name"], value)
			if err != nil {
				return a, err
			}
			a.Lines = append(a.Lines, line)
		}
	}
	a.Lines = inOrder(a.Lines)
	return a, nil
}

// lineOf reads a time in nanoseconds and a text.
func lineOf(service string, value []json.RawMessage) (Line, error) {
	if len(value) < 2 {
		return Line{}, fmt.Errorf("a line has %d parts", len(value))
	}
	var at, text string
	if err := errors.Join(json.Unmarshal(value[0], &at), json.Unmarshal(value[1], &text)); err != nil {
		return Line{}, err
	}
	nanoseconds, err := strconv.ParseInt(at, 10, 64)
	if err != nil {
		return Line{}, err
	}
	return newLine(service, text, time.Unix(0, nanoseconds).UTC())
}

// Streams are the labels that Loki has made streams of.
func (l *Loki) Streams() ([]map[string]string, error) {
	text, err := l.get("/loki/api/v1/series", url.Values{"match[]": {`{service_namespace="codecraft"}`}})
	if err != nil {
		return nil, err
	}
	var said struct {
		Data []map[string]string `json:"data"`
	}
	return said.Data, json.Unmarshal(text, &said)
}
