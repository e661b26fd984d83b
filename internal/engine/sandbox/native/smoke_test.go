package native_test

import (
	"bytes"
	"log/slog"
	"os"
	"testing"
	"time"

	"github.com/codecraft-hq/codecraft/internal/engine/sandbox"
	"github.com/codecraft-hq/codecraft/internal/engine/sandbox/native"
)

func TestSmoke(t *testing.T) {
	b, err := native.New(t.Context(), native.Config{Slots: 1, Log: slog.New(slog.NewTextHandler(os.Stderr, nil))})
	if err != nil {
		t.Fatal(err)
	}
	defer b.Close()
	s, err := b.Open(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	for _, script := range []string{"echo hi; pwd; id; ls -la / /dev /etc /w; cat a/b.txt; mount; ls /proc; ls -l /proc/1/; cat /proc/1/environ", "echo $$; exit 3", "kill -9 $$", "while :; do :; done", "sleep 100", "head -c 200000000 /dev/zero | tail"} {
		var out bytes.Buffer
		start := time.Now()
		res, err := s.Run(t.Context(), sandbox.Spec{Args: []string{"bash", "-c", script}, Env: []string{"PATH=/usr/bin:/bin"},
			Files:  []sandbox.File{{Name: "a/b.txt", Data: []byte("content\n")}},
			Stdout: &out, Stderr: &out, Limits: sandbox.Limits{CPUTime: time.Second, WallTime: 3 * time.Second, Memory: 64 << 20}})
		t.Logf("%s: %+v %v in %v\n%s", script, res, err, time.Since(start), out.String())
	}
	s.Close()
}
