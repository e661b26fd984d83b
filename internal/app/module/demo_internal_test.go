package module

import (
	"bytes"
	"strings"
	"testing"

	"github.com/codecraft-hq/codecraft/internal/base/config"
)

func TestTheLastLineOfADemoSaysWhatToOpen(t *testing.T) {
	d, err := NewDemo(true, config.Secret("hunter2"), "")
	if err != nil {
		t.Fatal(err)
	}
	d.people.Store(true)
	if err := d.Ready(); err == nil {
		t.Error("ready before its people are there")
	}
	d.people.Store(false)
	if err := d.Ready(); err != nil {
		t.Error(err)
	}
	d.missing["small-shelf"] = true
	d.invited("http://127.0.0.1:8080/take/abc")
	d.invited("http://127.0.0.1:8080/take/second")
	var out bytes.Buffer
	d.Tell(&out, "http://127.0.0.1:8080")
	d.Conclude(&out, "http://127.0.0.1:8080")
	lines := strings.Split(strings.TrimSpace(out.String()), "\n")
	last := lines[len(lines)-1]
	for _, part := range []string{"The demo is complete, but for 1 problem", "Open http://127.0.0.1:8080 ", "http://127.0.0.1:8080/take/abc"} {
		if !strings.Contains(last, part) {
			t.Errorf("the last line is %q, without %q", last, part)
		}
	}
	if strings.Contains(out.String(), "hunter2") || !strings.Contains(out.String(), "Sign in as") {
		t.Errorf("how to sign in:\n%s", &out)
	}
}
