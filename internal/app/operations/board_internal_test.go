package operations

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/codecraft-hq/codecraft/internal/base/bus"
	"github.com/codecraft-hq/codecraft/internal/base/telemetry"
	"github.com/codecraft-hq/codecraft/test/harness"
)

var noon = time.Date(2026, 3, 2, 12, 0, 0, 0, time.UTC)

// board is one on a clock of its own.
func board(t *testing.T) (b *Board, pass func(time.Duration)) {
	t.Helper()
	now := noon
	return NewBoard(harness.Log(t), func() time.Time { return now }), func(d time.Duration) { now = now.Add(d) }
}

// process is one in which all is well.
func process(id string, services ...string) Report {
	r := Report{ID: id, Host: "host-" + id, Services: services, Version: "v1", StartedAt: noon.Add(-time.Hour)}
	for _, name := range append(slices.Clone(services), QueueUnit) {
		r.Units = append(r.Units, Unit{Name: name, Ready: true})
	}
	return r
}

func without(r Report, unit, reason string) Report {
	r.Units = slices.Clone(r.Units)
	for i := range r.Units {
		if r.Units[i].Name == unit {
			r.Units[i] = Unit{Name: unit, Reason: reason}
		}
	}
	return r
}

// TestAPartThatIsDownIsShownWithItsReason: whatever is wrong with it.
func TestAPartThatIsDownIsShownWithItsReason(t *testing.T) {
	const down = "the database does not answer"
	for says, c := range map[string]struct {
		tell      func(b *Board, pass func(time.Duration))
		state     string
		reason    string
		processes int
	}{
		"all is well":     {func(b *Board, _ func(time.Duration)) { b.take(process("1", "auth")) }, Ready, "", 1},
		"it is not ready": {func(b *Board, _ func(time.Duration)) { b.take(without(process("1", "auth"), "auth", down)) }, Failing, down, 1},
		"one of two is not ready": {func(b *Board, _ func(time.Duration)) {
			b.take(process("1", "auth"))
			b.take(without(process("2", "auth"), "auth", down))
		}, Degraded, down, 2},
		"it has not begun": {func(b *Board, _ func(time.Duration)) {
			r := process("1", "auth")
			r.Units = nil
			b.take(r)
		}, Failing, "it has not begun on host-1", 1},
		"it tells nothing any more": {func(b *Board, pass func(time.Duration)) {
			b.take(process("1", "auth"))
			pass(3 * time.Hour)
			b.take(process("2", "problems"))
		}, Silent, "host-1 has not been heard of since 2026-03-02 12:00:00 UTC", 1},
		"one of two tells nothing": {func(b *Board, pass func(time.Duration)) {
			b.take(process("1", "auth"))
			pass(time.Minute)
			b.take(process("2", "auth"))
		}, Degraded, "host-1 has not been heard of since 2026-03-02 12:00:00 UTC", 2},
		"nobody runs it": {func(b *Board, _ func(time.Duration)) { b.take(process("1", "problems")) }, Missing, "no process that runs it has told how it is: start one, and see that it has the same --nats-url", 0},
		"it has ended as it was told to": {func(b *Board, _ func(time.Duration)) {
			r := process("1", "auth")
			b.take(r)
			r.Leaving = true
			b.take(r)
		}, Missing, "no process that runs it has told how it is: start one, and see that it has the same --nats-url", 0},
		"another has taken its place": {func(b *Board, pass func(time.Duration)) {
			b.take(process("1", "auth"))
			pass(11 * time.Minute)
			b.take(process("2", "auth", "problems"))
		}, Ready, "", 1},
		"it was forgotten": {func(b *Board, pass func(time.Duration)) {
			b.take(process("1", "auth"))
			pass(25 * time.Hour)
		}, Missing, "no process that runs it has told how it is: start one, and see that it has the same --nats-url", 0},
	} {
		t.Run(says, func(t *testing.T) {
			b, pass := board(t)
			c.tell(b, pass)
			parts := b.Overview([]string{"auth"}).Parts
			if len(parts) != 2 || parts[1].Name != QueueUnit {
				t.Fatalf("the parts are %+v", parts)
			}
			if want := (Part{"auth", c.state, c.reason, c.processes}); parts[0] != want {
				t.Errorf("got  %+v\nwant %+v", parts[0], want)
			}
		})
	}
}

