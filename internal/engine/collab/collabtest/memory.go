package collabtest

import (
	"context"
	"slices"
	"sync"
	"time"

	"github.com/codecraft-hq/codecraft/internal/base/errs"
	"github.com/codecraft-hq/codecraft/internal/base/ids"
	"github.com/codecraft-hq/codecraft/internal/engine/collab"
	"github.com/codecraft-hq/codecraft/internal/engine/collab/edit"
)

// MemoryLog is a collab.Log in the memory of a test.
type MemoryLog struct {
	mu        sync.Mutex
	documents map[ids.Document]*memoryDocument
}

type memoryDocument struct {
	snapshots []collab.Snapshot // by version
	updates   []collab.Update
}

// NewMemoryLog makes a log without documents.
func NewMemoryLog() *MemoryLog { return &MemoryLog{documents: map[ids.Document]*memoryDocument{}} }

// Create makes a document at version 0.
func (l *MemoryLog) Create(document ids.Document, text string, at time.Time) {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.documents[document] = &memoryDocument{snapshots: []collab.Snapshot{{At: at, Text: edit.NewDocument(text)}}}
}

// Load is Log's.
func (l *MemoryLog) Load(_ context.Context, document ids.Document) (collab.Snapshot, []collab.Update, error) {
	l.mu.Lock()
	defer l.mu.Unlock()
	d := l.documents[document]
	if d == nil {
		return collab.Snapshot{}, nil, errs.Missing("document", string(document))
	}
	newest := d.snapshots[len(d.snapshots)-1]
	return newest, slices.Clone(d.updates[newest.Version:]), nil
}

// Append is Log's.
func (l *MemoryLog) Append(_ context.Context, document ids.Document, version int, updates []collab.Update) error {
	l.mu.Lock()
	defer l.mu.Unlock()
	d := l.documents[document]
	if d == nil {
		return errs.Missing("document", string(document))
	}
	if version != len(d.updates) {
		return collab.ErrConflict
	}
	d.updates = append(d.updates, updates...)
	return nil
}

// Since is Log's.
func (l *MemoryLog) Since(_ context.Context, document ids.Document, version, limit int) ([]collab.Update, error) {
	l.mu.Lock()
	defer l.mu.Unlock()
	d := l.documents[document]
	if d == nil || version >= len(d.updates) {
		return nil, nil
	}
	return slices.Clone(d.updates[version:min(version+limit, len(d.updates))]), nil
}

// Snapshot is Log's.
func (l *MemoryLog) Snapshot(_ context.Context, document ids.Document, snapshot collab.Snapshot) error {
	l.mu.Lock()
	defer l.mu.Unlock()
	d := l.documents[document]
	if d == nil {
		return errs.Missing("document", string(document))
	}
	i, there := slices.BinarySearchFunc(d.snapshots, snapshot.Version, func(s collab.Snapshot, v int) int { return s.Version - v })
	if !there {
		d.snapshots = slices.Insert(d.snapshots, i, snapshot)
	}
	return nil
}

// Seek is Log's.
func (l *MemoryLog) Seek(_ context.Context, document ids.Document, version int, at time.Time) (collab.Snapshot, error) {
	l.mu.Lock()
	defer l.mu.Unlock()
	d := l.documents[document]
	if d == nil {
		return collab.Snapshot{}, errs.Missing("document", string(document))
	}
	for _, s := range slices.Backward(d.snapshots) {
		if s.Version <= version && !s.At.After(at) {
			return s, nil
		}
	}
	return d.snapshots[0], nil
}
