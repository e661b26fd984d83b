package wire

import (
	"context"
	"encoding/json"
	"time"

	contract "github.com/codecraft-hq/codecraft/internal/contract/execution"

	"github.com/codecraft-hq/codecraft/internal/base/blob"
	"github.com/codecraft-hq/codecraft/internal/base/ids"
	"github.com/codecraft-hq/codecraft/internal/engine/judge"
)

// Job is one judgement for a worker.
type Job struct {
	Judgement ids.Judgement           `json:"judgement"`
	Request   contract.JudgingRequest `json:"request"`
	QueuedAt  time.Time               `json:"queuedAt,omitzero"`
	Trace     string                  `json:"trace,omitempty"` // traceparent of who asked for it
}

// Result is a judgement's outcome on its way back. What is too large for a message is in Details, whole,
// and in Outcome without what the tests wrote.
type Result struct {
	Judgement  ids.Judgement `json:"judgement"`
	Outcome    judge.Outcome `json:"outcome"`
	Details    blob.Digest   `json:"details,omitempty"`
	FinishedAt time.Time     `json:"finishedAt"`
}

const (
	// maxOutcome bounds an outcome in a message and in a row, as JSON.
	maxOutcome = 256 << 10
	// maxDetails bounds a whole outcome in a blob.
	maxDetails = 64 << 20
)

// Pack makes the message of an outcome: one that is too large goes whole into a blob and slim into the message.
func Pack(ctx context.Context, blobs blob.Store, id ids.Judgement, o judge.Outcome, at time.Time) (Result, error) {
	r := Result{Judgement: id, Outcome: o, FinishedAt: at}
	whole, err := json.Marshal(o)
	if err != nil || len(whole) <= maxOutcome {
		return r, err
	}
	if len(whole) > maxDetails {
		if whole, err = slim(o, maxDetails); err != nil {
			return r, err
		}
	}
	if r.Details, err = blob.PutBytes(ctx, blobs, whole); err != nil {
		return r, err
	}
	if whole, err = slim(o, maxOutcome); err != nil {
		return r, err
	}
	r.Outcome = judge.Outcome{}
	return r, json.Unmarshal(whole, &r.Outcome)
}

// slim is an outcome as JSON of at most so many bytes, whatever the tests wrote and however many there are: without what most
// tests wrote, and then without the last tests and groups. Samples come first, since candidates see them; then
// tests of groups that failed.
func slim(o judge.Outcome, most int) ([]byte, error) {
	groups := o.Groups
	o.Groups, o.Detail, o.Compiler = []judge.GroupOutcome{}, Clip(o.Detail), Clip(o.Compiler)
	o.Compilation.Output = cut(o.Compilation.Output, most/16) // six times as long as JSON, if it must be
	head, err := json.Marshal(o)
	if err != nil {
		return nil, err
	}
	left := most - len(head)
	for _, g := range groups {
		g.Tests = []judge.TestOutcome{}
		if !fits(&left, g) {
			break
		}
		o.Groups = append(o.Groups, g)
	}
	for _, some := range []func(judge.GroupOutcome) bool{
		func(g judge.GroupOutcome) bool { return g.Sample },
		func(g judge.GroupOutcome) bool { return !g.Sample && g.Verdict != judge.Accepted },
		func(g judge.GroupOutcome) bool { return !g.Sample && g.Verdict == judge.Accepted },
	} {
		for i := range o.Groups {
			if some(groups[i]) {
				o.Groups[i].Tests = fitting(&left, groups[i])
			}
		}
	}
	return json.Marshal(o)
}

// fitting are the first tests of a group for which there is room; of samples with what they wrote, if that leaves room enough.
func fitting(left *int, g judge.GroupOutcome) []judge.TestOutcome {
	tests := []judge.TestOutcome{}
	for _, t := range g.Tests {
		t.Detail = Clip(t.Detail)
		if half := *left / 2; g.Sample && fits(&half, t) {
			*left -= *left/2 - half
			tests = append(tests, t)
			continue
		}
		t.Difference, t.Output, t.Stderr, t.JudgeMessage, t.TeamMessage = nil, nil, nil, nil, nil
		if !fits(left, t) {
			break
		}
		tests = append(tests, t)
	}
	return tests
}

// fits takes the room that something needs in a list, if there is as much.
func fits(left *int, v any) bool {
	text, err := json.Marshal(v)
	if err != nil || len(text)+1 > *left {
		return false
	}
	*left -= len(text) + 1
	return true
}

// Unpack reads the whole outcome of a stored one.
func Unpack(ctx context.Context, blobs blob.Store, o judge.Outcome, details blob.Digest) (judge.Outcome, error) {
	if details == "" {
		return o, nil
	}
	whole, err := blob.GetBytes(ctx, blobs, details, maxDetails)
	if err != nil {
		return o, err
	}
	var all judge.Outcome
	err = json.Unmarshal(whole, &all)
	return all, err
}

// Clip bounds a sentence.
func Clip(s string) string { return cut(s, 200) }

// cut bounds a text, between characters.
func cut(s string, most int) string {
	if len(s) <= most {
		return s
	}
	n := most
	for n > 0 && s[n]&0xC0 == 0x80 {
		n--
	}
	return s[:n] + "…"
}

// ReadPlan reads a judging plan from the blobs.
func ReadPlan(ctx context.Context, blobs blob.Store, digest blob.Digest) (judge.Plan, error) {
	data, err := blob.GetBytes(ctx, blobs, digest, 16<<20)
	if err != nil {
		return judge.Plan{}, err
	}
	return judge.ParsePlan(data)
}
