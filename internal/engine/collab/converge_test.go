package collab_test

import (
	"context"
	"fmt"
	"io"
	"log/slog"
	"math"
	"math/rand/v2"
	"strings"
	"testing"
	"time"

	"github.com/codecraft-hq/codecraft/internal/base/ids"
	"github.com/codecraft-hq/codecraft/internal/engine/collab"
	"github.com/codecraft-hq/codecraft/internal/engine/collab/collabtest"
)

// world is several tabs on several replicas over one log, run step by step by a seeded dice.
type world struct {
	t        *testing.T
	random   *rand.Rand
	log      *collabtest.MemoryLog
	document ids.Document
	rooms    []*collab.Room
	hubs     []*collab.Hub
	tabs     []*tab
	typed    []string // every token anybody typed
	deletes  bool
}

// tab is an editor behind a line that delays, breaks and repeats.
type tab struct {
	*collabtest.Editor
	joined  *collab.Participant
	room    *collab.Room
	coming  []collab.Delivery // sent by the server, not yet arrived
	going   []collab.Push     // sent by the tab, not yet arrived
	waiting bool              // for the answer to a push
}

func newWorld(t *testing.T, seed uint64, replicas, tabs int, deletes bool) *world {
	w := &world{t: t, random: rand.New(rand.NewPCG(seed, 1)), log: collabtest.NewMemoryLog(), document: ids.New[ids.Document](), deletes: deletes}
	w.log.Create(w.document, "start\nof the text 😀\n", time.Now())
	config := collab.DefaultConfig()
	config.Rate, config.Burst, config.SnapshotEvery, config.Window = 1e9, 1e9, 20, 5
	for range replicas {
		hub := newHub(t, w.log, config)
		w.hubs = append(w.hubs, hub)
		w.rooms = append(w.rooms, open(t, hub, w.document))
	}
	for i := range tabs {
		tab := &tab{Editor: collabtest.NewEditor(fmt.Sprint("tab-", i), collab.Snapshot{})}
		tab.Version = -1
		w.tabs = append(w.tabs, tab)
		w.connect(tab)
	}
	return w
}

var quiet = slog.New(slog.NewTextHandler(io.Discard, nil))

func newHub(t *testing.T, log collab.Log, config collab.Config) *collab.Hub {
	t.Helper()
	hub, err := collab.NewHub(log, config, nil, quiet)
	if err != nil {
		t.Fatal(err)
	}
	return hub
}

func open(t *testing.T, hub *collab.Hub, document ids.Document) *collab.Room {
	t.Helper()
	room, err := hub.Open(t.Context(), document)
	if err != nil {
		t.Fatal(err)
	}
	return room
}

// connect joins any replica; what the server had sent is lost, what the tab had sent may still arrive.
func (w *world) connect(tab *tab) {
	if tab.joined != nil {
		tab.joined.Leave()
	}
	tab.coming, tab.waiting = nil, false
	tab.room = w.rooms[w.random.IntN(len(w.rooms))]
	joined, initial, err := tab.room.Join(w.t.Context(), collab.Member{Author: collab.Author{Client: tab.Client, Actor: "x"}}, tab.Version)
	if err != nil {
		w.t.Fatal(err)
	}
	if initial != nil {
		if tab.Version >= 0 {
			w.t.Fatalf("%s at version %d was started afresh", tab.Client, tab.Version)
		}
		tab.Editor = collabtest.NewEditor(tab.Client, *initial)
	}
	tab.joined = joined
}

func (w *world) step(tab *tab) {
	switch n := w.random.IntN(100); {
	case n < 35:
		w.edit(tab)
	case n < 55:
		w.send(tab)
	case n < 70:
		w.arriveAtServer(tab)
	case n < 80:
		w.take(tab)
	case n < 95:
		w.arriveAtTab(tab)
	case n < 97:
		w.connect(tab)
	default:
		if err := w.hubs[w.random.IntN(len(w.hubs))].Notify(w.t.Context(), w.document, math.MaxInt); err != nil {
			w.t.Fatal(err)
		}
	}
}

func (w *world) edit(tab *tab) {
	token := string(rune(0x4e00 + len(w.typed)))
	from := w.random.IntN(tab.Text.Len() + 1)
	to := from
	if w.deletes && w.random.IntN(2) == 0 {
		to = min(tab.Text.Len(), from+w.random.IntN(6))
	}
	if err := tab.Type(from, to, token); err != nil {
		w.t.Fatal(err)
	}
	w.typed = append(w.typed, token)
}

