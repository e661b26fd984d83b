package collab_test

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"github.com/codecraft-hq/codecraft/internal/base/ids"
	"github.com/codecraft-hq/codecraft/internal/engine/collab"
)

// What a person sends is bounded in bytes over all their tabs, documents and connections, whatever it says.
func TestAPersonsBytesAreBounded(t *testing.T) {
	const bytes, burst = 1000, 5000
	data := strings.Repeat("x", 800)
	for what, message := range map[string]string{
		"edits that change nothing":    `{"type":"push","version":%d,"seq":%d,"updates":[{"changes":[3],"data":"` + data + `"}]}`,
		"presences":                    `{"type":"aware","version":0,"data":"` + data + `"}`,
		"presences that are too large": `{"type":"aware","version":0,"data":"` + strings.Repeat(data, 10) + `"}`,
		"what is no message":           `{"type":"` + data + `"}`,
	} {
		t.Run(what, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				hub, log, document := desk(t, func(c *collab.Config) { c.Bytes, c.BytesBurst = bytes, burst })
				other := ids.New[ids.Document]()
				log.Create(other, "abc", time.Now())
				taken := 0
				for i := range 20 {
					l := dial(t, hub, []ids.Document{document, other}[i%2], ann)
					l.say(t, `{"type":"hello"}`)
					l.hear(t, "init")
					said := message
					if strings.Contains(said, "%d") {
						said = fmt.Sprintf(said, i/2, 1)
					}
					l.say(t, "%s", said)
					full := refused(l)
					l.hangUp()
					if full {
						break
					}
					taken += len(said)
				}
				if most := burst + len(message) + 1000; taken > most {
					t.Errorf("%d bytes were taken, where %d may come at once", taken, burst)
				}
				someone := dial(t, hub, document, bob)
				someone.say(t, `{"type":"hello"}`)
				someone.hear(t, "init")
				someone.say(t, `{"type":"push","version":0,"seq":1,"updates":[{"changes":[[0,"y"],3]}]}`)
				for m := (heard{}); m.Type != "updates" || m.Updates[len(m.Updates)-1].Actor != "bob"; {
					if m = someone.next(t); m.Type == "error" {
						t.Fatalf("another person is refused: %+v", m)
					}
				}
				someone.hangUp()
			})
		})
	}
}

// refused drains what the tab has been told and looks whether it has sent too much.
func refused(l *line) bool {
	for {
		synctest.Wait()
		select {
		case b := <-l.toTab:
			var m heard
			if json.Unmarshal(b, &m) == nil && m.Code == "rate_limited" {
				return true
			}
		default:
			return false
		}
	}
}

// next is whatever the server says next.
func (l *line) next(t *testing.T) (m heard) {
	t.Helper()
	select {
	case b := <-l.toTab:
		if err := json.Unmarshal(b, &m); err != nil {
			t.Fatal(err)
		}
	case <-l.done:
		t.Fatalf("the server let go: %v", l.reason)
	}
	return m
}

// endless is a connection whose messages never end: it counts what is read of them.
type endless struct {
	read   chan int
	closed context.Context
}

func (c endless) Next(context.Context) (io.Reader, error) { return c, nil }

func (c endless) Read(p []byte) (int, error) {
	select {
	case c.read <- len(p):
		return len(p), nil
	case <-c.closed.Done():
		return 0, errors.New("closed")
	}
}

func (c endless) Write(context.Context, []byte) error { return nil }

func (c endless) Close(error) {}

// However many large messages a person sends at a time, two are read and the others wait.
func TestFewLargeMessagesOfAPersonAreHeld(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		hub, _, document := desk(t, nil)
		closed, closeAll := context.WithCancel(t.Context())
		const tabs, each = 20, 1 << 20
		reads := make([]chan int, tabs)
		for i := range tabs {
			reads[i] = make(chan int)
			go func() { _ = hub.Serve(t.Context(), document, ann, endless{reads[i], closed}) }()
		}
		held := 0
		for i := range tabs {
			for total := 0; total < each; {
				synctest.Wait()
				select {
				case n := <-reads[i]:
					total += n
					held += n
					continue
				default:
				}
				break
			}
		}
		closeAll()
		synctest.Wait()
		if most := 2*each + tabs*(128<<10); held > most {
			t.Errorf("%d bytes of %d tabs are held at once", held, tabs)
		}
	})
}

func TestAPushOfCountlessEntriesIsRefusedUnread(t *testing.T) {
	hub, _, document := desk(t, nil)
	l := dial(t, hub, document, ann)
	l.say(t, `{"type":"hello"}`)
	l.hear(t, "init")
	l.say(t, `{"type":"push","version":0,"seq":1,"updates":[{}%s]}`, strings.Repeat(",{}", 500_000))
	if m := l.hear(t, "error"); m.Code != "push_too_long" {
		t.Errorf("answered %+v", m)
	}
	l.hangUp()
}
