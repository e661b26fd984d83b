package collab_test

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"github.com/codecraft-hq/codecraft/internal/base/errs"
	"github.com/codecraft-hq/codecraft/internal/base/ids"
	"github.com/codecraft-hq/codecraft/internal/engine/collab"
	"github.com/codecraft-hq/codecraft/internal/engine/collab/collabtest"
	"github.com/codecraft-hq/codecraft/internal/engine/collab/edit"
)

// deaf is a log whose answers to Append are lost: with kept the updates are written, without they are not.
type deaf struct {
	*collabtest.MemoryLog
	kept  bool
	times int
}

var errLine = errors.New("the line broke")

func (d *deaf) Append(ctx context.Context, document ids.Document, version int, updates []collab.Update) error {
	if d.times--; d.times >= 0 {
		if d.kept {
			return errors.Join(errLine, d.MemoryLog.Append(ctx, document, version, updates))
		}
		return errLine
	}
	return d.MemoryLog.Append(ctx, document, version, updates)
}

func TestLostAnswerOfTheLog(t *testing.T) {
	for sentence, kept := range map[string]bool{"the updates were written": true, "they were not": false} {
		t.Run(sentence, func(t *testing.T) {
			log, document := &deaf{MemoryLog: collabtest.NewMemoryLog(), kept: kept, times: 1}, ids.New[ids.Document]()
			log.Create(document, "", time.Now())
			room := open(t, newHub(t, log, collab.DefaultConfig()), document)
			author, push := collab.Author{Client: "tab", Actor: "ann"}, insertion(t, 0, 0, 1, "x")
			if _, err := room.Push(t.Context(), author, push); !errors.Is(err, errLine) {
				t.Fatalf("the tab is told %v", err)
			}
			receipt, err := room.Push(t.Context(), author, push)
			if err != nil || receipt.Version != 1 || (receipt.Appended == 0) != kept {
				t.Errorf("pushed again: %+v, %v", receipt, err)
			}
			if text, version := room.Text(); text.String() != "x" || version != 1 {
				t.Errorf("the text is %q at version %d", text, version)
			}
		})
	}
}

// insertion is a push that writes text at the start of a document of that many units.
func insertion(t *testing.T, base, units int, seq int64, text string) collab.Push {
	t.Helper()
	changes, err := edit.Replace(units, 0, 0, text)
	if err != nil {
		t.Fatal(err)
	}
	return collab.Push{Base: base, Seq: seq, Entries: []collab.Entry{{Changes: changes}}}
}

// TestReplicasRace has rooms of several hubs push at once, each with its own idea of the version.
func TestReplicasRace(t *testing.T) {
	log, document := collabtest.NewMemoryLog(), ids.New[ids.Document]()
	log.Create(document, "", time.Now())
	const replicas, pushes = 3, 60
	var group sync.WaitGroup
	for i := range replicas {
		room := open(t, newHub(t, log, collab.DefaultConfig()), document)
		author := collab.Author{Client: fmt.Sprint("tab-", i), Actor: "x"}
		group.Go(func() {
			for n := range pushes {
				push := insertion(t, 0, 0, 1, fmt.Sprintf("%c%02d;", 'A'+i, n))
				author.Client = fmt.Sprintf("tab-%d-%d", i, n) // every push of a tab that knows nothing of the others
				if _, err := room.Push(context.WithoutCancel(t.Context()), author, push); err != nil {
					t.Error(err)
				}
			}
		})
	}
	group.Wait()
	s, err := collab.AtVersion(t.Context(), log, document, replicas*pushes)
	if err != nil {
		t.Fatal(err)
	}
	for i := range replicas {
		for n := range pushes {
			if token := fmt.Sprintf("%c%02d;", 'A'+i, n); strings.Count(s.Text.String(), token) != 1 {
				t.Errorf("%s stands there %d times", token, strings.Count(s.Text.String(), token))
			}
		}
	}
	_, updates, err := log.Load(t.Context(), document)
	for i := 1; i < len(updates); i++ {
		if updates[i].At.Before(updates[i-1].At) {
			t.Errorf("time runs back at version %d", updates[i].Version)
		}
	}
	if err != nil {
		t.Error(err)
	}
}

