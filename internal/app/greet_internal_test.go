package app

import (
	"bytes"
	"context"
	"errors"
	"io"
	"log/slog"
	"path/filepath"
	"strings"
	"testing"

	"github.com/codecraft-hq/codecraft/internal/app/module"
)

// A part that cannot be filled does not keep the others from it, and the last line says what to open.
func TestTheStartEndsWithTheLinkToOpenThoughASeedFails(t *testing.T) {
	c := Config{Services: []string{"all"}, Addr: "127.0.0.1:0", Demo: true, PublicURL: "http://127.0.0.1:8080", AdminAddr: "127.0.0.1:9080"}
	d, err := module.NewDemo(true, "", filepath.Join(t.TempDir(), "password"))
	if err != nil {
		t.Fatal(err)
	}
	s := &system{config: c, log: slog.New(slog.DiscardHandler), demo: d, admin: "127.0.0.1:40001"}
	filled := false
	var out bytes.Buffer
	s.greet(t.Context(), &out, []builtPart{
		{"auth", &module.Part{Seed: func(context.Context, io.Writer) error { return nil }}},
		{"problems", &module.Part{Seed: func(context.Context, io.Writer) error {
			return errors.New("seed small-shelf: expected TLE, got AC")
		}}},
		{"assessments", &module.Part{Seed: func(context.Context, io.Writer) error { filled = true; return nil }}},
	})
	lines := strings.Split(strings.TrimSpace(out.String()), "\n")
	if last := lines[len(lines)-1]; !filled || !strings.Contains(last, "The demo is complete. Open http://127.0.0.1:8080") {
		t.Errorf("filled %v, and the last line is %q", filled, last)
	}
	for _, part := range []string{"Sign in as", "expected TLE, got AC", "http://127.0.0.1:40001, for 127.0.0.1:9080 is in use"} {
		if !strings.Contains(out.String(), part) {
			t.Errorf("%q is not said:\n%s", part, &out)
		}
	}
}
