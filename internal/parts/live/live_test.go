package live_test

import (
	"bufio"
	"context"
	"net/http"
	"net/http/httptest"
	"slices"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"github.com/codecraft-hq/codecraft/internal/base/httpx"
	"github.com/codecraft-hq/codecraft/internal/parts/live"
)

func TestOfNewsUnderOneKeyTheLastIsKept(t *testing.T) {
	var all live.Watchers[int]
	if all.Any() {
		t.Error("somebody watches from the start")
	}
	watch, leave := all.Add("attempt")
	other, leaveOther := all.Add("another")
	all.Tell("attempt", "a", 1)
	all.Tell("attempt", "b", 2)
	all.Tell("attempt", "a", 3)
	select {
	case <-watch.Woken:
	default:
		t.Error("news did not wake the watch")
	}
	news := watch.Take()
	slices.Sort(news)
	if !slices.Equal(news, []int{2, 3}) || len(watch.Take()) != 0 || len(other.Take()) != 0 {
		t.Errorf("got %v", news)
	}
	leave()
	all.Tell("attempt", "a", 4)
	if len(watch.Take()) != 0 || !all.Any() {
		t.Error("who left is told, or who stayed is forgotten")
	}
	leaveOther()
	if all.Any() {
		t.Error("nobody watches any more")
	}
}

// lines are what a client of the stream reads; it leaves when it has seen the last one that is wanted.
func lines(t *testing.T, stream live.Stream[int], lastEventID string, want []string) {
	t.Helper()
	ended := make(chan struct{})
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, q *http.Request) {
		stream.Serve(w, q)
		close(ended)
	}))
	defer server.Close()
	ctx, leave := context.WithCancel(t.Context())
	defer leave()
	request, err := http.NewRequestWithContext(ctx, http.MethodGet, server.URL, nil)
	if err != nil {
		t.Fatal(err)
	}
	request.Header.Set("Last-Event-ID", lastEventID)
	answer, err := http.DefaultClient.Do(request)
	if err != nil {
		t.Fatal(err)
	}
	defer answer.Body.Close()
	var got []string
	for in := bufio.NewScanner(answer.Body); len(got) < len(want) && in.Scan(); {
		if data, ok := strings.CutPrefix(in.Text(), "data: "); ok {
			got = append(got, data)
		}
	}
	if !slices.Equal(got, want) {
		t.Errorf("got %v, want %v", got, want)
	}
	leave()
	<-ended
}

func TestAStreamSaysHowThingsAreThenWhatIsNew(t *testing.T) {
	var all live.Watchers[int]
	watch, leave := all.Add("attempt")
	defer leave()
	lines(t, live.Stream[int]{
		Watch: watch,
		Begin: func(_ context.Context, out *httpx.EventStream) error {
			all.Tell("attempt", "a", 8) // while the client reads what was before
			return out.Send("7", "state", "after "+out.LastEventID)
		},
		News: func(_ context.Context, out *httpx.EventStream, news []int) error { return out.Send("8", "state", news) },
	}, "6", []string{`"after 6"`, "[8]"})
}

func TestAStreamGlancesForWhatNobodyTells(t *testing.T) {
	var all live.Watchers[int]
	watch, leave := all.Add("attempt")
	defer leave()
	lines(t, live.Stream[int]{
		Watch:       watch,
		Begin:       func(context.Context, *httpx.EventStream) error { return nil },
		News:        func(context.Context, *httpx.EventStream, []int) error { return nil },
		Glance:      func(_ context.Context, out *httpx.EventStream) error { return out.Send("", "place", 3) },
		GlanceEvery: time.Millisecond,
	}, "", []string{"3", "3"})
}

// TestAStreamLooksByItself has a bubble's clock: what was told and lost is seen at the next look.
func TestAStreamLooksByItself(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		var all live.Watchers[int]
		watch, leave := all.Add("attempt")
		defer leave()
		ctx, end := context.WithCancel(t.Context())
		begun := time.Now()
		live.Stream[int]{
			Watch: watch,
			Begin: func(context.Context, *httpx.EventStream) error { return nil },
			News: func(_ context.Context, _ *httpx.EventStream, news []int) error {
				if len(news) != 0 || time.Since(begun) != live.Resync {
					t.Errorf("news %v after %v", news, time.Since(begun))
				}
				end()
				return nil
			},
		}.Serve(httptest.NewRecorder(), httptest.NewRequestWithContext(ctx, http.MethodGet, "/", nil))
	})
}

func TestAStreamThatIsOverEnds(t *testing.T) {
	var all live.Watchers[int]
	watch, leave := all.Add("attempt")
	defer leave()
	answer := httptest.NewRecorder()
	live.Stream[int]{
		Watch: watch,
		Begin: func(_ context.Context, out *httpx.EventStream) error {
			all.Tell("attempt", "a", 1)
			return out.Send("1", "state", "last but one")
		},
		News: func(_ context.Context, out *httpx.EventStream, _ []int) error {
			if err := out.Send("2", "state", "last"); err != nil {
				return err
			}
			return live.ErrOver
		},
	}.Serve(answer, httptest.NewRequestWithContext(t.Context(), http.MethodGet, "/", nil))
	if !strings.HasSuffix(answer.Body.String(), "data: \"last\"\n\n") {
		t.Errorf("got %q", answer.Body)
	}
}
