package outbox_test

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/codecraft-hq/codecraft/internal/base/bus"
	"github.com/codecraft-hq/codecraft/internal/base/db"
	"github.com/codecraft-hq/codecraft/internal/base/httpx"
	"github.com/codecraft-hq/codecraft/internal/base/outbox"
	"github.com/codecraft-hq/codecraft/test/harness"
)

const soon = harness.Patience

var events = bus.StreamConfig{Name: "EVENTS", Subjects: []string{"events.>"}}

func check(t *testing.T, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

// each runs a test with an outbox and a bus that keeps events.>.
func each(t *testing.T, test func(t *testing.T, open func() *db.DB, b *bus.Bus)) {
	harness.EachDatabase(t, func(t *testing.T, open func(string) *db.DB) {
		b := harness.Bus(t)
		check(t, b.EnsureStream(t.Context(), events))
		check(t, outbox.Migrate(t.Context(), open("post")))
		test(t, func() *db.DB { return open("post") }, b)
	})
}

func relay(t *testing.T, d *db.DB, b *bus.Bus) {
	ctx, cancel := context.WithCancel(t.Context())
	ended := make(chan error, 1)
	go func() { ended <- outbox.Relay{DB: d, Bus: b, Log: harness.Log(t)}.Run(ctx) }()
	t.Cleanup(func() { cancel(); <-ended })
}

// stored reads all of the stream, which must hold n messages.
func stored(t *testing.T, b *bus.Bus, n int) (all []string) {
	t.Helper()
	ctx, cancel := context.WithTimeout(t.Context(), soon)
	defer cancel()
	err := b.Ordered(ctx, "EVENTS", "events.>", 0, func(_ uint64, data []byte) error {
		if all = append(all, string(data)); len(all) == n {
			return bus.Done
		}
		return nil
	})
	if err != nil {
		t.Fatalf("%d of %d messages: %v", len(all), n, err)
	}
	return all
}

func TestACommittedMessageIsSentAndAnotherIsNot(t *testing.T) {
	each(t, func(t *testing.T, open func() *db.DB, b *bus.Bus) {
		d := open()
		add := func(ctx context.Context, text string) error {
			return outbox.Add(ctx, d, "events.a", "id-"+text, map[string]string{"text": text})
		}
		err := d.InTx(t.Context(), func(ctx context.Context) error {
			check(t, add(ctx, "taken back"))
			return errors.New("refused")
		})
		if err == nil {
			t.Fatal("committed")
		}
		check(t, d.InTx(t.Context(), func(ctx context.Context) error {
			return errors.Join(add(ctx, "one"), add(ctx, "two"), add(ctx, "one"))
		}))
		if n, oldest, err := outbox.Waiting(t.Context(), d); n != 2 || time.Since(oldest) > time.Minute || err != nil {
			t.Errorf("%d waiting since %v, %v", n, oldest, err)
		}
		relay(t, d, b)
		check(t, add(t.Context(), "three"))
		want := []string{`{"text":"one"}`, `{"text":"two"}`, `{"text":"three"}`}
		if got := stored(t, b, 3); !slices.Equal(got, want) {
			t.Errorf("sent %q", got)
		}
		harness.Eventually(t, soon, func() error {
			if n, _, err := outbox.Waiting(t.Context(), d); n != 0 || err != nil {
				return fmt.Errorf("%d still wait, %w", n, err)
			}
			return nil
		})
	})
}

func TestAMessageKeepsTheRequestItBelongsTo(t *testing.T) {
	each(t, func(t *testing.T, open func() *db.DB, b *bus.Bus) {
		d, got := open(), make(chan string, 1)
		relay(t, d, b)
		ctx, cancel := context.WithCancel(t.Context())
		ended := make(chan error, 1)
		go func() {
			ended <- b.Consume(ctx, bus.ConsumerConfig{Stream: "EVENTS", Durable: "c"}, func(ctx context.Context, _ bus.Delivery) error {
				got <- httpx.RequestID(ctx)
				return nil
			})
		}()
		check(t, outbox.Add(httpx.WithRequestID(t.Context(), "request-1"), d, "events.a", "1", 1))
		if id := <-got; id != "request-1" {
			t.Errorf("request %q", id)
		}
		cancel()
		<-ended
	})
}

func TestASubjectWithoutAStreamHoldsUpNobodyElse(t *testing.T) {
	each(t, func(t *testing.T, open func() *db.DB, b *bus.Bus) {
		d := open()
		for i := range 150 { // more than a batch
			check(t, outbox.Add(t.Context(), d, "nowhere.a", fmt.Sprint("n", i), i))
		}
		check(t, outbox.Add(t.Context(), d, "events.a", "1", "goes"))
		check(t, outbox.Relay{DB: d, Bus: b, Log: harness.Log(t)}.Flush(t.Context()))
		stored(t, b, 1)
		if n, _, _ := outbox.Waiting(t.Context(), d); n != 150 {
			t.Errorf("%d wait", n)
		}
		check(t, b.EnsureStream(t.Context(), bus.StreamConfig{Name: "LATE", Subjects: []string{"nowhere.>"}}))
		check(t, outbox.Relay{DB: d, Bus: b, Log: harness.Log(t)}.Flush(t.Context()))
		if n, _, _ := outbox.Waiting(t.Context(), d); n != 0 {
			t.Errorf("%d wait though there is a stream", n)
		}
	})
}

func TestReplicasSendEachMessageOnce(t *testing.T) {
	harness.EachDatabase(t, func(t *testing.T, open func(string) *db.DB) {
		first := open("post")
		if !first.Postgres() {
			t.Skip("a SQLite file has one process")
		}
		b := harness.Bus(t)
		check(t, b.EnsureStream(t.Context(), events))
		check(t, outbox.Migrate(t.Context(), first))
		const count = 350
		for i := range count {
			check(t, outbox.Add(t.Context(), first, "events.a", fmt.Sprint(i), i))
		}
		var all sync.WaitGroup
		for range 3 {
			d := open("post")
			all.Go(func() { check(t, outbox.Relay{DB: d, Bus: b, Log: harness.Log(t)}.Flush(t.Context())) })
		}
		all.Wait()
		got := stored(t, b, count)
		slices.Sort(got)
		if got = slices.Compact(got); len(got) != count {
			t.Errorf("%d different messages", len(got))
		}
		if n, _, _ := outbox.Waiting(t.Context(), first); n != 0 {
			t.Errorf("%d wait", n)
		}
		if place, _, err := b.Last(t.Context(), "EVENTS", "events.a"); place != count || err != nil {
			t.Errorf("%d messages in the stream, %v", place, err)
		}
	})
}

func TestWhatTheBusDoesNotTakeWaits(t *testing.T) {
	each(t, func(t *testing.T, open func() *db.DB, b *bus.Bus) {
		d := open()
		check(t, b.EnsureStream(t.Context(), bus.StreamConfig{Name: "SMALL", Subjects: []string{"small.>"}, WorkQueue: true, MaxBytes: 1000}))
		for i := range 10 {
			check(t, outbox.Add(t.Context(), d, "small.a", fmt.Sprint(i), strings.Repeat("x", 200)))
		}
		check(t, outbox.Relay{DB: d, Bus: b, Log: harness.Log(t)}.Flush(t.Context()))
		before, _, err := outbox.Waiting(t.Context(), d)
		if before == 0 || before == 10 || err != nil {
			t.Fatalf("%d of 10 wait, %v", before, err)
		}
		check(t, b.EnsureStream(t.Context(), bus.StreamConfig{Name: "SMALL", Subjects: []string{"small.>"}, WorkQueue: true, MaxBytes: 1 << 20}))
		check(t, outbox.Relay{DB: d, Bus: b, Log: harness.Log(t)}.Flush(t.Context()))
		if n, _, err := outbox.Waiting(t.Context(), d); n != 0 || err != nil {
			t.Errorf("%d wait, %v", n, err)
		}
	})
}
