package execution_test

import (
	"bytes"
	"context"
	"fmt"
	"net/http"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/coder/websocket"

	"github.com/codecraft-hq/codecraft/internal/base/bus"
	"github.com/codecraft-hq/codecraft/internal/base/errs"
	"github.com/codecraft-hq/codecraft/internal/base/identity"
	"github.com/codecraft-hq/codecraft/internal/base/ids"
	contract "github.com/codecraft-hq/codecraft/internal/contract/execution"
	"github.com/codecraft-hq/codecraft/internal/contract/places"
	"github.com/codecraft-hq/codecraft/test/harness"
)

// host is the owner of places: their people may do what it says, at each moment.
type host struct {
	mu     sync.Mutex
	people map[ids.Session]person
	asked  places.MayRun // before the last run
	read   []ids.Session // of who has read one
}

type person struct {
	place identity.Place
	may   places.MayRunAnswer
}

func (h *host) MayRun(_ context.Context, q places.MayRun) (places.MayRunAnswer, error) {
	h.mu.Lock()
	defer h.mu.Unlock()
	if h.read = append(h.read, q.Session); !q.Reads {
		h.asked = q
	}
	who, there := h.people[q.Session]
	if q.Place != who.place || !there {
		return places.MayRunAnswer{}, errs.New(errs.Forbidden, "removed_from_interview", "you were removed")
	}
	return who.may, nil
}

// lets somebody in, or says anew what they may do.
func (h *host) lets(who identity.Principal, types bool, name string) {
	h.mu.Lock()
	defer h.mu.Unlock()
	h.people[who.Session] = person{who.Place, places.MayRunAnswer{Types: types, Name: name, Person: name}}
}

func (h *host) removes(who identity.Principal) {
	h.mu.Lock()
	defer h.mu.Unlock()
	delete(h.people, who.Session)
}

// meeting is a new place with Kim and Ann, who write, and Eve, who watches.
func meeting(w *world) (h *host, kim, ann, eve identity.Principal) {
	h = w.places[identity.PlaceInterview].(*host)
	kim = guest(ids.New[ids.Organization](), identity.PlaceInterview)
	ann, eve = kim, kim
	ann.Session, eve.Session = ids.New[ids.Session](), ids.New[ids.Session]()
	h.lets(kim, true, "Kim")
	h.lets(ann, true, "Ann")
	h.lets(eve, false, "Eve")
	return h, kim, ann, eve
}

// told reads until a note of that kind comes, and answers it.
func (c *terminal) told(kind string) (note map[string]any) {
	c.t.Helper()
	seen := len(c.notes)
	c.until(func() bool {
		i := slices.IndexFunc(c.notes[seen:], func(n map[string]any) bool { return n["type"] == kind })
		if i >= 0 {
			note = c.notes[seen+i]
		}
		return i >= 0
	})
	return note
}

func TestSharedTerminal(t *testing.T) {
	backend, tools := realTools(t, 5)
	b := harness.Bus(t)
	w := newWorld(t, harness.Database(t)("execution"), b, nil)
	w.places[identity.PlaceInterview] = &host{people: map[ids.Session]person{}}
	w.startWorker(backend, tools)
	for name, f := range map[string]func(*testing.T, *world){
		"all see it, and who may types":              sharesATerminal,
		"rights are those of now":                    narrowsATerminal,
		"nobody else comes near it":                  keepsStrangersOut,
		"a newer one ends it":                        replacesATerminal,
		"who may type ends it":                       stopsTogether,
		"its place's owner ends it":                  func(t *testing.T, w *world) { endsFromOutside(t, w, b) },
		"the worker knows who may type":              func(t *testing.T, w *world) { tellsWhoMayType(t, w, b) },
		"who may type no more stays connected":       keepsWhoIsNarrowed,
		"who was removed learns no end":              endsAWait,
		"one person leaves room for the others":      leavesRoom,
		"who is gone takes no place":                 leavesAtOnce,
		"what it shows is told, whole and in order":  func(t *testing.T, w *world) { tellsWhatIsShown(t, w, b) },
		"of a flood as much is told as a run is let": func(t *testing.T, w *world) { tellsABound(t, w, b) },
	} {
		t.Run(name, func(t *testing.T) { f(t, w) })
	}
}