func TestSnapshotsAndPlayback(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		hub, log, document := desk(t, func(c *collab.Config) { c.SnapshotEvery = 10 })
		room, began := open(t, hub, document), time.Now()
		for i := range 35 {
			time.Sleep(time.Second) // synctest's clock
			if _, err := room.Push(t.Context(), collab.Author{Client: "tab", Actor: "ann"}, insertion(t, i, 3+i, int64(i+1), "x")); err != nil {
				t.Fatal(err)
			}
		}
		if s, updates, err := log.Load(t.Context(), document); err != nil || s.Version != 30 || len(updates) != 5 {
			t.Errorf("loaded from version %d with %d updates, %v", s.Version, len(updates), err)
		}
		for _, version := range []int{0, 1, 9, 10, 11, 29, 30, 35} {
			want := strings.Repeat("x", version) + "abc"
			s, err := collab.AtVersion(t.Context(), log, document, version)
			if err != nil || s.Version != version || s.Text.String() != want {
				t.Errorf("version %d is %d, %q, %v", version, s.Version, s.Text, err)
			}
			at := began.Add(time.Duration(version)*time.Second + 500*time.Millisecond)
			if s, err = collab.AtTime(t.Context(), log, document, at); err != nil || s.Version != version || s.Text.String() != want {
				t.Errorf("at %v is version %d, %q, %v; want %d", at, s.Version, s.Text, err, version)
			}
		}
		for _, version := range []int{-1, 36} {
			if s, err := collab.AtVersion(t.Context(), log, document, version); !errs.Is(err, errs.NotFound) {
				t.Errorf("version %d is %+v, %v", version, s, err)
			}
		}
		if s, err := collab.AtTime(t.Context(), log, document, began.Add(-time.Hour)); err != nil || s.Version != 0 {
			t.Errorf("before it was made it is at version %d, %v", s.Version, err)
		}
	})
}

func TestIdleRoomsLeaveTheMemory(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		hub, log, document := desk(t, nil)
		used := ids.New[ids.Document]()
		log.Create(used, "", time.Now())
		ctx, cancel := context.WithCancel(t.Context())
		go func() { _ = hub.Run(ctx) }()
		open(t, hub, used)
		room := open(t, hub, document)
		if _, err := room.Mark(t.Context(), "service", collab.Run, nil); err != nil {
			t.Fatal(err)
		}
		room.Close()
		time.Sleep(collab.DefaultConfig().IdleAfter - time.Second) // synctest's clock
		if hub.Rooms() != 2 {
			t.Errorf("%d rooms before it is idle long enough, want 2", hub.Rooms())
		}
		time.Sleep(time.Minute)
		if hub.Rooms() != 1 {
			t.Errorf("%d rooms after it, want the one in use", hub.Rooms())
		}
		if _, version := open(t, hub, document).Text(); version != 1 {
			t.Errorf("opened again it is at version %d", version)
		}
		cancel()
		synctest.Wait()
		if _, err := hub.Open(t.Context(), document); !errs.Is(err, errs.Unavailable) {
			t.Errorf("a hub that goes down answers %v", err)
		}
	})
}

func TestHubThatGoesDownSaysSo(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		hub, _, document := desk(t, nil)
		ctx, cancel := context.WithCancel(t.Context())
		go func() { _ = hub.Run(ctx) }()
		l := dial(t, hub, document, ann)
		l.say(t, `{"type":"hello"}`)
		l.hear(t, "init")
		cancel()
		if m := l.hear(t, "error"); m.Code != "closing" || !m.Fatal || m.RetryAfter == 0 {
			t.Errorf("told %+v", m)
		}
		<-l.done
	})
}

