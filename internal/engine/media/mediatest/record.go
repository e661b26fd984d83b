package mediatest

import (
	"context"
	"slices"
	"sync/atomic"
	"testing"
	"time"

	"github.com/codecraft-hq/codecraft/internal/engine/media"
	"github.com/codecraft-hq/codecraft/internal/engine/recording"
)

// Publish joins with a ticket as a browser would, and sends pictures (1280 by 720) and sound until it leaves.
type Publish func(ctx context.Context, t media.Ticket) (leave func(), err error)

// Record is the suite of those that can record.
func Record(t *testing.T, rooms media.Rooms, recorder media.Recorder, publish Publish) {
	s := recorders{suite{rooms, func(ctx context.Context, _ string, t media.Ticket) (func(), error) { return publish(ctx, t) }}, recorder}
	t.Run("of who is wanted there is a file that plays, of others nothing", s.wanted)
	t.Run("a recording ends with its room", s.ends)
	t.Run("a recording of no room is refused", s.nowhere)
}

type recorders struct {
	suite

	recorder media.Recorder
}

// until waits for what comes.
func until(t *testing.T, what string, holds func() bool) {
	t.Helper()
	for deadline := time.Now().Add(30 * time.Second); time.Now().Before(deadline); {
		if holds() {
			return
		}
		<-time.After(20 * time.Millisecond)
	}
	t.Fatalf("in vain: %s", what)
}

func (s recorders) wanted(t *testing.T) {
	room := s.room(t)
	for _, who := range []string{"ada", "ben", "eve"} {
		s.join(t, room, who)
	}
	spool, err := recording.OpenSpool(t.TempDir())
	if err != nil {
		t.Fatal(err)
	}
	var asked, agreed atomic.Int64
	take, err := spool.Begin("one", time.Now(), func(identity string) bool {
		asked.Add(1)
		return agreed.Load() > 0 && identity != "eve"
	})
	if err != nil {
		t.Fatal(err)
	}
	rec, err := s.recorder.Record(t.Context(), room, take)
	if err != nil {
		t.Fatal(err)
	}
	s.await(t, room, "ada", "ben", "eve") // and nobody sees the recorder
	until(t, "who is wanted is asked", func() bool { return asked.Load() >= 6 })
	if n := take.Health(time.Now()).Bytes; n > 0 {
		t.Errorf("%d bytes were written before anybody agreed", n)
	}
	agreed.Store(1)
	until(t, "something is written", func() bool { return take.Health(time.Now()).Bytes > 300_000 })
	rec.Stop()
	if err := take.Close(); err != nil {
		t.Fatal(err)
	}
	m, err := spool.Finish("one")
	if err != nil {
		t.Fatal(err)
	}
	var got []string
	for _, f := range m.Files {
		got = append(got, f.Identity)
		file, err := spool.Open("one", f)
		if err != nil {
			t.Fatal(err)
		}
		if err := recording.Check(file, f); err != nil || f.Pictures == 0 || f.Sounds == 0 || f.Width != 1280 || f.Source != media.Camera {
			t.Errorf("%v: %+v", err, f)
		}
		_ = file.Close()
	}
	if slices.Sort(got); !slices.Equal(got, []string{"ada", "ben"}) {
		t.Errorf("there are files of %q", got)
	}
}

func (s recorders) ends(t *testing.T) {
	room := s.room(t)
	rec, err := s.recorder.Record(t.Context(), room, nobody{})
	if err != nil {
		t.Fatal(err)
	}
	if err := s.rooms.Close(t.Context(), room); err != nil {
		t.Fatal(err)
	}
	select {
	case <-rec.Done():
	case <-time.After(30 * time.Second):
		t.Fatal("it goes on in a room that was closed")
	}
	rec.Stop()
}

func (s recorders) nowhere(t *testing.T) {
	if rec, err := s.recorder.Record(t.Context(), "nowhere", nobody{}); err == nil {
		rec.Stop()
		t.Error("a room was recorded that is not there")
	}
}

// nobody is wanted.
type nobody struct{}

func (nobody) Wants(string) bool               { return false }
func (nobody) Track(media.Track) media.Packets { return nil }