func sharesATerminal(t *testing.T, w *world) {
	h, kim, ann, eve := meeting(w)
	replaces := ids.New[string]()
	run := w.startTerminal(kim, "bash", "echo ready; read x; echo got $x; read y; echo and $y", map[string]any{
		"terminal": map[string]any{"rows": 20, "columns": 90, "replaces": replaces},
	})
	if !h.asked.Terminal || string(h.asked.Replaces) != replaces {
		t.Errorf("its owner was asked about %+v", h.asked)
	}
	k, a, e := w.connect(t, kim, run, ""), w.connect(t, ann, run, ""), w.connect(t, eve, run, "")
	for _, c := range []*terminal{k, a, e} {
		c.sees("ready")
		if hello := c.notes[0]; hello["rows"] != 20.0 || hello["columns"] != 90.0 || hello["readOnly"] != (c == e) {
			t.Errorf("the beginning is %v", hello)
		}
	}
	a.types("this\r")
	for _, c := range []*terminal{k, e} {
		if note := c.told("typing"); note["name"] != "Ann" {
			t.Errorf("who types is told as %v", note)
		}
		c.sees("got this")
	}
	for _, message := range []string{`{"type":"input","data":"no\r"}`, `{"type":"signal","name":"KILL"}`} {
		e.sends(message)
		e.told("refused")
	}
	k.sends(`{"type":"resize","rows":10,"columns":10}`)
	k.told("refused")
	late := w.connect(t, ann, run, "")
	late.sees("ready")
	late.sees("got this")
	k.types("that\r")
	for _, c := range []*terminal{k, a, e, late} {
		c.sees("and that")
		c.ends("ok")
	}
	for _, n := range k.notes[:slices.IndexFunc(k.notes, func(n map[string]any) bool { return n["type"] == "end" })] {
		if n["type"] == "typing" && n["name"] != "Ann" {
			t.Errorf("one is told of oneself: %v", n)
		}
	}
}

func narrowsATerminal(t *testing.T, w *world) {
	h, kim, ann, _ := meeting(w)
	run := w.startTerminal(kim, "bash", "echo ready; while read x; do echo got $x; done", nil)
	k, a := w.connect(t, kim, run, ""), w.connect(t, ann, run, "")
	k.sees("ready")
	a.sees("ready")
	h.lets(ann, false, "Ann")
	if note := a.told("rights"); note["readOnly"] != true {
		t.Errorf("who may type no more is told %v", note)
	}
	a.types("nothing\r")
	a.told("refused")
	h.lets(ann, true, "Ann")
	if note := a.told("rights"); note["readOnly"] != false {
		t.Errorf("who may type again is told %v", note)
	}
	a.types("again\r")
	k.sees("got again")
	if strings.Contains(k.shown.String(), "nothing") {
		t.Errorf("what was typed without the right to is there: %q", k.shown.String())
	}

	events := w.follows(t, ann, run)
	h.removes(ann)
	var err error
	for err == nil {
		err = a.next()
	}
	if websocket.CloseStatus(err) != websocket.StatusPolicyViolation || !strings.Contains(err.Error(), "removed_from_interview") {
		t.Errorf("who was removed is sent away with %v", err)
	}
	<-events // ends, too
	if _, status, err := w.dial(ann, run, "", nil); err == nil || status != http.StatusForbidden {
		t.Errorf("who was removed comes back: %d", status)
	}
	k.sends(`{"type":"signal","name":"KILL"}`)
	k.ends("signalled")
}

// follows opens the events of a run; the channel is closed when they end.
func (w *world) follows(t *testing.T, who identity.Principal, run string) <-chan struct{} {
	t.Helper()
	over := make(chan struct{})
	go func() {
		defer close(over)
		w.exchange(who, "GET", "/v1/runs/"+run+"/events", "", nil)
	}()
	return over
}

func keepsStrangersOut(t *testing.T, w *world) {
	_, kim, _, _ := meeting(w)
	run := w.startTerminal(kim, "bash", "echo ready; read x", nil)
	k := w.connect(t, kim, run, "")
	k.sees("ready")
	unknown, author, elsewhere := kim, member(identity.Author), member(identity.Owner)
	unknown.Session, author.Organization = ids.New[ids.Session](), kim.Organization
	for says, c := range map[string]struct {
		who  identity.Principal
		want int
	}{
		"somebody whom its owner does not know": {unknown, 403},
		"a guest of another place":              {guest(kim.Organization, identity.PlaceInterview), 404},
		"a candidate of the organization":       {identity.Principal{Organization: kim.Organization, Role: identity.Candidate, Session: ids.New[ids.Session](), Place: identity.InAttempt(ids.New[ids.Attempt]())}, 404},
		"a member who holds no interviews":      {author, 404},
		"another organization's owner":          {elsewhere, 404},
		"nobody":                                {identity.Principal{}, 401},
	} {
		if _, status, err := w.dial(c.who, run, "", nil); err == nil || status != c.want {
			t.Errorf("%s connects: %d, want %d", says, status, c.want)
		}
		for _, way := range [][2]string{{"GET", ""}, {"GET", "/events"}, {"DELETE", ""}} {
			if status, _ := w.exchange(c.who, way[0], "/v1/runs/"+run+way[1], "", nil); status != c.want {
				t.Errorf("%s: %s answers %d, want %d", says, way, status, c.want)
			}
		}
	}
	k.types("\r")
	k.ends("ok")
}

func replacesATerminal(t *testing.T, w *world) {
	_, kim, ann, _ := meeting(w)
	first := w.connect(t, kim, w.startTerminal(kim, "bash", "echo ready; exec sleep 100", nil), "")
	first.sees("ready")
	second := w.connect(t, ann, w.startTerminal(ann, "bash", "echo ready; read x", nil), "")
	first.ends("cancelled")
	if first.end["detail"] != "a newer terminal took its place" {
		t.Errorf("the end is %v", first.end)
	}
	second.sees("ready")
	second.types("\r")
	second.ends("ok")
}