// wire is a Fanout to the hubs of the other replicas, which carries nothing while it is cut.
type wire struct {
	t      *testing.T
	others []*collab.Hub
	cut    bool
}

func (w *wire) Appended(document ids.Document, version int) {
	for _, hub := range w.others {
		if !w.cut {
			go func() { _ = hub.Notify(context.WithoutCancel(w.t.Context()), document, version) }()
		}
	}
}

func (w *wire) Present(document ids.Document, p collab.Presence) {
	for _, hub := range w.others {
		if !w.cut {
			hub.Present(document, p)
		}
	}
}

func TestReplicasTellEachOther(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		_, log, document := desk(t, nil)
		config := collab.DefaultConfig()
		config.Poll = 2 * time.Second
		there := newHub(t, log, config)
		fanout := &wire{t: t, others: []*collab.Hub{there}}
		here, err := collab.NewHub(log, config, fanout, quiet)
		if err != nil {
			t.Fatal(err)
		}
		ctx, cancel := context.WithCancel(t.Context())
		defer cancel()
		go func() { _ = there.Run(ctx) }()
		a, b := dial(t, here, document, ann), dial(t, there, document, bob)
		a.say(t, `{"type":"hello"}`)
		client := a.hear(t, "init").Client
		b.say(t, `{"type":"hello"}`)
		b.hear(t, "init")

		began := time.Now()
		a.say(t, `{"type":"push","version":0,"seq":1,"updates":[{"changes":[3,[0,"x"]]}]}`)
		a.hear(t, "updates")
		b.hear(t, "updates")
		if time.Since(began) != 0 {
			t.Errorf("the other replica's tab waited %v", time.Since(began))
		}
		a.say(t, `{"type":"aware","version":1,"data":1}`)
		if m := b.hear(t, "aware"); m.Client != client {
			t.Errorf("heard of %+v", m)
		}

		fanout.cut = true
		a.say(t, `{"type":"push","version":1,"seq":2,"updates":[{"changes":[4,[0,"y"]]}]}`)
		a.hear(t, "updates")
		b.hear(t, "updates")
		if waited := time.Since(began); waited == 0 || waited > config.Poll {
			t.Errorf("without news the other replica found out after %v", waited)
		}
		go drain(a)
		for range 16 { // bob answers pings; of ann nothing is heard any more
			time.Sleep(config.Heartbeat / 2)
			select {
			case message := <-b.toTab:
				if strings.Contains(string(message), `"gone"`) {
					<-a.done // ann said nothing for three heartbeats
					b.hangUp()
					return
				}
			default:
			}
			b.say(t, `{"type":"pong"}`)
		}
		t.Error("a presence of a replica that fell silent stays for ever")
	})
}

// drain takes what the server says until the line ends.
func drain(l *line) {
	for {
		select {
		case <-l.toTab:
		case <-l.done:
			return
		}
	}
}

func TestHubRefusesWhatItCannotWorkWith(t *testing.T) {
	log, config := collabtest.NewMemoryLog(), collab.DefaultConfig()
	zero, kind := config, config
	zero.MaxChanges = 0
	kind.ClientKinds = []collab.Kind{"No Kind"}
	for sentence, make := range map[string]func() (*collab.Hub, error){
		"no log":       func() (*collab.Hub, error) { return collab.NewHub(nil, config, nil, quiet) },
		"no logger":    func() (*collab.Hub, error) { return collab.NewHub(log, config, nil, nil) },
		"a zero limit": func() (*collab.Hub, error) { return collab.NewHub(log, zero, nil, quiet) },
		"a bad kind":   func() (*collab.Hub, error) { return collab.NewHub(log, kind, nil, quiet) },
	} {
		if _, err := make(); err == nil {
			t.Errorf("%s is taken", sentence)
		}
	}
}
