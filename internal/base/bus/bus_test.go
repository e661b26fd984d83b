package bus_test

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"slices"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/codecraft-hq/codecraft/internal/base/bus"
	"github.com/codecraft-hq/codecraft/internal/base/errs"
	"github.com/codecraft-hq/codecraft/internal/base/httpx"
	"github.com/codecraft-hq/codecraft/internal/base/identity"
	"github.com/codecraft-hq/codecraft/test/harness"
)

const soon = harness.Patience

type note struct {
	Text string `json:"text"`
}

func check(t *testing.T, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

func TestAnEventReachesEverySubscriber(t *testing.T) {
	harness.EachBus(t, func(t *testing.T, b *bus.Bus) {
		heard := make(chan string, 10)
		for _, subject := range []string{"a.*", "a.>", "b.one"} {
			stop, err := b.Subscribe(subject, func(ctx context.Context, m bus.Message) {
				var n note
				if err := m.Decode(&n); err != nil {
					t.Error(err)
				}
				heard <- subject + " " + m.Subject + " " + n.Text + " " + httpx.RequestID(ctx)
			})
			check(t, err)
			defer stop()
		}
		check(t, b.Publish(httpx.WithRequestID(t.Context(), "request-1"), "a.one", note{"hello"}))
		got := []string{<-heard, <-heard}
		slices.Sort(got)
		if want := []string{"a.* a.one hello request-1", "a.> a.one hello request-1"}; !slices.Equal(got, want) {
			t.Errorf("heard %q, want %q", got, want)
		}
	})
}

func TestARequestCarriesWhoAsksAndBringsBackTheError(t *testing.T) {
	harness.EachBus(t, func(t *testing.T, b *bus.Bus) {
		stop, err := bus.Serve(b, "shop.buy", "shop", func(ctx context.Context, n note) (note, error) {
			switch n.Text {
			case "two faults":
				return note{}, errors.Join(errs.New(errs.Invalid, "one", "one").At("/a"), errs.New(errs.Invalid, "two", "two"))
			case "refuse":
				return note{}, fmt.Errorf("buy: %w", errs.New(errs.TooMany, "slow_down", "come later").In("page").At("/x").After(3*time.Second))
			case "break":
				return note{}, errors.New("a secret path")
			case "panic":
				panic("a secret value")
			}
			end, ok := ctx.Deadline()
			p := identity.From(ctx)
			return note{fmt.Sprintf("%s|%s|%s|%s|%v|%v", n.Text, p.Organization, p.Role, httpx.RequestID(ctx), ok, time.Until(end) > time.Minute && time.Until(end) <= harness.Patience)}, nil
		})
		check(t, err)
		defer stop()

		ctx, cancel := context.WithTimeout(t.Context(), harness.Patience)
		defer cancel()
		ctx = identity.With(httpx.WithRequestID(ctx, "request-1"), identity.Principal{Organization: "o1", Role: identity.Author})
		ask := func(text string) (note, error) { return bus.Request[note, note](ctx, b, "shop.buy", note{text}) }
		if got, err := ask("hello"); err != nil || got.Text != "hello|o1|author|request-1|true|true" {
			t.Errorf("answer %q, %v", got.Text, err)
		}
		_, err = ask("refuse")
		if e := errs.Of(err); e.Kind != errs.TooMany || e.Code != "slow_down" || e.Detail != "come later" || e.Parameter != "page" || e.Pointer != "/x" || e.RetryAfter != 3*time.Second {
			t.Errorf("refused: %+v", e)
		}
		_, err = ask("two faults")
		if all := errs.All(err); len(all) != 2 || all[0].Pointer != "/a" || all[1].Code != "two" {
			t.Errorf("two faults: %v", all)
		}
		for _, secret := range []string{"break", "panic"} {
			_, err = ask(secret)
			if !errs.Is(err, errs.Internal) || strings.Contains(err.Error(), "secret") {
				t.Errorf("%s: %v", secret, err)
			}
		}
		_, err = bus.Request[string, note](ctx, b, "shop.buy", "not an object")
		if !errs.Is(err, errs.Malformed) {
			t.Errorf("malformed: %v", err)
		}
		_, err = bus.Request[note, note](ctx, b, "nobody.here", note{})
		if e := errs.Of(err); e.Kind != errs.Unavailable || e.RetryAfter == 0 {
			t.Errorf("nobody there: %v", err)
		}
		_, err = bus.Request[[]byte, note](ctx, b, "shop.buy", make([]byte, 5<<20))
		if !errs.Is(err, errs.TooLarge) {
			t.Errorf("too large: %v", err)
		}
	})
}

func TestARequestWithoutAnAnswerEnds(t *testing.T) {
	harness.EachBus(t, func(t *testing.T, b *bus.Bus) {
		ended := make(chan struct{}, 100)
		_, err := bus.Serve(b, "slow", "q", func(ctx context.Context, _ note) (note, error) {
			<-ctx.Done()
			ended <- struct{}{}
			return note{}, ctx.Err()
		})
		check(t, err)
		// A question whose time is over before it is asked comes to nobody: the next one has more.
		for limit := 50 * time.Millisecond; len(ended) == 0; limit *= 2 {
			ctx, cancel := context.WithTimeout(t.Context(), limit)
			if _, err := bus.Request[note, note](ctx, b, "slow", note{}); !errs.Is(err, errs.Unavailable) {
				t.Fatalf("timed out: %v", err)
			}
			cancel()
		}
	})
}

func TestRawBytesCrossAsTheyAre(t *testing.T) {
	harness.EachBus(t, func(t *testing.T, b *bus.Bus) {
		_, err := bus.Serve(b, "echo", "q", func(_ context.Context, q []byte) ([]byte, error) { return append(q, 0, 255), nil })
		check(t, err)
		got, err := bus.Request[[]byte, []byte](t.Context(), b, "echo", []byte{1})
		if err != nil || !slices.Equal(got, []byte{1, 0, 255}) {
			t.Errorf("%v, %v", got, err)
		}
	})
}

func TestCloseWaitsForAnswers(t *testing.T) {
	url := harness.NATSServer(t)
	server, asker := harness.RemoteBus(t, url), harness.RemoteBus(t, url)
	begun, goOn := make(chan struct{}), make(chan struct{})
	_, err := bus.Serve(server, "s", "q", func(context.Context, note) (note, error) {
		close(begun)
		<-goOn
		return note{"done"}, nil
	})
	check(t, err)
	answers := make(chan error, 1)
	go func() {
		_, err := bus.Request[note, note](context.Background(), asker, "s", note{})
		answers <- err
	}()
	<-begun
	closed := make(chan error, 1)
	go func() { closed <- server.Close() }()
	harness.Eventually(t, soon, func() error { // no new question is taken
		ctx, cancel := context.WithTimeout(t.Context(), time.Second)
		defer cancel()
		if _, err := bus.Request[note, note](ctx, asker, "s", note{}); errs.Of(err) == nil || errs.Of(err).Code != "service_unavailable" {
			return fmt.Errorf("still serving: %w", err)
		}
		return nil
	})
	close(goOn)
	if err := <-answers; err != nil {
		t.Error("the answer was lost:", err)
	}
	if err := <-closed; err != nil {
		t.Error(err)
	}
}

func TestManyQuestionsAreBoundedAndAllAnswered(t *testing.T) {
	harness.EachBus(t, func(t *testing.T, b *bus.Bus) {
		var now, most atomic.Int64
		_, err := bus.Serve(b, "many", "q", func(context.Context, note) (note, error) {
			if n := now.Add(1); n > most.Load() {
				most.Store(n)
			}
			defer now.Add(-1)
			<-time.After(time.Millisecond)
			return note{}, nil
		})
		check(t, err)
		var all sync.WaitGroup
		for range 500 {
			all.Go(func() {
				if _, err := bus.Request[note, note](t.Context(), b, "many", note{}); err != nil {
					t.Error(err)
				}
			})
		}
		all.Wait()
		if most.Load() > 64 {
			t.Errorf("%d at once", most.Load())
		}
	})
}

func TestTheEmbeddedServerDoesNotListenUnasked(t *testing.T) {
	if a := harness.Bus(t).Address(); a != "" {
		t.Errorf("listens on %s", a)
	}
	for name, c := range map[string]bus.Config{
		"to everybody without a password": {Dir: t.TempDir(), Listen: "0.0.0.0:0"},
		"without a folder":                {},
		"nowhere":                         {URL: "nats://127.0.0.1:1"},
		"with two ways to sign in":        {URL: "nats://127.0.0.1:1", Username: "a", Credentials: "b"},
	} {
		if b, err := bus.Start(c); err == nil {
			t.Errorf("started %s", name)
			_ = b.Close()
		}
	}
}

func TestAPasswordIsAsked(t *testing.T) {
	b, err := bus.Start(bus.Config{Dir: t.TempDir(), Listen: "127.0.0.1:0", Username: "u", Password: "p", Log: slog.New(slog.DiscardHandler)})
	check(t, err)
	defer b.Close()
	if _, err := bus.Start(bus.Config{URL: b.Address()}); err == nil {
		t.Error("let in without a password")
	}
	in, err := bus.Start(bus.Config{URL: b.Address(), Username: "u", Password: "p"})
	check(t, err)
	check(t, in.Ready(t.Context()))
	check(t, in.Close())
}