// TestANeighbourIsAPartWhereOneIsToldOf: a video server elsewhere, or a bucket, that does not answer takes nothing else with it.
func TestANeighbourIsAPartWhereOneIsToldOf(t *testing.T) {
	b, _ := board(t)
	b.take(process("1", "interviews"))
	if parts := b.Overview([]string{"interviews"}).Parts; len(parts) != 2 {
		t.Errorf("without one there are %+v", parts)
	}
	r := process("2", "interviews")
	r.Units = append(r.Units, Unit{Name: VideoUnit, Reason: "it does not answer"}, Unit{Name: BucketUnit, Ready: true})
	b.take(r)
	want := []Part{{"interviews", Ready, "", 2}, {QueueUnit, Ready, "", 2}, {BucketUnit, Ready, "", 1}, {VideoUnit, Failing, "it does not answer", 1}}
	if parts := b.Overview([]string{"interviews"}).Parts; !slices.Equal(parts, want) {
		t.Errorf("got  %+v\nwant %+v", parts, want)
	}
}

// TestASilentProcessStaysAsItWas: with what it told last, and since when it has not told anything.
func TestASilentProcessStaysAsItWas(t *testing.T) {
	b, pass := board(t)
	r := process("1", "worker")
	r.Worker = &Worker{Level: "isolated", Slots: 4, Runs: 2, Languages: []Language{{ID: "c", Name: "C", Version: "13", Installed: true}}}
	r.Goroutines, r.Figures.Streams = 40, 7
	b.take(r)
	if o := b.Overview(nil); o.Load.Streams != 7 || o.Processes[0].Silent || len(o.Languages) != 1 {
		t.Errorf("at first %+v", o)
	}
	pass(time.Minute)
	o := b.Overview(nil)
	if p := o.Processes[0]; !p.Silent || !p.ToldAt.Equal(noon) || !o.At.Equal(noon.Add(time.Minute)) || p.Goroutines != 40 {
		t.Errorf("the process is %+v", p)
	}
	if w := o.Workers[0]; !w.Silent || w.Runs != 2 {
		t.Errorf("the worker is %+v", w)
	}
	if o.Load.Streams != 0 || len(o.Languages) != 0 {
		t.Errorf("what a silent process had counts still: %+v", o)
	}
}

// TestListsAreLists: what a process left out is not null.
func TestListsAreLists(t *testing.T) {
	b, _ := board(t)
	b.take(Report{ID: "1", Worker: &Worker{Languages: []Language{{ID: "c"}}}, Problems: []telemetry.Problem{{Message: "x"}}})
	told, err := json.Marshal(b.Overview([]string{"auth"}))
	if err != nil || strings.Contains(strings.ReplaceAll(string(told), `"queue":null`, ""), "null") { // at the top the registry sees to it
		t.Errorf("%v: %s", err, told)
	}
}

func TestWhatReplicasTellIsPutTogether(t *testing.T) {
	b, _ := board(t)
	for i, at := range []time.Duration{0, time.Minute} {
		r := process(fmt.Sprint(i), "execution", "worker")
		r.Figures = Figures{Queue: []Lane{{"judgings", 30, 5}, {"runs", 2, float64(i)}}, Streams: 3, MailsWaiting: 4, Outbox: map[string]float64{"execution": 5, "only-" + fmt.Sprint(i): 1}, VideoRooms: 1, HasVideo: i == 0}
		r.Worker = &Worker{Level: "isolated", Slots: 2, Languages: []Language{{ID: "c", Name: "C", Version: fmt.Sprint(13 - i), Installed: true}, {ID: "b", Name: "Rust", Installed: i == 1, Version: "1", Problem: []string{"rustc is not there", ""}[i]}, {ID: "a", Name: "Ada", Problem: "gnat is not there"}}}
		r.Problems = []telemetry.Problem{{At: noon.Add(at), Message: fmt.Sprint("newer of ", i)}, {At: noon.Add(at - time.Second), Message: fmt.Sprint("older of ", i)}}
		b.take(r)
	}
	o := b.Overview([]string{"execution"})
	if want := []Lane{{"judgings", 30, 5}, {"runs", 4, 1}}; !slices.Equal(o.Queue, want) {
		t.Errorf("the queue is %+v, want %+v", o.Queue, want)
	}
	if want := (Load{Streams: 6, MailsWaiting: 4, OutboxWaiting: 7, VideoRooms: 2, HasVideo: true}); o.Load != want {
		t.Errorf("the load is %+v, want %+v", o.Load, want)
	}
	var languages, problems []string
	for _, l := range o.Languages {
		languages = append(languages, fmt.Sprintf("%s %v %d %s", l.ID, l.Versions, l.Workers, l.Problem))
	}
	for _, p := range o.Problems {
		problems = append(problems, p.Message+" "+p.Process)
	}
	if want := []string{"c [13 12] 2 ", "b [1] 1 rustc is not there", "a [] 0 gnat is not there"}; !slices.Equal(languages, want) {
		t.Errorf("the languages are %q, want %q", languages, want)
	}
	if want := []string{"newer of 1 1", "older of 1 1", "newer of 0 0", "older of 0 0"}; !slices.Equal(problems, want) {
		t.Errorf("the problems are %q, want %q", problems, want)
	}
}

