package worker

import (
	"errors"
	"testing"

	"github.com/codecraft-hq/codecraft/internal/base/errs"
	"github.com/codecraft-hq/codecraft/internal/base/identity"
	"github.com/codecraft-hq/codecraft/internal/base/ids"
	"github.com/codecraft-hq/codecraft/internal/service/execution/wire"
)

// TestATerminalMakesWayOnceTheNewerIsTaken: of who is refused none ends.
func TestATerminalMakesWayOnceTheNewerIsTaken(t *testing.T) {
	for name, c := range map[string]struct {
		there   []string // organization and scope of those that are open, oldest first
		shared  bool
		room    int
		most    int
		leaving bool
		refused string
		ended   int // which of them; -1: none
	}{
		"a third of one person":                   {there: []string{"ab", "ac", "ab"}, room: 8, ended: 0},
		"a second of one person":                  {there: []string{"ab", "ac"}, room: 8, ended: -1},
		"a second of a place":                     {there: []string{"ac", "ab"}, shared: true, room: 8, ended: 1},
		"where there is no other room":            {there: []string{"ab", "ab"}, room: 2, ended: 0},
		"where the organization has no more":      {there: []string{"ab", "ab"}, room: 8, most: 2, ended: 0},
		"where others of the organization have":   {there: []string{"ab", "ac", "ad"}, shared: true, room: 8, most: 2, refused: "terminals_at_once", ended: -1},
		"where somebody else has the room":        {there: []string{"ac", "dd"}, room: 2, refused: wire.CodeBusy, ended: -1},
		"of a worker that goes":                   {there: []string{"ab", "ab"}, room: 8, leaving: true, refused: errs.Of(errBusy).Code, ended: -1},
		"while that which made way is there yet":  {there: []string{"ab!", "ab", "ab"}, room: 2, refused: wire.CodeBusy, ended: -1},
		"of who has had two, one of which is off": {there: []string{"ab!", "ab"}, room: 8, ended: -1},
	} {
		t.Run(name, func(t *testing.T) {
			w := &Worker{config: Config{Terminals: c.room}, leaving: c.leaving}
			ended := map[int]error{}
			seat := func(at int, text string) *terminalSeat {
				s := &terminalSeat{scope: text[:2], head: wire.Head{Organization: ids.Organization(text[:1])}, end: func(why error) { ended[at] = why }, ending: len(text) > 2}
				if c.shared {
					s.head.Place = identity.InInterview("i")
				}
				return s
			}
			for i, text := range c.there {
				w.seats = append(w.seats, seat(i, text))
			}
			leave, err := w.sit(seat(len(c.there), "ab"), c.most)
			if code := codeOf(err); code != c.refused {
				t.Fatalf("it is answered %v, want %q", err, c.refused)
			}
			if why := ended[c.ended]; len(ended) > 1 || (c.ended >= 0) != (why != nil) || c.ended < 0 && len(ended) > 0 {
				t.Errorf("ended are %v, want %d", ended, c.ended)
			}
			if want := errReplaced; c.ended >= 0 && !c.shared && !errors.Is(ended[c.ended], want) {
				t.Errorf("it ends for %v", ended[c.ended])
			}
			if err == nil {
				if leave(); len(w.seats) != len(c.there) {
					t.Errorf("%d are left of %d", len(w.seats), len(c.there))
				}
			}
		})
	}
}

func codeOf(err error) string {
	if err == nil {
		return ""
	}
	return errs.Of(err).Code
}
