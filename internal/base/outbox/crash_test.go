package outbox_test

import (
	"bufio"
	"context"
	"fmt"
	"log/slog"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"syscall"
	"testing"
	"time"

	"github.com/codecraft-hq/codecraft/internal/base/bus"
	"github.com/codecraft-hq/codecraft/internal/base/db"
	"github.com/codecraft-hq/codecraft/internal/base/outbox"
	"github.com/codecraft-hq/codecraft/test/harness"
)

// crashing names the environment variable that makes this binary the process to be killed.
const crashing = "CODECRAFT_TEST_CRASHING"

func TestMain(m *testing.M) {
	if folder := os.Getenv(crashing); folder != "" {
		fmt.Println("failed:", write(context.Background(), folder))
		os.Exit(1)
	}
	os.Exit(m.Run())
}

// parts are what a process has: a database and an embedded bus, both in the folder.
func parts(ctx context.Context, folder string) (*db.DB, *bus.Bus, error) {
	d, err := db.Open(ctx, db.Config{URL: folder, Schema: "post"})
	if err != nil {
		return nil, nil, err
	}
	if err := outbox.Migrate(ctx, d); err != nil {
		return nil, nil, err
	}
	b, err := bus.Start(bus.Config{Dir: filepath.Join(folder, "bus")})
	if err != nil {
		return nil, nil, err
	}
	return d, b, b.EnsureStream(ctx, events)
}

// write adds message after message, relays meanwhile, and prints each that was committed.
func write(ctx context.Context, folder string) error {
	d, b, err := parts(ctx, folder)
	if err != nil {
		return err
	}
	go func() { _ = outbox.Relay{DB: d, Bus: b, Log: slog.New(slog.DiscardHandler)}.Run(ctx) }()
	round := os.Getenv(crashing + "_ROUND")
	for i := 0; ; i++ {
		id := fmt.Sprintf("%s-%d", round, i)
		err := d.InTx(ctx, func(ctx context.Context) error { return outbox.Add(ctx, d, "events.a", id, id) })
		if err != nil {
			return err
		}
		fmt.Println(id)
	}
}

func TestNoCommittedMessageIsLostByKill9(t *testing.T) {
	folder, committed := t.TempDir(), map[string]bool{}
	for round := range 3 {
		for _, id := range killed(t, folder, fmt.Sprint("r", round)) {
			committed[id] = true
		}
	}
	d, b, err := parts(t.Context(), folder)
	check(t, err)
	defer d.Close()
	defer b.Close()
	check(t, outbox.Relay{DB: d, Bus: b, Log: harness.Log(t)}.Flush(t.Context()))
	check(t, b.PublishDurable(t.Context(), "events.end", "end", "end"))
	times := map[string]int{}
	check(t, b.Ordered(t.Context(), "EVENTS", "events.>", 0, func(_ uint64, data []byte) error {
		id := strings.Trim(string(data), `"`)
		if id == "end" {
			return bus.Done
		}
		times[id]++
		return nil
	}))
	t.Logf("%d committed before the kills, %d sent", len(committed), len(times))
	if len(committed) < 100 {
		t.Errorf("only %d were committed: the test proves little", len(committed))
	}
	for id := range committed {
		if times[id] != 1 {
			t.Errorf("%s was sent %d times", id, times[id])
		}
	}
}

// killed lets a process write for a moment, kills it, and returns what it said was committed.
func killed(t *testing.T, folder, round string) (committed []string) {
	t.Helper()
	self, err := os.Executable()
	check(t, err)
	c := exec.Command(self)
	c.Env = append(os.Environ(), crashing+"="+folder, crashing+"_ROUND="+round)
	out, err := c.StdoutPipe()
	check(t, err)
	check(t, c.Start())
	kill := time.AfterFunc(time.Minute, func() { _ = c.Process.Kill() })
	defer kill.Stop()
	lines := bufio.NewScanner(out)
	for lines.Scan() {
		id := lines.Text()
		if !strings.HasPrefix(id, round+"-") {
			t.Fatal(id)
		}
		if committed = append(committed, id); len(committed) == 150 {
			check(t, c.Process.Signal(syscall.SIGKILL))
		}
	}
	_ = c.Wait() // killed
	return committed
}
