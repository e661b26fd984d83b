package bus_test

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"sync"
	"testing"
	"time"

	"github.com/codecraft-hq/codecraft/internal/base/bus"
	"github.com/codecraft-hq/codecraft/internal/base/errs"
	"github.com/codecraft-hq/codecraft/test/harness"
)

// queue makes a work queue and runs a consumer of it until the test ends.
func queue(t *testing.T, b *bus.Bus, c bus.ConsumerConfig, handle func(ctx context.Context, d bus.Delivery) error) {
	t.Helper()
	check(t, b.EnsureStream(t.Context(), bus.StreamConfig{Name: "JOBS", Subjects: []string{"jobs.>"}, WorkQueue: true}))
	c.Stream, c.Durable = "JOBS", "workers"
	ctx, cancel := context.WithCancel(t.Context())
	ended := make(chan error, 1)
	go func() { ended <- b.Consume(ctx, c, handle) }()
	t.Cleanup(func() {
		cancel()
		if err := <-ended; !errors.Is(err, context.Canceled) {
			t.Error(err)
		}
	})
}

func receive[T any](t *testing.T, from <-chan T) T {
	t.Helper()
	select {
	case v := <-from:
		return v
	case <-time.After(soon):
		t.Fatal("nothing came")
	}
	panic("unreachable")
}

func TestAMessageIsHandledOnceThoughPublishedTwice(t *testing.T) {
	harness.EachBus(t, func(t *testing.T, b *bus.Bus) {
		got := make(chan bus.Delivery, 10)
		queue(t, b, bus.ConsumerConfig{}, func(_ context.Context, d bus.Delivery) error { got <- d; return nil })
		for _, id := range []string{"1", "1", "2"} {
			check(t, b.PublishDurable(t.Context(), "jobs.a", id, note{id}))
		}
		for _, want := range []string{"1", "2"} {
			var n note
			d := receive(t, got)
			if err := d.Decode(&n); err != nil || n.Text != want || d.MessageID != want || d.Attempts != 1 || d.Subject != "jobs.a" {
				t.Errorf("got %+v %+v, %v", d, n, err)
			}
		}
	})
}

func TestAFailedMessageIsTriedAgainAndAHopelessOneDropped(t *testing.T) {
	harness.EachBus(t, func(t *testing.T, b *bus.Bus) {
		got := make(chan string, 20)
		config := bus.ConsumerConfig{
			MaxDeliver: 2, Backoff: []time.Duration{time.Millisecond},
			Exhausted: func(_ context.Context, d bus.Delivery) error {
				got <- fmt.Sprint("gave up ", d.MessageID, d.Attempts)
				if d.Attempts == 3 {
					return errors.New("not even that")
				}
				return nil
			},
		}
		queue(t, b, config, func(_ context.Context, d bus.Delivery) error {
			got <- fmt.Sprint(d.MessageID, d.Attempts)
			switch d.MessageID {
			case "poison":
				panic("always")
			case "invalid":
				return errs.New(errs.Invalid, "x", "never")
			}
			return nil
		})
		for _, step := range []struct {
			id   string
			want []string
		}{
			{"poison", []string{"poison1", "poison2", "gave up poison3", "gave up poison4"}},
			{"invalid", []string{"invalid1"}},
			{"good", []string{"good1"}},
		} {
			check(t, b.PublishDurable(t.Context(), "jobs.a", step.id, note{}))
			for _, want := range step.want {
				if s := receive(t, got); s != want {
					t.Errorf("got %q, want %q", s, want)
				}
			}
		}
	})
}

func TestAConsumerWithoutASignOfLifeLosesItsMessage(t *testing.T) {
	harness.EachBus(t, func(t *testing.T, b *bus.Bus) {
		const ackWait = 2 * time.Second // a process that is kept from its processor for so long has lost its message, rightly
		attempts, release := make(chan int, 10), make(chan struct{})
		queue(t, b, bus.ConsumerConfig{AtOnce: 2, AckWait: ackWait}, func(_ context.Context, d bus.Delivery) error {
			attempts <- d.Attempts
			if d.MessageID == "silent" && d.Attempts == 1 {
				<-release
			}
			if d.MessageID == "alive" {
				for range 25 { // twice AckWait and more
					<-time.After(ackWait / 10)
					check(t, d.InProgress())
				}
			}
			return d.DoubleAck(context.WithoutCancel(t.Context()))
		})
		check(t, b.PublishDurable(t.Context(), "jobs.a", "silent", note{}))
		if first, second := receive(t, attempts), receive(t, attempts); first != 1 || second != 2 {
			t.Errorf("attempts %d, %d", first, second)
		}
		close(release)
		check(t, b.PublishDurable(t.Context(), "jobs.a", "alive", note{}))
		check(t, b.PublishDurable(t.Context(), "jobs.a", "next", note{}))
		check(t, b.PublishDurable(t.Context(), "jobs.a", "last", note{}))
		for range 3 {
			if n := receive(t, attempts); n != 1 {
				t.Errorf("attempt %d of a message that was worked on", n)
			}
		}
	})
}

