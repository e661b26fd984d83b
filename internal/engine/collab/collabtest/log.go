// Package collabtest holds what tests of shared documents need: the conformance suite that every
// collab.Log passes, and an Editor that behaves as a browser's.
package collabtest

import (
	"context"
	"encoding/json"
	"errors"
	"math"
	"sync"
	"testing"
	"time"

	"github.com/codecraft-hq/codecraft/internal/base/errs"
	"github.com/codecraft-hq/codecraft/internal/base/ids"
	"github.com/codecraft-hq/codecraft/internal/engine/collab"
	"github.com/codecraft-hq/codecraft/internal/engine/collab/edit"
)

// Logs is a kind of log under test.
type Logs struct {
	// Create makes a document at version 0 with the text, made at the time.
	Create func(t *testing.T, text string, at time.Time) ids.Document
	// Open gives the log as a process that has just started finds it.
	Open func(t *testing.T) collab.Log
}

var start = time.Date(2026, 3, 1, 9, 0, 0, 0, time.UTC)

// RunLog holds a log to its contract.
func RunLog(t *testing.T, newLogs func(t *testing.T) Logs) {
	for sentence, run := range map[string]func(*testing.T, Logs){
		"a document that was never made is missing":                 missing,
		"a new document has its text at version 0":                  fresh,
		"what is appended comes back as it was, also after restart": faithful,
		"an append at another version is a conflict and adds none":  conflict,
		"of many appends at one version one wins":                   race,
		"documents do not mix":                                      apart,
		"since gives chunks in order":                               since,
		"the newest snapshot is loaded with the updates after it":   snapshots,
		"seek finds the newest snapshot early enough":               seek,
	} {
		t.Run(sentence, func(t *testing.T) { run(t, newLogs(t)) })
	}
}

func missing(t *testing.T, logs Logs) {
	if _, _, err := logs.Open(t).Load(t.Context(), ids.New[ids.Document]()); !errs.Is(err, errs.NotFound) {
		t.Errorf("Load answers %v, want not found", err)
	}
}

func fresh(t *testing.T, logs Logs) {
	document := logs.Create(t, "def f():\n\tpass\n", start)
	snapshot, updates := load(t, logs.Open(t), document)
	if snapshot.Version != 0 || snapshot.Text.String() != "def f():\n\tpass\n" || !snapshot.At.Equal(start) || len(updates) != 0 {
		t.Errorf("got version %d of %v with %q and %d updates", snapshot.Version, snapshot.At, snapshot.Text, len(updates))
	}
}

// awkward are updates with everything that storage likes to lose.
func awkward() []collab.Update {
	parse := func(s string) edit.ChangeSet {
		c, err := edit.ParseChangeSet([]byte(s))
		if err != nil {
			panic(err)
		}
		return c
	}
	return []collab.Update{
		{Version: 1, At: start.Add(time.Millisecond), Client: "tab-1", Seq: 1, Actor: "ann", Kind: collab.Edit, Changes: parse(`[[0,"é😀\"\\","","\u0000"]]`)},
		{Version: 2, At: start.Add(time.Millisecond), Client: "tab-1", Seq: 2, Actor: "ann", Kind: collab.Paste, Changes: parse(`[1,[2,"\ud83d"],5]`), Data: json.RawMessage(`{"lines":3,"from":"\ud83d"}`)},
		{Version: 3, At: start.Add(time.Hour), Actor: "service", Kind: collab.Run, Changes: parse(`[7]`), Data: json.RawMessage(`{"run":"r1"}`)},
		{Version: 4, At: start.Add(2 * time.Hour), Client: "tab-2", Seq: math.MaxInt32 + 1, Actor: "bob", Kind: collab.Edit, Changes: parse(`[[7]]`)},
	}
}

func faithful(t *testing.T, logs Logs) {
	document, want := logs.Create(t, "", start), awkward()
	log := logs.Open(t)
	appendAll(t, log, document, 0, want[:2])
	appendAll(t, log, document, 2, want[2:])
	for _, opened := range []collab.Log{log, logs.Open(t)} {
		snapshot, updates := load(t, opened, document)
		if snapshot.Version != 0 || len(updates) != len(want) {
			t.Fatalf("got version %d and %d updates", snapshot.Version, len(updates))
		}
		for i := range want {
			same(t, updates[i], want[i])
		}
	}
}

func conflict(t *testing.T, logs Logs) {
	document, updates := logs.Create(t, "", start), awkward()
	log, other := logs.Open(t), logs.Open(t)
	appendAll(t, log, document, 0, updates[:2])
	late := edits(0, 3)
	for version, late := range map[int][]collab.Update{0: late, 1: edits(1, 2)} {
		if err := other.Append(t.Context(), document, version, late); !errors.Is(err, collab.ErrConflict) {
			t.Errorf("an append at version %d of a log at 2 answers %v", version, err)
		}
	}
	if err := other.Append(t.Context(), document, 5, edits(5, 1)); err == nil {
		t.Error("an append beyond the end of the log was taken")
	}
	if _, got := load(t, log, document); len(got) != 2 {
		t.Errorf("the log holds %d updates, want 2", len(got))
	}
}

func race(t *testing.T, logs Logs) {
	document := logs.Create(t, "", start)
	const writers = 8
	var group sync.WaitGroup
	results := make([]error, writers)
	for i := range writers {
		log := logs.Open(t)
		group.Go(func() {
			results[i] = log.Append(context.WithoutCancel(t.Context()), document, 0, edits(0, 3))
		})
	}
	group.Wait()
	won := 0
	for _, err := range results {
		switch {
		case err == nil:
			won++
		case !errors.Is(err, collab.ErrConflict):
			t.Errorf("a loser was told %v", err)
		}
	}
	if _, updates := load(t, logs.Open(t), document); won != 1 || len(updates) != 3 {
		t.Errorf("%d writers won and the log holds %d updates", won, len(updates))
	}
}

