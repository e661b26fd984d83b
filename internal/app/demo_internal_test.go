package app

import (
	"bytes"
	"context"
	"errors"
	"io"
	"log/slog"
	"strings"
	"testing"
)

// A part that cannot be filled does not keep the others from it, and the last line says what to open.
func TestTheStartEndsWithTheLinkToOpenThoughASeedFails(t *testing.T) {
	c := Config{Services: []string{"all"}, Addr: "127.0.0.1:0", Data: t.TempDir(), Demo: true, PublicURL: "http://127.0.0.1:8080", AdminAddr: "127.0.0.1:9080"}
	d, err := newDemo(c)
	if err != nil {
		t.Fatal(err)
	}
	s := &system{config: c, log: slog.New(slog.DiscardHandler), demo: d, admin: "127.0.0.1:40001"}
	d.people.Store(true)
	if err := d.ready(); err == nil {
		t.Error("ready before its people are there")
	}
	var out bytes.Buffer
	s.greet(t.Context(), &out, []builtPart{
		{"auth", &part{seed: func(context.Context, io.Writer) error { d.people.Store(false); return nil }}},
		{"problems", &part{seed: func(context.Context, io.Writer) error {
			d.missing["small-shelf"] = true
			return errors.New("seed small-shelf: expected TLE, got AC")
		}}},
		{"assessments", &part{seed: func(context.Context, io.Writer) error { d.invited("http://127.0.0.1:8080/take/abc"); return nil }}},
	})
	if err := d.ready(); err != nil {
		t.Error(err)
	}
	lines := strings.Split(strings.TrimSpace(out.String()), "\n")
	last := lines[len(lines)-1]
	for _, part := range []string{"The demo is complete, but for 1 problem", "Open http://127.0.0.1:8080 ", "http://127.0.0.1:8080/take/abc"} {
		if !strings.Contains(last, part) {
			t.Errorf("the last line is %q, without %q", last, part)
		}
	}
	for _, part := range []string{"Sign in as", "expected TLE, got AC", "http://127.0.0.1:40001, for 127.0.0.1:9080 is in use"} {
		if !strings.Contains(out.String(), part) {
			t.Errorf("%q is not said:\n%s", part, &out)
		}
	}
}
