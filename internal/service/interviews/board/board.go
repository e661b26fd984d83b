package board

import (
	"context"
	"encoding/json"
	"time"

	"github.com/codecraft-hq/codecraft/internal/base/db"
	"github.com/codecraft-hq/codecraft/internal/base/errs"
	"github.com/codecraft-hq/codecraft/internal/base/ids"
	"github.com/codecraft-hq/codecraft/internal/service/interviews/news"
	"github.com/codecraft-hq/codecraft/internal/service/interviews/workspace"
)

// Board is what there is of one without its elements.
type Board struct {
	Interview ids.Interview `db:"interview_id"`
	Number    int           `db:"last_number"` // of the last drawing; 0: nobody has drawn
	Alive     int           `db:"alive"`       // elements that are not deleted
	Bytes     int64         `db:"bytes"`       // of these
	LogBytes  int64         `db:"log_bytes"`
}

// Drawing is one entry of the log.
type Drawing struct {
	ID           ids.Drawing                `db:"id"`
	Organization ids.Organization           `db:"organization_id"`
	Interview    ids.Interview              `db:"interview_id"`
	Number       int                        `db:"number"`
	At           time.Time                  `db:"at"`
	Participant  ids.Participant            `db:"participant_id"`
	Elements     db.JSON[[]json.RawMessage] `db:"elements"`
}

// A board's bounds.
const (
	maxAlive    = 5000
	maxBytes    = 8 << 20
	maxLogBytes = 64 << 20
)

// markEvery is how often the timeline tells that somebody draws.
const markEvery = time.Minute

// drew is the kind of entry that tells so.
const drew = "drawing"

// Draw takes elements into the board, and answers what was taken: of each element what is newer than what is there. Where that is
// nothing, the drawing has the number of the last one, and no elements.
func (s *Service) Draw(ctx context.Context, id ids.Interview, sent []Element) (d Drawing, err error) {
	at, err := s.workspaces.Sit(ctx, id)
	if err != nil {
		return d, err
	}
	if err := s.drawings.Admit(ctx, string(at.Participant.ID)); err != nil {
		return d, err
	}
	err = s.db.InTx(ctx, func(ctx context.Context) error {
		at, err := s.workspaces.Working(ctx, id)
		if err != nil {
			return err
		}
		d, err = s.draw(ctx, at, sent)
		return err
	})
	return d, err
}

// draw is Draw in a transaction that holds the board.
func (s *Service) draw(ctx context.Context, at workspace.Seat, sent []Element) (Drawing, error) {
	b, err := s.held(ctx, at.Interview.Organization, at.Interview.ID)
	if err != nil {
		return Drawing{}, err
	}
	there, err := s.there(ctx, at.Interview.Organization, at.Interview.ID, sent)
	if err != nil {
		return Drawing{}, err
	}
	d := Drawing{
		ID: ids.New[ids.Drawing](), Organization: at.Interview.Organization, Interview: at.Interview.ID, Number: b.Number, At: s.schedule.Now(),
		Participant: at.Participant.ID, Elements: db.JSON[[]json.RawMessage]{V: []json.RawMessage{}},
	}
	var taken []Element
	for i, e := range sent {
		old, is := there[e.ID]
		if is && !e.beats(old) {
			continue
		}
		if e.Version-old.Version > maxStep {
			return Drawing{}, errs.New(errs.Invalid, "element_unsound", "the element %s goes from version %d to %d: count changes one by one", e.ID, old.Version, e.Version).At(placeOf(i))
		}
		taken = append(taken, e)
		b.count(old, -1)
		b.count(e, 1)
		b.LogBytes += int64(len(e.Body))
		d.Elements.V = append(d.Elements.V, e.Body)
	}
	if len(taken) == 0 {
		return d, nil
	}
	b.Number++
	d.Number = b.Number
	if err := b.full(); err != nil {
		return Drawing{}, err
	}
	return d, s.write(ctx, at, b, d, taken)
}

// count adds an element, or takes it away.
func (b *Board) count(e Element, n int) {
	if e.ID != "" && !e.Deleted {
		b.Alive += n
		b.Bytes += int64(n * len(e.Body))
	}
}

func (b *Board) full() error {
	switch {
	case b.Alive > maxAlive:
		return errs.New(errs.Conflict, "board_full", "this whiteboard would have %d elements, and holds %d: remove some first", b.Alive, maxAlive)
	case b.Bytes > maxBytes:
		return errs.New(errs.Conflict, "board_full", "this whiteboard would have %d MB, and holds %d: remove something first", b.Bytes>>20+1, maxBytes>>20)
	case b.LogBytes > maxLogBytes:
		return errs.New(errs.Conflict, "board_full", "as much has been drawn in this interview as is kept of one: %d MB. Go on in a file", maxLogBytes>>20)
	}
	return nil
}

func (s *Service) write(ctx context.Context, at workspace.Seat, b Board, d Drawing, taken []Element) error {
	for _, e := range taken {
		if err := s.put(ctx, d, e); err != nil {
			return err
		}
	}
	if err := s.insert(ctx, d); err != nil {
		return err
	}
	if err := s.store(ctx, d.Organization, b); err != nil {
		return err
	}
	marked, err := s.markedSince(ctx, d, d.At.Add(-markEvery))
	if err == nil && !marked {
		err = s.workspaces.Record(ctx, at.Entry(drew, string(d.Participant), map[string]any{"number": d.Number}))
	}
	s.db.AfterCommit(ctx, func() { s.news.Tell(ctx, d.Interview, news.News{Board: true}) })
	return err
}
