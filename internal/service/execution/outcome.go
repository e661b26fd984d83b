package execution

import (
	"context"
	"encoding/json"
	"time"

	"github.com/codecraft-hq/codecraft/internal/base/blob"
	"github.com/codecraft-hq/codecraft/internal/base/ids"
	"github.com/codecraft-hq/codecraft/internal/engine/judge"
)

// maxOutcome bounds an outcome in a message and in a row.
const maxOutcome = 256 << 10

// pack makes the message of an outcome: one that is too large goes whole into a blob and slim into the message.
func pack(ctx context.Context, blobs blob.Store, id ids.Judgement, o judge.Outcome, at time.Time) (result, error) {
	r := result{Judgement: id, Outcome: o, FinishedAt: at}
	whole, err := json.Marshal(o)
	if err != nil || len(whole) <= maxOutcome {
		return r, err
	}
	if r.Details, err = blob.PutBytes(ctx, blobs, whole); err != nil {
		return r, err
	}
	r.Outcome = slim(o)
	return r, nil
}

// slim leaves out what the tests wrote and, when there are very many, the tests of groups that passed.
func slim(o judge.Outcome) judge.Outcome {
	groups := make([]judge.GroupOutcome, len(o.Groups))
	tests := 0
	for _, g := range o.Groups {
		tests += len(g.Tests)
	}
	for i, g := range o.Groups {
		groups[i] = g
		groups[i].Tests = nil
		if tests > manyTests && g.Verdict == judge.Accepted {
			continue
		}
		for _, t := range g.Tests {
			t.Difference, t.Output, t.Stderr = nil, nil, nil
			t.Detail = clip(t.Detail)
			groups[i].Tests = append(groups[i].Tests, t)
		}
	}
	o.Groups = groups
	return o
}

// manyTests of some two hundred bytes each still fit.
const manyTests = 1000

// unpack reads the whole outcome of a stored one.
func unpack(ctx context.Context, blobs blob.Store, o judge.Outcome, details blob.Digest) (judge.Outcome, error) {
	if details == "" {
		return o, nil
	}
	whole, err := blob.GetBytes(ctx, blobs, details, 64<<20)
	if err != nil {
		return o, err
	}
	var all judge.Outcome
	err = json.Unmarshal(whole, &all)
	return all, err
}

// clip bounds a sentence.
func clip(s string) string {
	const most = 200
	if len(s) <= most {
		return s
	}
	n := most
	for n > 0 && s[n]&0xC0 == 0x80 {
		n--
	}
	return s[:n] + "…"
}
