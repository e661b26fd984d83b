package collab_test

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"io"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"github.com/codecraft-hq/codecraft/internal/base/ids"
	"github.com/codecraft-hq/codecraft/internal/engine/collab"
	"github.com/codecraft-hq/codecraft/internal/engine/collab/collabtest"
	"github.com/codecraft-hq/codecraft/internal/engine/collab/edit"
)

// line is a connection whose other end a test holds.
type line struct {
	toServer, toTab chan []byte
	done            chan struct{} // closed when the server has let go
	reason          error
	closed          error // why, as the other end is told
}

func (l *line) Next(ctx context.Context) (io.Reader, error) {
	select {
	case m, on := <-l.toServer:
		if !on {
			return nil, io.EOF
		}
		return bytes.NewReader(m), nil
	case <-ctx.Done():
		return nil, ctx.Err()
	}
}

func (l *line) Write(ctx context.Context, m []byte) error {
	select {
	case l.toTab <- m:
		return nil
	case <-ctx.Done():
		return ctx.Err()
	}
}

func (l *line) Close(why error) { l.closed = why }

// dial serves one tab on the hub.
func dial(t *testing.T, hub *collab.Hub, document ids.Document, visitor collab.Visitor) *line {
	l := &line{toServer: make(chan []byte), toTab: make(chan []byte), done: make(chan struct{})}
	go func() {
		defer close(l.done)
		l.reason = hub.Serve(context.WithoutCancel(t.Context()), document, visitor, l)
	}()
	return l
}

func (l *line) say(t *testing.T, format string, args ...any) {
	t.Helper()
	select {
	case l.toServer <- fmt.Appendf(nil, format, args...):
	case <-l.done:
		t.Fatalf("the server has let go: %v", l.reason)
	}
}

// heard is any message of the server.
type heard struct {
	Type, Client, Actor, Code string
	Version                   int
	Seq, RetryAfter           int64
	Doc                       *edit.Document
	Fatal, ReadOnly           bool
	Data                      json.RawMessage
	Updates                   []struct {
		Client, Actor string
		Seq, At       int64
		Kind          collab.Kind
		Changes       edit.ChangeSet
		Data          json.RawMessage
	}
}

// hear waits for the next message of the type; pings in between are passed over, anything else is a failure.
func (l *line) hear(t *testing.T, kind string) heard {
	t.Helper()
	for {
		var m heard
		select {
		case b := <-l.toTab:
			if err := json.Unmarshal(b, &m); err != nil {
				t.Fatal(err)
			}
			if m.Type == kind {
				return m
			}
			if m.Type != "ping" {
				t.Fatalf("heard %s instead of %s", b, kind)
			}
		case <-l.done:
			t.Fatalf("the server let go instead of saying %s: %v", kind, l.reason)
		}
	}
}

func (l *line) hangUp() {
	close(l.toServer)
	<-l.done
}

// desk is a document with a hub, and config to change before the first tab.
func desk(t *testing.T, change func(*collab.Config)) (*collab.Hub, *collabtest.MemoryLog, ids.Document) {
	t.Helper()
	log, document, config := collabtest.NewMemoryLog(), ids.New[ids.Document](), collab.DefaultConfig()
	log.Create(document, "abc", time.Now())
	if change != nil {
		change(&config)
	}
	return newHub(t, log, config), log, document
}

var (
	ann    = collab.Visitor{Actor: "ann"}
	bob    = collab.Visitor{Actor: "bob"}
	reader = collab.Visitor{Actor: "eve", ReadOnly: true}
)

