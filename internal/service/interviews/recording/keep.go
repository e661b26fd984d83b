package recording

import (
	"context"
	"errors"
	"maps"
	"slices"
	"sync"
	"time"

	"golang.org/x/sync/errgroup"

	"github.com/codecraft-hq/codecraft/internal/base/db"
	"github.com/codecraft-hq/codecraft/internal/base/ids"
	"github.com/codecraft-hq/codecraft/internal/engine/media"
	engine "github.com/codecraft-hq/codecraft/internal/engine/recording"
	"github.com/codecraft-hq/codecraft/internal/service/interviews/news"
	"github.com/codecraft-hq/codecraft/internal/service/interviews/participant"
	"github.com/codecraft-hq/codecraft/internal/service/interviews/schedule"
	"github.com/codecraft-hq/codecraft/internal/service/interviews/workspace"
)

const (
	lookEvery  = time.Second      // how often it is looked who is in which room, and agrees
	keyWithin  = 15 * time.Second // of no key frame for longer the light tells
	retryAfter = 10 * time.Second // how long after a failure it is tried again
	sideBySide = 32               // of how many interviews that is looked at once
)

// take is a recording that goes on here.
type take struct {
	recording Recording
	files     *engine.Take
	media     media.Recording
	counted   int64 // bytes that the metric knows

	mu   sync.Mutex
	who  map[ids.Participant]bool // is taken in
	lost bool                     // somebody is taken in no more who was: this stretch ends
}

func (t *take) wants(identity string) bool {
	t.mu.Lock()
	defer t.mu.Unlock()
	return t.who[participantOf(identity)]
}

func (t *take) drop(id ids.Participant) {
	t.mu.Lock()
	defer t.mu.Unlock()
	if t.who[id] {
		delete(t.who, id)
		t.lost = true
	}
}

// meet takes those in too who have come. It answers whether somebody had been dropped, in which case it does not.
func (t *take) meet(who map[ids.Participant]bool) (lost bool) {
	t.mu.Lock()
	defer t.mu.Unlock()
	if !t.lost {
		maps.Copy(t.who, who)
	}
	return t.lost
}

// Keep begins and ends recordings, until ctx ends.
func (s *Service) Keep(ctx context.Context) error {
	if !s.Records() {
		return nil
	}
	if err := s.TakeUp(ctx); err != nil {
		return err
	}
	tick := time.NewTicker(lookEvery)
	defer tick.Stop()
	for {
		select {
		case <-tick.C:
			if err := s.Look(ctx); err != nil && ctx.Err() == nil {
				s.log.Warn("who is to be recorded could not be looked up", "error", err)
			}
		case <-ctx.Done():
			for _, t := range s.takes() {
				s.stop(context.WithoutCancel(ctx), t, "paused")
			}
			return nil
		}
	}
}

// TakeUp closes what a process before this one had to leave: their files are delivered as they are.
func (s *Service) TakeUp(ctx context.Context) error {
	all, err := s.unfinished(ctx)
	if err != nil {
		return err
	}
	left, err := s.spool.List()
	if err != nil {
		return err
	}
	for _, r := range all {
		before := r
		r.State, r.Failing = Verifying, false
		if !slices.Contains(left, string(r.ID)) {
			r.State, r.Reason = Failed, "the server ended before anything was written"
		}
		err = errors.Join(err, s.change(ctx, r, before, "paused"))
	}
	return err
}

// Look begins and ends recordings by who is in which room now, and agrees.
func (s *Service) Look(ctx context.Context) error {
	all, err := s.schedule.ToRecord(ctx)
	if err != nil {
		return err
	}
	for _, t := range s.takes() {
		if !slices.ContainsFunc(all, func(i schedule.Interview) bool { return i.ID == t.recording.Interview }) {
			s.stop(ctx, t, "stopped")
		}
	}
	return s.lookAtAll(ctx, all)
}

// lookAtAll looks at several interviews side by side: one whose video hangs holds no other.
func (s *Service) lookAtAll(ctx context.Context, all []schedule.Interview) error {
	var side errgroup.Group
	side.SetLimit(sideBySide)
	faults := make([]error, len(all))
	for n, i := range all {
		side.Go(func() error {
			faults[n] = s.look(ctx, i)
			return nil
		})
	}
	_ = side.Wait() // all of them are told
	return errors.Join(faults...)
}

func (s *Service) look(ctx context.Context, i schedule.Interview) error {
	people, err := s.participants.All(ctx, i)
	if err != nil {
		return err
	}
	present, err := s.video.Rooms.Present(ctx, string(i.ID))
	if err != nil {
		return err
	}
	who, ready := agreed(people, present)
	s.mu.Lock()
	t := s.running[i.ID]
	wait := s.schedule.Now().Before(s.retry[i.ID])
	s.mu.Unlock()
	switch {
	case t == nil && ready && !wait:
		return s.start(ctx, i, who)
	case t != nil && s.over(ctx, t, people, who, ready):
		s.stop(ctx, t, "paused")
	}
	return nil
}