// TestABoardIsBounded: by who tells, and by what.
func TestABoardIsBounded(t *testing.T) {
	b, pass := board(t)
	for i := range maxProcesses + 10 {
		pass(time.Millisecond)
		b.take(process(fmt.Sprint(i), "worker"))
	}
	all := b.Overview(nil).Processes
	if len(all) != maxProcesses || slices.ContainsFunc(all, func(p Process) bool { return p.ID == "0" }) {
		t.Errorf("there are %d processes", len(all))
	}
	for says, data := range map[string]string{"too large": `{"id":"new","host":"` + strings.Repeat("x", maxReport) + `"}`, "no report": `[]`, "of nobody": `{"host":"x"}`} {
		b.hear(bus.Message{Data: []byte(data)})
		if _, known := b.all["new"]; known || len(b.all) != maxProcesses {
			t.Errorf("a report that is %s was taken", says)
		}
	}
}

// TestProcessesAreHeardOverTheQueue: until they say that they leave.
func TestProcessesAreHeardOverTheQueue(t *testing.T) {
	harness.EachBus(t, func(t *testing.T, on *bus.Bus) {
		b := NewBoard(harness.Log(t), time.Now)
		defer running(t, func(ctx context.Context) error { return b.Listen(ctx, on) })()
		told := Teller{Bus: on, Log: harness.Log(t), Make: func(context.Context) Report { return process("1", "auth") }}
		shows := func(want int) error {
			if all := b.Overview(nil).Processes; len(all) != want {
				return fmt.Errorf("there are %+v", all)
			}
			return nil
		}
		harness.Eventually(t, harness.Patience, func() error {
			told.tell(t.Context(), process("1", "auth")) // the board may not listen yet, and then hears the next one
			return shows(1)
		})
		running(t, told.Run)()
		harness.Eventually(t, harness.Patience, func() error { return shows(0) })
	})
}

// TestABoardHearsItsOwnProcessWithoutTheQueue: which is what it tells of, then.
func TestABoardHearsItsOwnProcessWithoutTheQueue(t *testing.T) {
	b, _ := board(t)
	on := harness.Bus(t)
	if err := on.Close(); err != nil {
		t.Fatal(err)
	}
	Teller{Bus: on, Log: harness.Log(t), Board: b}.tell(t.Context(), without(process("1", "web"), QueueUnit, "bus: no servers"))
	if parts := b.Overview([]string{"web"}).Parts; parts[0].State != Ready || parts[1] != (Part{QueueUnit, Failing, "bus: no servers", 1}) {
		t.Errorf("the parts are %+v", parts)
	}
}

// running runs something until what it answers is called.
func running(t *testing.T, run func(context.Context) error) (stop func()) {
	t.Helper()
	ctx, cancel := context.WithCancel(t.Context())
	ended := make(chan error, 1)
	go func() { ended <- run(ctx) }()
	return func() {
		cancel()
		if err := <-ended; !errors.Is(err, context.Canceled) {
			t.Error(err)
		}
	}
}