func TestTwoTabsTalk(t *testing.T) {
	hub, _, document := desk(t, nil)
	a, b := dial(t, hub, document, ann), dial(t, hub, document, bob)
	a.say(t, `{"type":"hello"}`)
	b.say(t, `{"type":"hello"}`)
	one, two := a.hear(t, "init"), b.hear(t, "init")
	if one.Version != 0 || one.Doc == nil || one.Doc.String() != "abc" || one.Client == two.Client || one.Client == "" || one.Actor != "ann" {
		t.Fatalf("ann is greeted with %+v", one)
	}
	a.say(t, `{"type":"push","version":0,"seq":1,"updates":[{"changes":[3,[0,"A"]]}]}`)
	a.hear(t, "updates")
	b.hear(t, "updates")
	b.say(t, `{"type":"push","version":0,"seq":1,"updates":[{"changes":[3,[0,"B"]],"kind":"paste","data":{"n":1}}]}`)
	for _, l := range []*line{a, b} {
		m := l.hear(t, "updates")
		if m.Version != 1 || len(m.Updates) != 1 {
			t.Fatalf("heard %+v", m)
		}
		u := m.Updates[0]
		if u.Changes.String() != `[4,[0,"B"]]` || u.Client != two.Client || u.Actor != "bob" || u.Seq != 1 || u.Kind != collab.Paste ||
			string(u.Data) != `{"n":1}` || u.At == 0 {
			t.Errorf("bob's late push arrives as %+v", u)
		}
	}
	a.say(t, `{"type":"aware","version":2,"data":{"at":4}}`)
	if m := b.hear(t, "aware"); m.Client != one.Client || m.Actor != "ann" || string(m.Data) != `{"at":4}` || m.Version != 2 {
		t.Errorf("ann's cursor arrives as %+v", m)
	}
	a.say(t, `{"type":"mark","kind":"focus","data":{"focused":false}}`)
	if m := b.hear(t, "updates"); m.Updates[0].Kind != collab.Focus || m.Updates[0].Changes.String() != `[5]` || m.Updates[0].Client != "" || m.Updates[0].Actor != "ann" {
		t.Errorf("ann's mark arrives as %+v", m)
	}
	go func() { <-a.toTab }() // ann's copy of the mark
	a.hangUp()
	if m := b.hear(t, "gone"); m.Client != one.Client {
		t.Errorf("%s is gone, not ann", m.Client)
	}
	b.hangUp()
}

func TestTabGoesOnAfterACrash(t *testing.T) {
	log, document := collabtest.NewMemoryLog(), ids.New[ids.Document]()
	log.Create(document, "abc", time.Now())
	first := newHub(t, log, collab.DefaultConfig())
	a := dial(t, first, document, ann)
	a.say(t, `{"type":"hello"}`)
	client := a.hear(t, "init").Client
	push := `{"type":"push","version":0,"seq":1,"updates":[{"changes":[[0,"1"],3]},{"changes":[1,[0,"2"],3]}]}`
	a.say(t, "%s", push)
	room := open(t, first, document)
	a.hear(t, "updates") // it arrived; the tab crashes before it notes that
	a.hangUp()
	if _, err := room.Mark(t.Context(), "service", collab.Run, nil); err != nil {
		t.Fatal(err)
	}

	again := dial(t, newHub(t, log, collab.DefaultConfig()), document, ann) // after a restart of the server, too
	again.say(t, `{"type":"hello","version":0,"client":%q}`, client)
	if m := again.hear(t, "init"); m.Client != client || m.Doc != nil || m.Version != 0 {
		t.Fatalf("greeted with %+v", m)
	}
	if m := again.hear(t, "updates"); m.Version != 0 || len(m.Updates) != 3 || m.Updates[1].Client != client || m.Updates[1].Seq != 2 {
		t.Fatalf("caught up with %+v", m)
	}
	again.say(t, "%s", push)
	if m := again.hear(t, "ack"); m.Seq != 2 || m.Version != 3 {
		t.Errorf("the repeated push is answered with %+v", m)
	}
	again.say(t, `{"type":"push","version":0,"seq":1,"updates":[{"changes":[[0,"1"],3]},{"changes":[1,[0,"2"],3]},{"changes":[5,[0,"3"]]}]}`)
	if m := again.hear(t, "updates"); m.Version != 3 || len(m.Updates) != 1 || m.Updates[0].Seq != 3 {
		t.Errorf("of a push half known, %+v is new", m)
	}
	again.hangUp()
	if s, err := collab.AtVersion(t.Context(), log, document, 4); err != nil || s.Text.String() != "12abc3" {
		t.Errorf("the text is %q, %v", s.Text, err)
	}
}

func TestClientIDs(t *testing.T) {
	hub, log, document := desk(t, nil)
	other := ids.New[ids.Document]()
	log.Create(other, "", time.Now())
	greet := func(document ids.Document, visitor collab.Visitor, client string) string {
		l := dial(t, hub, document, visitor)
		l.say(t, `{"type":"hello","client":%q}`, client)
		defer l.hangUp()
		return l.hear(t, "init").Client
	}
	mine := greet(document, ann, "")
	if greet(document, ann, mine) != mine {
		t.Error("ann's id is not accepted again")
	}
	for sentence, got := range map[string]string{
		"another person":     greet(document, bob, mine),
		"another document":   greet(other, ann, mine),
		"one made up":        greet(document, ann, "0123456789abcdef0123-00"),
		"nothing like an id": greet(document, ann, "-"),
	} {
		if got == mine || len(got) != len(mine) {
			t.Errorf("%s got the id %q", sentence, got)
		}
	}
}