func TestReplicasShareTheWork(t *testing.T) {
	url := harness.NATSServer(t)
	got := make(chan string, 100)
	for range 3 {
		queue(t, harness.RemoteBus(t, url), bus.ConsumerConfig{AtOnce: 4}, func(_ context.Context, d bus.Delivery) error {
			got <- d.MessageID
			return nil
		})
	}
	publisher := harness.RemoteBus(t, url)
	want := []string{}
	for i := range 50 {
		want = append(want, fmt.Sprintf("%02d", i))
		check(t, publisher.PublishDurable(t.Context(), "jobs.a", want[i], note{}))
	}
	all := []string{}
	for range 50 {
		all = append(all, receive(t, got))
	}
	slices.Sort(all)
	if !slices.Equal(all, want) {
		t.Errorf("handled %v", all)
	}
}

func TestPublishingFailsPlainly(t *testing.T) {
	harness.EachBus(t, func(t *testing.T, b *bus.Bus) {
		if err := b.PublishDurable(t.Context(), "nowhere.a", "1", note{}); !bus.NoStream(err) {
			t.Errorf("without a stream: %v", err)
		}
		check(t, b.EnsureStream(t.Context(), bus.StreamConfig{Name: "SMALL", Subjects: []string{"small.>"}, WorkQueue: true, MaxBytes: 1000}))
		var err error
		for i := 0; i < 20 && err == nil; i++ {
			err = b.PublishDurable(t.Context(), "small.a", fmt.Sprint(i), make([]byte, 200))
		}
		if e := errs.Of(err); err == nil || e.Kind != errs.Unavailable || e.RetryAfter == 0 {
			t.Errorf("a full queue: %v", err)
		}
	})
}

func TestAStreamIsReadInOrderFromAnywhere(t *testing.T) {
	harness.EachBus(t, func(t *testing.T, b *bus.Bus) {
		check(t, b.EnsureStream(t.Context(), bus.StreamConfig{Name: "RUNS", Subjects: []string{"runs.*"}, Memory: true, MaxAge: time.Minute}))
		if _, _, err := b.Last(t.Context(), "RUNS", "runs.a"); !errors.Is(err, bus.ErrNoMessage) {
			t.Errorf("the last of none: %v", err)
		}
		publish := func(from, to int) {
			for i := from; i < to; i++ {
				check(t, b.PublishDurable(t.Context(), "runs.a", fmt.Sprint("a", i), []byte(fmt.Sprint(i))))
				check(t, b.PublishDurable(t.Context(), "runs.b", fmt.Sprint("b", i), []byte("other")))
			}
		}
		publish(0, 10)
		var mu sync.Mutex
		var places []uint64
		read := func(from uint64, want int) error {
			next := want
			return b.Ordered(t.Context(), "RUNS", "runs.a", from, func(place uint64, data []byte) error {
				if string(data) != fmt.Sprint(next) {
					return fmt.Errorf("got %s, want %d", data, next)
				}
				mu.Lock()
				if want == 0 && next < 10 && len(places) < 10 {
					places = append(places, place)
				}
				mu.Unlock()
				if next++; next == 20 {
					return bus.Done
				}
				return nil
			})
		}
		ended := make(chan error, 1)
		go func() { ended <- read(0, 0) }()
		publish(10, 20)
		check(t, receive(t, ended))
		check(t, read(places[5]+1, 6))
		place, data, err := b.Last(t.Context(), "RUNS", "runs.a")
		if err != nil || string(data) != "19" || place <= places[9] {
			t.Errorf("last: %d %s %v", place, data, err)
		}
		ctx, cancel := context.WithCancel(t.Context())
		go func() {
			ended <- b.Ordered(ctx, "RUNS", "runs.none", 0, func(uint64, []byte) error { return nil })
		}()
		cancel()
		if err := receive(t, ended); !errors.Is(err, context.Canceled) {
			t.Errorf("cancelled: %v", err)
		}
	})
}

func TestAStreamSurvivesARestart(t *testing.T) {
	dir := t.TempDir()
	start := func() *bus.Bus {
		b, err := bus.Start(bus.Config{Dir: dir, Log: harness.Log(t)})
		check(t, err)
		check(t, b.EnsureStream(t.Context(), bus.StreamConfig{Name: "KEPT", Subjects: []string{"kept.*"}}))
		return b
	}
	b := start()
	check(t, b.PublishDurable(t.Context(), "kept.a", "1", []byte("here")))
	check(t, b.Close())
	b = start()
	if _, data, err := b.Last(t.Context(), "KEPT", "kept.a"); err != nil || string(data) != "here" {
		t.Errorf("after the restart: %s, %v", data, err)
	}
	check(t, b.Close())
}