func apart(t *testing.T, logs Logs) {
	one, two := logs.Create(t, "one", start), logs.Create(t, "two", start)
	log := logs.Open(t)
	appendAll(t, log, one, 0, []collab.Update{{Version: 1, At: start, Kind: collab.Run, Changes: edit.Keep(3)}})
	if snapshot, updates := load(t, log, two); snapshot.Text.String() != "two" || len(updates) != 0 {
		t.Errorf("the other document has %q and %d updates", snapshot.Text, len(updates))
	}
}

func since(t *testing.T, logs Logs) {
	document, log := logs.Create(t, "", start), logs.Open(t)
	for version := 0; version < 40; version += 4 {
		appendAll(t, log, document, version, edits(version, 4))
	}
	for version := 0; version < 40; {
		updates, err := log.Since(t.Context(), document, version, 7)
		if err != nil || len(updates) != min(7, 40-version) {
			t.Fatalf("since %d gives %d updates, %v", version, len(updates), err)
		}
		for _, u := range updates {
			if version++; u.Version != version {
				t.Fatalf("version %d stands in the place of %d", u.Version, version)
			}
		}
	}
	if updates, err := log.Since(t.Context(), document, 40, 7); err != nil || len(updates) != 0 {
		t.Errorf("since the end gives %d updates, %v", len(updates), err)
	}
}

func snapshots(t *testing.T, logs Logs) {
	document, log := logs.Create(t, "", start), logs.Open(t)
	appendAll(t, log, document, 0, edits(0, 10))
	var half edit.Document
	if err := json.Unmarshal([]byte(`"half \ud83d of a pair\n"`), &half); err != nil {
		t.Fatal(err)
	}
	keep(t, log, document, collab.Snapshot{Version: 6, At: start.Add(6 * time.Second), Text: half})
	keep(t, log, document, collab.Snapshot{Version: 6, At: start.Add(6 * time.Second), Text: edit.NewDocument("a second one of that version")})
	keep(t, log, document, collab.Snapshot{Version: 4, At: start.Add(4 * time.Second), Text: edit.NewDocument("older")})
	snapshot, updates := load(t, logs.Open(t), document)
	if snapshot.Version != 6 || text(t, snapshot.Text) != text(t, half) || !snapshot.At.Equal(start.Add(6*time.Second)) {
		t.Errorf("got version %d of %v with %s", snapshot.Version, snapshot.At, text(t, snapshot.Text))
	}
	if len(updates) == 0 || updates[0].Version != 7 {
		t.Errorf("the updates after it are %v", updates)
	}
}

func seek(t *testing.T, logs Logs) {
	document, log := logs.Create(t, "", start), logs.Open(t)
	appendAll(t, log, document, 0, edits(0, 30))
	for _, version := range []int{10, 20} {
		keep(t, log, document, collab.Snapshot{Version: version, At: start.Add(time.Duration(version) * time.Second)})
	}
	far := start.Add(time.Hour)
	for sentence, c := range map[string]struct {
		version int
		at      time.Time
		want    int
	}{
		"a version between two":      {15, far, 10},
		"the version of a snapshot":  {20, far, 20},
		"a version before the first": {9, far, 0},
		"the newest":                 {math.MaxInt32, far, 20},
		"a time between two":         {math.MaxInt32, start.Add(15 * time.Second), 10},
		"the time of a snapshot":     {math.MaxInt32, start.Add(10 * time.Second), 10},
		"a time before the document": {math.MaxInt32, start.Add(-time.Hour), 0},
		"the end of time":            {math.MaxInt32, time.Date(9999, 1, 1, 0, 0, 0, 0, time.UTC), 20},
	} {
		if got, err := log.Seek(t.Context(), document, c.version, c.at); err != nil || got.Version != c.want {
			t.Errorf("%s: got the snapshot of version %d, %v; want %d", sentence, got.Version, err, c.want)
		}
	}
}

// edits are n marks after a version, one a second.
func edits(version, n int) []collab.Update {
	updates := make([]collab.Update, n)
	for i := range updates {
		v := version + 1 + i
		updates[i] = collab.Update{Version: v, At: start.Add(time.Duration(v) * time.Second), Client: "tab", Seq: int64(v), Kind: collab.Edit}
	}
	return updates
}

func load(t *testing.T, log collab.Log, document ids.Document) (collab.Snapshot, []collab.Update) {
	t.Helper()
	snapshot, updates, err := log.Load(t.Context(), document)
	if err != nil {
		t.Fatal(err)
	}
	return snapshot, updates
}

func appendAll(t *testing.T, log collab.Log, document ids.Document, version int, updates []collab.Update) {
	t.Helper()
	if err := log.Append(t.Context(), document, version, updates); err != nil {
		t.Fatal(err)
	}
}

func keep(t *testing.T, log collab.Log, document ids.Document, snapshot collab.Snapshot) {
	t.Helper()
	if err := log.Snapshot(t.Context(), document, snapshot); err != nil {
		t.Fatal(err)
	}
}

func same(t *testing.T, got, want collab.Update) {
	t.Helper()
	if got.Version != want.Version || !got.At.Equal(want.At) || got.Client != want.Client || got.Seq != want.Seq ||
		got.Actor != want.Actor || got.Kind != want.Kind || got.Changes.String() != want.Changes.String() || string(got.Data) != string(want.Data) {
		t.Errorf("got  %+v\nwant %+v", got, want)
	}
}

func text(t *testing.T, d edit.Document) string {
	t.Helper()
	b, err := json.Marshal(d)
	if err != nil {
		t.Fatal(err)
	}
	return string(b)
}
