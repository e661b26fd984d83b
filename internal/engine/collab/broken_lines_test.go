package collab_test

import (
	"encoding/json"
	"fmt"
	"strings"
	"testing"

	"github.com/codecraft-hq/codecraft/internal/base/ids"
	"github.com/codecraft-hq/codecraft/internal/engine/collab"
	"github.com/codecraft-hq/codecraft/internal/engine/collab/collabtest"
)

// TestTabsConvergeOverBrokenLines runs whole sessions at once, each of which breaks again and again.
func TestTabsConvergeOverBrokenLines(t *testing.T) {
	hub, log, document := desk(t, func(c *collab.Config) { c.Rate, c.Burst = 1e9, 1e9; c.SnapshotEvery = 50 })
	const tabs, edits = 4, 120
	done := make(chan *collabtest.Editor, tabs)
	for i := range tabs {
		go func() { done <- typeOverBrokenLines(t, hub, document, string(rune('A'+i)), edits) }()
	}
	var editors []*collabtest.Editor
	for range tabs {
		editors = append(editors, <-done)
	}
	if t.Failed() {
		return
	}
	text, version := open(t, hub, document).Text()
	for i := range tabs {
		if n := strings.Count(text.String(), string(rune('A'+i))); n != edits {
			t.Errorf("%c was typed %d times and stands there %d times", 'A'+i, edits, n)
		}
	}
	for _, e := range editors {
		rest, err := log.Since(t.Context(), document, e.Version, version)
		if err != nil {
			t.Fatal(err)
		}
		if err := e.Receive(e.Version, rest); err != nil || collabtest.JSON(t, e.Text) != collabtest.JSON(t, text) {
			t.Errorf("%s shows another text: %v", e.Client, err)
		}
	}
}

// typeOverBrokenLines types until every edit is confirmed; every seventh push's answer is never read.
func typeOverBrokenLines(t *testing.T, hub *collab.Hub, document ids.Document, letter string, edits int) *collabtest.Editor {
	var e *collabtest.Editor
	for pushes := 1; ; pushes++ {
		l := dial(t, hub, document, collab.Visitor{Actor: letter})
		if e == nil {
			l.toServer <- []byte(`{"type":"hello"}`)
		} else {
			l.toServer <- fmt.Appendf(nil, `{"type":"hello","version":%d,"client":%q}`, e.Version, e.Client)
		}
		var m heard
		if err := json.Unmarshal(<-l.toTab, &m); err != nil || m.Type != "init" || (e == nil) != (m.Doc != nil) {
			t.Errorf("greeted with %+v, %v", m, err)
			return e
		}
		if e == nil {
			e = collabtest.NewEditor(m.Client, collab.Snapshot{Version: m.Version, Text: *m.Doc})
		}
		for ; ; pushes++ {
			if edits == 0 && len(e.Pending) == 0 {
				l.hangUp()
				return e
			}
			if edits > 0 {
				edits--
				_ = e.Type(e.Text.Len()/2, e.Text.Len()/2, letter) // in the middle of the text: always a range
			}
			l.toServer <- pushMessage(e)
			if pushes%7 == 0 {
				break
			}
			if !receiveUntilConfirmed(t, l, e) {
				return e
			}
		}
		l.hangUp()
	}
}

func pushMessage(e *collabtest.Editor) []byte {
	push := e.Push()
	var updates []string
	for _, entry := range push.Entries {
		updates = append(updates, fmt.Sprintf(`{"changes":%v}`, entry.Changes))
	}
	return fmt.Appendf(nil, `{"type":"push","version":%d,"seq":%d,"updates":[%s]}`, push.Base, push.Seq, strings.Join(updates, ","))
}

func receiveUntilConfirmed(t *testing.T, l *line, e *collabtest.Editor) bool {
	for len(e.Pending) > 0 {
		var m heard
		select {
		case b := <-l.toTab:
			if err := json.Unmarshal(b, &m); err != nil || m.Type == "error" {
				t.Errorf("heard %s, %v", b, err)
				return false
			}
		case <-l.done:
			t.Errorf("the server let go: %v", l.reason)
			return false
		}
		updates := make([]collab.Update, len(m.Updates))
		for i, u := range m.Updates {
			updates[i] = collab.Update{Client: u.Client, Seq: u.Seq, Changes: u.Changes}
		}
		if m.Type == "updates" {
			if err := e.Receive(m.Version, updates); err != nil {
				t.Error(err)
				return false
			}
		}
	}
	return true
}