func (w *world) send(tab *tab) {
	if len(tab.Pending) > 0 && !tab.waiting {
		tab.going = append(tab.going, tab.Push())
		tab.waiting = true
	}
}

func (w *world) arriveAtServer(tab *tab) {
	if len(tab.going) == 0 {
		return
	}
	push := tab.going[0]
	if w.random.IntN(5) > 0 { // else the same push arrives once more
		tab.going = tab.going[1:]
	}
	receipt, err := tab.room.Push(w.t.Context(), collab.Author{Client: tab.Client, Actor: "x"}, push)
	if err != nil {
		w.t.Fatalf("%s pushing %+v: %v", tab.Client, push, err)
	}
	if receipt.Appended == 0 {
		tab.waiting = false
	}
}

func (w *world) take(tab *tab) {
	d, err := tab.joined.Take(w.t.Context())
	if err != nil {
		w.t.Fatal(err)
	}
	if !d.Empty() {
		tab.coming = append(tab.coming, d)
	}
}

func (w *world) arriveAtTab(tab *tab) {
	if len(tab.coming) == 0 {
		return
	}
	pending := len(tab.Pending)
	if err := tab.Receive(tab.coming[0].From, tab.coming[0].Updates); err != nil {
		w.t.Fatalf("%s: %v", tab.Client, err)
	}
	tab.coming = tab.coming[1:]
	if len(tab.Pending) < pending {
		tab.waiting = false
	}
}

// settle lets every line work until nothing is on its way.
func (w *world) settle() {
	for range 10 * len(w.tabs) {
		for _, tab := range w.tabs {
			for len(tab.going) > 0 {
				w.arriveAtServer(tab)
			}
			w.connect(tab)
			for range 3000 {
				w.take(tab)
				if len(tab.coming) == 0 {
					break
				}
				w.arriveAtTab(tab)
			}
			w.send(tab)
		}
		for _, hub := range w.hubs {
			if err := hub.Notify(w.t.Context(), w.document, math.MaxInt); err != nil {
				w.t.Fatal(err)
			}
		}
	}
}

func TestTabsConverge(t *testing.T) {
	for sentence, c := range map[string]struct {
		replicas, tabs int
		deletes        bool
	}{
		"two who type":                             {1, 2, false},
		"five who type and delete":                 {1, 5, true},
		"four who type on two replicas":            {2, 4, false},
		"six who type and delete on three of them": {3, 6, true},
	} {
		t.Run(sentence, func(t *testing.T) {
			for seed := range uint64(25) {
				w := newWorld(t, seed, c.replicas, c.tabs, c.deletes)
				for range 800 {
					w.step(w.tabs[w.random.IntN(len(w.tabs))])
				}
				w.settle()
				w.check(seed)
			}
		})
	}
}

func (w *world) check(seed uint64) {
	w.t.Helper()
	want, version := w.rooms[0].Text()
	stored, err := collab.AtVersion(context.WithoutCancel(w.t.Context()), w.log, w.document, version)
	if err != nil || collabtest.JSON(w.t, stored.Text) != collabtest.JSON(w.t, want) {
		w.t.Fatalf("seed %d: the log alone gives another text: %v", seed, err)
	}
	if version != len(w.typed) {
		w.t.Fatalf("seed %d: %d edits were made, the log holds %d", seed, len(w.typed), version)
	}
	for _, tab := range w.tabs {
		if len(tab.Pending) > 0 || tab.Version != version {
			w.t.Fatalf("seed %d: %s is at version %d of %d with %d edits pending", seed, tab.Client, tab.Version, version, len(tab.Pending))
		}
		if collabtest.JSON(w.t, tab.Text) != collabtest.JSON(w.t, want) {
			w.t.Fatalf("seed %d: %s shows\n%q, the server\n%q", seed, tab.Client, tab.Text, want)
		}
	}
	for _, token := range w.typed {
		if n := strings.Count(want.String(), token); n > 1 || n == 0 && !w.deletes {
			w.t.Fatalf("seed %d: %q was typed once and stands there %d times", seed, token, n)
		}
	}
}