// over reports whether one does not go on as it is: another may begin.
func (s *Service) over(ctx context.Context, t *take, people []participant.Participant, who map[ids.Participant]bool, ready bool) bool {
	for _, p := range people {
		if p.Consent != participant.Given { // answered another replica, perhaps
			t.drop(p.ID)
		}
	}
	select {
	case <-t.media.Done():
		return true
	default:
	}
	return !ready || t.meet(who) || s.unwell(ctx, t)
}

// unwell tells how a recording fares, and reports whether it fails.
func (s *Service) unwell(ctx context.Context, t *take) bool {
	h := s.measured(t)
	before := t.recording
	t.recording.Failing = h.Err != nil || h.KeyAge > keyWithin
	if t.recording.Failing != before.Failing {
		if err := s.change(ctx, t.recording, before, ""); err != nil {
			s.log.Warn("how a recording fares was not kept", "recording", t.recording.ID, "error", err)
		}
	}
	return h.Err != nil
}

// measured is how a recording fares; the metric learns of it.
func (s *Service) measured(t *take) engine.Health {
	h := t.files.Health(time.Now())
	s.bytes.Add(float64(h.Bytes - t.counted))
	t.counted = h.Bytes
	return h
}

// start begins a recording; where another replica has begun one, it does not.
func (s *Service) start(ctx context.Context, i schedule.Interview, who map[ids.Participant]bool) error {
	r := Recording{
		ID: ids.New[ids.Recording](), Organization: i.Organization, Interview: i.ID, Spool: s.spool.ID(), State: InProgress, StartedAt: s.schedule.Now(),
		Files: db.JSON[[]File]{V: []File{}},
	}
	err := s.db.InTx(ctx, func(ctx context.Context) error {
		if err := s.insert(ctx, r); err != nil {
			return err
		}
		return s.tell(ctx, r, "started")
	})
	if _, taken := db.Taken(err); taken {
		return nil
	}
	if err != nil {
		return err
	}
	t := &take{recording: r, who: who}
	if t.files, err = s.spool.Begin(string(r.ID), time.Now(), t.wants); err == nil {
		s.run(i.ID, t) // before the first packet, so that a withdrawal meets it
		t.media, err = s.video.Recorder.Record(ctx, string(i.ID), t.files)
	}
	if err != nil {
		s.run(i.ID, nil)
		return s.failed(ctx, r, err)
	}
	s.news.Tell(ctx, r.Interview, news.News{})
	return nil
}

// run keeps which recording of an interview goes on here; nil: none.
func (s *Service) run(id ids.Interview, t *take) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if t == nil {
		delete(s.running, id)
	} else {
		s.running[id] = t
		delete(s.retry, id)
	}
}

// failed keeps that one could not begin.
func (s *Service) failed(ctx context.Context, r Recording, why error) error {
	s.log.Error("an interview is not recorded", "interview", r.Interview, "error", why)
	s.pause(r.Interview)
	before, now := r, s.schedule.Now()
	r.State, r.Reason, r.EndedAt = Failed, "the recorder could not begin", &now
	return errors.Join(s.spool.Forget(string(r.ID)), s.change(ctx, r, before, "paused"))
}

// pause puts the next try off.
func (s *Service) pause(id ids.Interview) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.retry[id] = s.schedule.Now().Add(retryAfter)
}

// stop ends a recording; what there is of it is delivered.
func (s *Service) stop(ctx context.Context, t *take, how string) {
	t.media.Stop()
	err := t.files.Close()
	s.measured(t)
	if err != nil {
		s.log.Error("a recording stopped", "recording", t.recording.ID, "error", err)
		s.pause(t.recording.Interview)
	}
	r, now := t.recording, s.schedule.Now()
	r.State, r.EndedAt, r.Failing = Verifying, &now, false
	if err := s.change(ctx, r, t.recording, how); err != nil {
		s.log.Error("the end of a recording was not kept: it is tried again", "recording", r.ID, "error", err)
		return
	}
	s.run(r.Interview, nil)
	select {
	case s.ended <- struct{}{}:
	default:
	}
}

// change keeps what became of a recording, with an entry in the timeline where its going on has changed, and tells the room.
func (s *Service) change(ctx context.Context, r, before Recording, how string) error {
	err := s.db.InTx(ctx, func(ctx context.Context) error {
		err := s.store(ctx, r)
		if err == nil && before.State == InProgress && r.State != InProgress {
			err = s.tell(ctx, r, how)
		}
		return err
	})
	s.news.Tell(ctx, r.Interview, news.News{})
	return err
}

// tell enters into the timeline what all may know, in the transaction of ctx.
func (s *Service) tell(ctx context.Context, r Recording, how string) error {
	return s.workspaces.Record(ctx, &workspace.Entry{
		Organization: r.Organization, Interview: r.Interview, Audience: workspace.All, Kind: "recording", Subject: string(r.ID),
		Data: db.JSON[map[string]any]{V: map[string]any{"change": how}},
	})
}