func TestRefusals(t *testing.T) {
	for sentence, c := range map[string]struct {
		visitor collab.Visitor
		say     string
		code    string
		fatal   bool
	}{
		"a reader's push":             {reader, `{"type":"push","version":0,"seq":1,"updates":[{"changes":[3,[0,"x"]]}]}`, "read_only", false},
		"a reader's mark":             {reader, `{"type":"mark","kind":"focus"}`, "read_only", false},
		"a run a tab claims":          {ann, `{"type":"mark","kind":"run"}`, "kind_forbidden", false},
		"a run within a push":         {ann, `{"type":"push","version":0,"seq":1,"updates":[{"changes":[3],"kind":"run"}]}`, "kind_forbidden", false},
		"too many changes":            {ann, `{"type":"push","version":0,"seq":1,"updates":[{"changes":[3]},{"changes":[3]},{"changes":[3]}]}`, "push_too_long", false},
		"no changes":                  {ann, `{"type":"push","version":0,"seq":1,"updates":[]}`, "push_too_long", false},
		"too much text":               {ann, `{"type":"push","version":0,"seq":1,"updates":[{"changes":[[3,"0123456789012345678901"]]}]}`, "push_too_large", false},
		"a document too large":        {ann, `{"type":"push","version":0,"seq":1,"updates":[{"changes":[3,[0,"0123456789"]]}]}`, "document_too_large", false},
		"too much data":               {ann, `{"type":"mark","kind":"focus","data":"` + strings.Repeat("x", 100) + `"}`, "data_too_large", false},
		"a presence too large":        {ann, `{"type":"aware","version":0,"data":"` + strings.Repeat("x", 100) + `"}`, "data_too_large", false},
		"changes of another length":   {ann, `{"type":"push","version":0,"seq":1,"updates":[{"changes":[4]}]}`, "changes_do_not_fit", true},
		"changes that do not follow":  {ann, `{"type":"push","version":0,"seq":1,"updates":[{"changes":[[3]]},{"changes":[3]}]}`, "changes_do_not_fit", true},
		"changes that cannot be read": {ann, `{"type":"push","version":0,"seq":1,"updates":[{"changes":[1,1,1]}]}`, "changes_malformed", true},
		"an update without changes":   {ann, `{"type":"push","version":0,"seq":1,"updates":[{}]}`, "message_malformed", true},
		"a version to come":           {ann, `{"type":"push","version":9,"seq":1,"updates":[{"changes":[3]}]}`, "version_unknown", true},
		"a sequence number below 1":   {ann, `{"type":"push","version":0,"updates":[{"changes":[3]}]}`, "push_invalid", true},
		"no version":                  {ann, `{"type":"push","seq":1,"updates":[{"changes":[3]}]}`, "message_malformed", true},
		"a message of no type":        {ann, `{}`, "message_malformed", true},
		"no message at all":           {ann, `hello?`, "message_malformed", true},
	} {
		t.Run(sentence, func(t *testing.T) {
			hub, log, document := desk(t, func(c *collab.Config) {
				c.MaxDocument, c.MaxPush, c.MaxChanges, c.MaxData = 10, 20, 2, 50
			})
			l := dial(t, hub, document, c.visitor)
			l.say(t, `{"type":"hello"}`)
			l.hear(t, "init")
			l.say(t, "%s", c.say)
			if m := l.hear(t, "error"); m.Code != c.code || m.Fatal != c.fatal {
				t.Errorf("answered %s, fatal %v; want %s, %v", m.Code, m.Fatal, c.code, c.fatal)
			}
			if c.fatal {
				<-l.done
			} else {
				l.say(t, `{"type":"pong"}`)
				l.hangUp()
			}
			if _, updates, err := log.Load(t.Context(), document); err != nil || len(updates) != 0 {
				t.Errorf("the log has %d updates, %v", len(updates), err)
			}
		})
	}
}

func TestFirstMessageIsHello(t *testing.T) {
	hub, _, document := desk(t, nil)
	l := dial(t, hub, document, ann)
	l.say(t, `{"type":"push"}`)
	if m := l.hear(t, "error"); m.Code != "hello_expected" || !m.Fatal {
		t.Errorf("answered %+v", m)
	}
	l = dial(t, hub, ids.New[ids.Document](), ann)
	l.say(t, `{"type":"hello"}`)
	if m := l.hear(t, "error"); m.Code != "document_not_found" || !m.Fatal {
		t.Errorf("a document that is not there is answered with %+v", m)
	}
}

