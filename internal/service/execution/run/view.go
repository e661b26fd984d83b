package run

import (
	"context"
	"encoding/json"
	"errors"
	"strings"
	"time"

	contract "github.com/codecraft-hq/codecraft/internal/contract/execution"

	"github.com/codecraft-hq/codecraft/internal/base/bus"
	"github.com/codecraft-hq/codecraft/internal/base/errs"
	"github.com/codecraft-hq/codecraft/internal/base/identity"
	"github.com/codecraft-hq/codecraft/internal/base/ids"
	"github.com/codecraft-hq/codecraft/internal/service/execution/wire"
)

// View is a run as its events tell it, up to some moment.
type View struct {
	Head           wire.Head
	Rights         Rights // of who reads it
	status         string
	stdout, stderr strings.Builder
	order          []contract.Piece
	Result         *contract.RunResult // once it has ended
}

func (v *View) take(e wire.Event) {
	if e.Head != nil {
		v.Head = *e.Head
	}
	switch e.Kind {
	case wire.KindStatus:
		v.status = e.Status
	case wire.KindOutput:
		for _, c := range e.Chunks {
			to, isStderr := &v.stdout, c.Stream == contract.Stderr
			if isStderr {
				to = &v.stderr
			}
			to.WriteString(c.Text)
			v.order = append(v.order, contract.Piece{Stderr: isStderr, Bytes: len(c.Text), AtMs: c.AtMs})
		}
	case wire.KindEnd:
		v.status, v.Result = e.Result.Status, e.Result
	}
}

// soFar is the result of a run that has not ended: what was written.
func (v *View) soFar(status string) contract.RunResult {
	return contract.RunResult{Status: status, Stdout: v.stdout.String(), Stderr: v.stderr.String(), Order: v.order}
}

// snapshot reads a run as far as it has come. A run nobody knows is NotFound: it never was, or it has
// left the bounded storage of runs.
func (s *Service) snapshot(ctx context.Context, id ids.Run) (*View, error) {
	last, data, err := s.lastEvent(ctx, id)
	if err != nil {
		return nil, err
	}
	v := &View{}
	var e wire.Event
	if err := json.Unmarshal(data, &e); err != nil {
		return nil, err
	}
	if v.take(e); v.Result != nil {
		return v, nil
	}
	v = &View{}
	err = s.bus.Ordered(ctx, wire.StreamRuns, wire.SubjectRunEvents+string(id), 0, func(sequence uint64, data []byte) error {
		var e wire.Event
		if err := json.Unmarshal(data, &e); err != nil {
			return err
		}
		v.take(e)
		if sequence >= last {
			return bus.Done
		}
		return nil
	})
	return v, err
}

// lastEvent reads the newest event of a run. The first one is stored without anybody waiting for it, so
// that a client which is very quick is given a moment.
func (s *Service) lastEvent(ctx context.Context, id ids.Run) (uint64, []byte, error) {
	if !ids.Valid(string(id)) {
		return 0, nil, errs.Missing("run", string(id))
	}
	for try := 0; ; try++ {
		sequence, data, err := s.bus.Last(ctx, wire.StreamRuns, wire.SubjectRunEvents+string(id))
		if !errors.Is(err, bus.ErrNoMessage) {
			return sequence, data, err
		}
		if try == 10 {
			return 0, nil, errs.Missing("run", string(id))
		}
		select {
		case <-ctx.Done():
			return 0, nil, ctx.Err()
		case <-time.After(4 * time.Millisecond):
		}
	}
}

// ReadRun is snapshot for somebody who may see the run; others are told it does not exist.
func (s *Service) ReadRun(ctx context.Context, id ids.Run) (*View, error) {
	who, err := identity.Require(ctx, identity.RunsCreate)
	if err != nil {
		return nil, err
	}
	v, err := s.snapshot(ctx, id)
	if err != nil {
		return nil, err
	}
	if !mayRead(who, v.Head) {
		return nil, errs.Missing("run", string(id))
	}
	v.Rights, err = s.rights(ctx, who, v.Head)
	return v, err
}

// awaitRun reads a run until it has ended.
func (s *Service) awaitRun(ctx context.Context, id ids.Run) (*View, error) {
	v, err := s.ReadRun(ctx, id)
	if err != nil || v.Result != nil {
		return v, err
	}
	v = &View{}
	err = s.Follow(ctx, id, func(e wire.Event) error {
		v.take(e)
		return nil
	})
	if err != nil {
		return nil, err
	}
	v.Rights, err = s.rights(ctx, identity.From(ctx), v.Head) // a place may have sent them away meanwhile
	return v, err
}

// Follow hands on every event of a run, from its first, until its end. When the run's worker dies, the end
// is made here, for everybody who follows.
func (s *Service) Follow(ctx context.Context, id ids.Run, each func(e wire.Event) error) error {
	ctx, cancel := context.WithCancel(ctx)
	defer cancel()
	worker := make(chan string, 1)
	go s.mourn(ctx, id, worker)
	told, number := false, 0
	return s.bus.Ordered(ctx, wire.StreamRuns, wire.SubjectRunEvents+string(id), 0, func(_ uint64, data []byte) error {
		var e wire.Event
		if err := json.Unmarshal(data, &e); err != nil {
			return err
		}
		if e.Head != nil && !told {
			told = true
			worker <- e.Head.Worker
		}
		if number++; e.Number == 0 {
			e.Number = number
		}
		number = e.Number
		if err := each(e); err != nil {
			return err
		}
		if e.Kind == wire.KindEnd {
			return bus.Done
		}
		return nil
	})
}

// mourn publishes the end of a run whose worker has gone.
func (s *Service) mourn(ctx context.Context, id ids.Run, worker <-chan string) {
	name := ""
	tick := time.NewTicker(wire.SignEvery)
	defer tick.Stop()
	for {
		select {
		case <-ctx.Done():
			return
		case name = <-worker:
		case <-tick.C:
			if name == "" || !s.roster.Gone(name) {
				continue
			}
			v, err := s.snapshot(ctx, id)
			if err != nil || v.Result != nil {
				return
			}
			result := v.soFar(wire.StatusInternalError)
			result.Detail = wire.ErrLost.Detail
			end := wire.Event{Kind: wire.KindEnd, Head: &v.Head, Result: &result}
			if err := s.bus.Publish(ctx, wire.SubjectRunEvents+string(id), end); err != nil {
				s.log.Warn("execution: the end of a lost run was not told", "run", id, "error", err)
			}
			return
		}
	}
}

// Cancel ends a run that somebody no longer wants; one that has ended already stays as it is. A terminal that several people share is
// ended by each who may type into it.
func (s *Service) Cancel(ctx context.Context, id ids.Run) error {
	v, err := s.ReadRun(ctx, id)
	if err != nil {
		return err
	}
	isTheirs := v.Head.Shared() && v.Head.Interactive && v.Rights.Types
	if !isTheirs && !v.Head.IsOf(identity.From(ctx)) {
		return errs.New(errs.Forbidden, "run_foreign", "only who started a run cancels it")
	}
	if v.Result == nil {
		s.tellCancelled(id)
	}
	return nil
}