func stopsTogether(t *testing.T, w *world) {
	_, kim, ann, eve := meeting(w)
	run := w.startTerminal(kim, "bash", "echo ready; exec sleep 100", nil)
	k := w.connect(t, kim, run, "")
	k.sees("ready")
	for _, c := range []struct {
		who  identity.Principal
		want int
	}{{eve, 403}, {ann, 204}} {
		if status, _ := w.do(c.who, "DELETE", "/v1/runs/"+run, nil); status != c.want {
			t.Errorf("stopping answers %d, want %d", status, c.want)
		}
	}
	k.ends("cancelled")
}

func endsFromOutside(t *testing.T, w *world, b *bus.Bus) {
	_, kim, _, _ := meeting(w)
	before := time.Now().UTC()
	k := w.connect(t, kim, w.startTerminal(kim, "bash", "echo ready; read x; echo got $x; exec sleep 100", nil), "")
	k.sees("ready")
	end := contract.EndTerminals{Place: kim.Place, Before: before.Add(-time.Minute), Why: "not this one"}
	for _, e := range []contract.EndTerminals{end, {Place: identity.InInterview(ids.New[ids.Interview]()), Before: before.Add(time.Hour), Why: "nor this"}} {
		if err := b.Publish(t.Context(), contract.SubjectEndTerminals, e); err != nil {
			t.Fatal(err)
		}
	}
	k.types("on\r")
	k.sees("got on")
	end.Before, end.Why = before.Add(time.Hour), "the interview has ended"
	if err := b.Publish(t.Context(), contract.SubjectEndTerminals, end); err != nil {
		t.Fatal(err)
	}
	k.ends("cancelled")
	if k.end["detail"] != "the interview has ended" {
		t.Errorf("the end is %v", k.end)
	}
}

// notes of one run, as the owner of its place hears them, until its end.
type notes struct {
	began contract.Run
	shown []contract.Shown
	ended contract.Run
}

func listens(t *testing.T, b *bus.Bus, place identity.Place) <-chan notes {
	t.Helper()
	heard := make(chan notes, 1)
	var all notes
	take := func(_ context.Context, d bus.Delivery) error {
		var run contract.Run
		var shown contract.Shown
		switch {
		case d.Subject == contract.SubjectRunShown && d.Decode(&shown) == nil && shown.Place == place:
			all.shown = append(all.shown, shown)
		case d.Subject == contract.SubjectRunStarted && d.Decode(&run) == nil && run.Place == place:
			all.began = run
		case d.Subject == contract.SubjectRunFinished && d.Decode(&run) == nil && run.Place == place:
			all.ended = run
			heard <- all
		}
		return nil
	}
	go func() {
		subjects := []string{contract.SubjectRunStarted, contract.SubjectRunShown, contract.SubjectRunFinished}
		_ = b.Consume(t.Context(), bus.ConsumerConfig{Stream: contract.Events.Name, Durable: "test-" + place.ID, Subjects: subjects}, take)
	}()
	return heard
}

func (n notes) data(t *testing.T) string {
	t.Helper()
	var all bytes.Buffer
	for i, x := range n.shown {
		if x.Number != i+1 || x.Run != n.ended.ID || i > 0 && x.AtMs < n.shown[i-1].AtMs {
			t.Errorf("part %d is %d of %s, at %d ms", i, x.Number, x.Run, x.AtMs)
		}
		all.Write(x.Data)
	}
	return all.String()
}

func tellsWhatIsShown(t *testing.T, w *world, b *bus.Bus) {
	_, kim, ann, _ := meeting(w)
	heard := listens(t, b, kim.Place)
	run := w.startTerminal(kim, "bash", "stty -echo; echo ready; read x; echo Grüße, $x; read y; printf '\\033[31m%s' $y", nil)
	k, a := w.connect(t, kim, run, ""), w.connect(t, ann, run, "")
	k.sees("ready")
	a.types("Kim\r")
	k.sees("Grüße, Kim")
	k.types("red\r")
	k.ends("ok")
	n := <-heard
	if got := n.data(t); got != k.shown.String() {
		t.Errorf("told is %q, and shown was %q", got, k.shown.String())
	}
	for _, r := range []contract.Run{n.began, n.ended} {
		if string(r.ID) != run || r.Terminal == nil || fmt.Sprint(*r.Terminal) != "{24 80}" {
			t.Errorf("the run is told as %+v", r)
		}
	}
}

func tellsABound(t *testing.T, w *world, b *bus.Bus) {
	_, kim, _, _ := meeting(w)
	heard := listens(t, b, kim.Place)
	k := w.connect(t, kim, w.startTerminal(kim, "bash", "head -c 2000000 /dev/zero | tr '\\0' x; printf end", nil), "")
	k.ends("ok")
	if got := (<-heard).data(t); got != strings.Repeat("x", contract.ShownBytes) {
		t.Errorf("%d bytes are told: %q ... %q", len(got), got[:min(len(got), 20)], last(got))
	}
}
