package exam

import (
	"context"
	"encoding/json"
	"fmt"
	"math/rand/v2"
	"net/http"
	"sync/atomic"
	"time"

	"github.com/google/uuid"
	"golang.org/x/sync/errgroup"

	"github.com/codecraft-hq/codecraft/test/client"
)

// Pace is how often a person does what; each begins at a time of their own. What is 0 is not done.
type Pace struct{ Types, Runs, Submits time.Duration }

// Person is a candidate at work, and what they met with. Its figures may be read once Work has ended.
type Person struct {
	*Candidate
	Letters                  int // acknowledged, behind what was there before
	Saves, Runs, Submissions Answers
	Events                   int
	version                  atomic.Int64 // the last one acknowledged
}

// Answers are how long each took that was given, what they say, and how often there was no room.
type Answers struct {
	Took    []time.Duration
	Given   []client.Resource
	Refused int
}

// Work goes on until ctx ends. An error is something that no candidate should meet with.
func (p *Person) Work(ctx context.Context, pace Pace) error {
	if err := p.Tab.Dial(ctx); err != nil { // the end of the work before broke its connection off
		return fmt.Errorf("attempt %s: %w", p.Attempt, err)
	}
	if err := p.save(ctx); err != nil { // so that there is something to hand in, whatever comes first
		return fmt.Errorf("attempt %s: %w", p.Attempt, err)
	}
	all, ctx := errgroup.WithContext(ctx)
	all.Go(func() error { return p.follow(ctx) })
	all.Go(func() error { return every(ctx, pace.Types, p.save) })
	all.Go(func() error { return every(ctx, pace.Runs, p.run) })
	all.Go(func() error { return every(ctx, pace.Submits, p.submit) })
	if err := all.Wait(); err != nil {
		return fmt.Errorf("attempt %s: %w", p.Attempt, err)
	}
	return nil
}

// every does it once in a while, from a random moment on. What the end of ctx breaks off is no error.
func every(ctx context.Context, pause time.Duration, do func(context.Context) error) error {
	if pause == 0 {
		return nil
	}
	next := time.NewTimer(rand.N(pause))
	defer next.Stop()
	for {
		select {
		case <-ctx.Done():
			return nil
		case <-next.C:
			next.Reset(pause)
			if err := do(ctx); err != nil && ctx.Err() == nil {
				return err
			}
		}
	}
}

// follow keeps the event stream open.
func (p *Person) follow(ctx context.Context) error {
	_, err := p.Person.Follow(ctx, "/v1/attempts/"+p.Attempt+"/events", "", func(client.Event) bool { p.Events++; return true })
	if ctx.Err() == nil && err == nil {
		err = fmt.Errorf("the event stream ended")
	}
	if ctx.Err() != nil {
		return nil
	}
	return err
}

// save types a letter of a comment, and waits until it is acknowledged.
func (p *Person) save(ctx context.Context) error {
	if err := p.Tab.Append("x"); err != nil {
		return err
	}
	begun := time.Now()
	version, err := p.Tab.Save(ctx)
	if err != nil {
		return fmt.Errorf("save: %w", err)
	}
	p.Letters++
	p.version.Store(int64(version))
	p.Saves.Took = append(p.Saves.Took, time.Since(begun))
	return nil
}

func (p *Person) run(context.Context) error {
	return p.send(&p.Runs, "/v1/runs?waitForEnd=true", client.Resource{Type: "runs", Attributes: map[string]any{
		"language": "python", "source": Python, "answerId": p.Answer, "sample": 1,
	}})
}

func (p *Person) submit(context.Context) error {
	return p.send(&p.Submissions, "/v1/submissions", client.Resource{
		Type: "submissions", Attributes: map[string]any{"documentVersion": p.version.Load()},
		Relationships: map[string]client.Relationship{"answer": client.To("answers", p.Answer)},
	})
}

// send posts a resource; that there is no room is noted, and no error.
func (p *Person) send(to *Answers, path string, r client.Resource) error {
	body, err := json.Marshal(map[string]any{"data": r})
	if err != nil {
		return err
	}
	begun := time.Now()
	a, err := p.Person.Try(http.MethodPost, path, http.Header{"Idempotency-Key": {uuid.NewString()}}, body)
	switch {
	case err != nil:
		return err
	case a.Status == http.StatusCreated || a.Status == http.StatusAccepted:
		to.Took = append(to.Took, time.Since(begun))
		var given client.Resource
		if err := json.Unmarshal(a.Data, &given); err != nil {
			return err
		}
		to.Given = append(to.Given, given)
	case a.Status == http.StatusTooManyRequests || a.Status == http.StatusServiceUnavailable:
		to.Refused++
	default:
		return fmt.Errorf("POST %s: %d %s", path, a.Status, a.Body)
	}
	return nil
}
