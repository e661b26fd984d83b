package httpx

import (
	"container/list"
	"context"
	"sync"
	"time"
)

// MemoryIdempotency keeps answers in this process: enough for one replica. It holds a bounded number of
// keys and forgets the oldest first, but never one whose request is under way.
type MemoryIdempotency struct {
	lasts   time.Duration
	maxKeys int

	mu    sync.Mutex
	kept  map[memoryKey]*list.Element
	order *list.List // of *memoryEntry, the latest in front
}

type memoryKey struct{ scope, key string }

type memoryEntry struct {
	memoryKey
	fingerprint string
	done        bool
	answer      Answer
	expires     time.Time
}

// NewMemoryIdempotency keeps up to maxKeys answers, each so long.
func NewMemoryIdempotency(lasts time.Duration, maxKeys int) *MemoryIdempotency {
	return &MemoryIdempotency{lasts: lasts, maxKeys: maxKeys, kept: map[memoryKey]*list.Element{}, order: list.New()}
}

// Reserve implements IdempotencyStore.
func (m *MemoryIdempotency) Reserve(_ context.Context, scope, key, fingerprint string) (Reservation, Answer, error) {
	m.mu.Lock()
	defer m.mu.Unlock()
	k := memoryKey{scope, key}
	if e, ok := m.kept[k]; ok {
		switch entry := e.Value.(*memoryEntry); {
		case entry.done && time.Now().After(entry.expires):
			m.drop(e)
		case entry.fingerprint != fingerprint:
			return Clashing, Answer{}, nil
		case entry.done:
			return Done, entry.answer, nil
		default:
			return Running, Answer{}, nil
		}
	}
	m.makeRoom()
	m.kept[k] = m.order.PushFront(&memoryEntry{memoryKey: k, fingerprint: fingerprint})
	return Reserved, Answer{}, nil
}

// Finish implements IdempotencyStore.
func (m *MemoryIdempotency) Finish(_ context.Context, scope, key string, answer Answer) error {
	m.mu.Lock()
	defer m.mu.Unlock()
	if e, ok := m.kept[memoryKey{scope, key}]; ok {
		entry := e.Value.(*memoryEntry)
		entry.done, entry.answer, entry.expires = true, answer, time.Now().Add(m.lasts)
	}
	return nil
}

// Release implements IdempotencyStore.
func (m *MemoryIdempotency) Release(_ context.Context, scope, key string) error {
	m.mu.Lock()
	defer m.mu.Unlock()
	if e, ok := m.kept[memoryKey{scope, key}]; ok {
		m.drop(e)
	}
	return nil
}

func (m *MemoryIdempotency) makeRoom() {
	for e := m.order.Back(); e != nil && m.order.Len() >= m.maxKeys; {
		older := e.Prev()
		if e.Value.(*memoryEntry).done {
			m.drop(e)
		}
		e = older
	}
}

func (m *MemoryIdempotency) drop(e *list.Element) {
	delete(m.kept, e.Value.(*memoryEntry).memoryKey)
	m.order.Remove(e)
}