func TestOutOfOrderPushIsRefused(t *testing.T) {
	hub, _, document := desk(t, nil)
	room := open(t, hub, document)
	author := collab.Author{Client: "tab", Actor: "ann"}
	entry := []collab.Entry{{Changes: edit.Keep(3)}}
	if _, err := room.Push(t.Context(), author, collab.Push{Seq: 5, Entries: entry}); err != nil {
		t.Fatal(err)
	}
	for _, seq := range []int64{4, 6} {
		if _, err := room.Push(t.Context(), author, collab.Push{Seq: seq, Entries: entry}); err == nil {
			t.Errorf("change %d was taken for a version that lacks change 5", seq)
		}
	}
}

func TestSameTabReplacesItsOldConnection(t *testing.T) {
	hub, _, document := desk(t, nil)
	old := dial(t, hub, document, ann)
	old.say(t, `{"type":"hello"}`)
	client := old.hear(t, "init").Client
	fresh := dial(t, hub, document, ann)
	fresh.say(t, `{"type":"hello","version":0,"client":%q}`, client)
	fresh.hear(t, "init")
	if m := old.hear(t, "error"); m.Code != "superseded" || !m.Fatal {
		t.Errorf("the old connection is told %+v", m)
	}
	<-old.done
	fresh.say(t, `{"type":"push","version":0,"seq":1,"updates":[{"changes":[3,[0,"x"]]}]}`)
	fresh.hear(t, "updates")
	fresh.hangUp()
}

func TestRateIsRefusedButNothingLost(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		hub, _, document := desk(t, func(c *collab.Config) { c.Rate, c.Burst = 2, 3 })
		l := dial(t, hub, document, ann)
		l.say(t, `{"type":"hello"}`)
		l.hear(t, "init")
		for range 3 {
			l.say(t, `{"type":"pong"}`)
		}
		l.say(t, `{"type":"push","version":0,"seq":1,"updates":[{"changes":[3,[0,"x"]]}]}`)
		m := l.hear(t, "error")
		if m.Code != "rate_limited" || m.Fatal || m.RetryAfter != 500 || m.Seq != 1 {
			t.Fatalf("answered %+v", m)
		}
		time.Sleep(time.Duration(m.RetryAfter) * time.Millisecond) // synctest's clock
		l.say(t, `{"type":"push","version":0,"seq":1,"updates":[{"changes":[3,[0,"x"]]}]}`)
		l.hear(t, "updates")
		l.hangUp()
	})
}

func TestSilentTabIsGivenUp(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		hub, _, document := desk(t, nil)
		l := dial(t, hub, document, ann)
		l.say(t, `{"type":"hello"}`)
		l.hear(t, "init")
		began, pings := time.Now(), 0
		for open := true; open; {
			select {
			case <-l.toTab:
				pings++
			case <-l.done:
				open = false
			}
		}
		if heartbeat := collab.DefaultConfig().Heartbeat; time.Since(began) != 3*heartbeat || pings < 2 {
			t.Errorf("given up after %v and %d pings", time.Since(began), pings)
		}
	})
}

// TestSlowTabHoldsUpNobody joins a tab that takes nothing: others type on at once, and it is given up.
func TestSlowTabHoldsUpNobody(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		hub, _, document := desk(t, func(c *collab.Config) { c.Window = 10; c.Burst = 1000 })
		slow, fast := dial(t, hub, document, ann), dial(t, hub, document, bob)
		slow.say(t, `{"type":"hello"}`)
		client := slow.hear(t, "init").Client
		fast.say(t, `{"type":"hello"}`)
		fast.hear(t, "init")
		began := time.Now()
		for i := range 600 {
			fast.say(t, `{"type":"push","version":%d,"seq":%d,"updates":[{"changes":[%d,[0,"x"]]}]}`, i, i+1, 3+i)
			fast.hear(t, "updates")
		}
		if took := time.Since(began); took != 0 {
			t.Errorf("the fast tab waited %v for the slow one", took)
		}
		<-slow.done
		if took := time.Since(began); took != collab.DefaultConfig().Heartbeat {
			t.Errorf("the slow tab was given up after %v", took)
		}
		back := dial(t, hub, document, ann)
		back.say(t, `{"type":"hello","version":0,"client":%q}`, client)
		back.hear(t, "init")
		for version := 0; version < 600; {
			m := back.hear(t, "updates")
			if m.Version != version || len(m.Updates) == 0 {
				t.Fatalf("at version %d came %d updates after %d", version, len(m.Updates), m.Version)
			}
			version += len(m.Updates)
		}
		back.hangUp()
		fast.hangUp()
	})
}
