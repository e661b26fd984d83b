package httpx

import (
	"container/list"
	"sync"
	"time"

	"github.com/codecraft-hq/codecraft/internal/base/errs"
)

// Limiter lets each key do so much in so much time: a token bucket a key. It remembers a bounded number of
// keys and forgets the one that was quiet longest first.
type Limiter struct {
	name    string
	burst   float64
	refill  float64 // tokens a second
	maxKeys int

	mu      sync.Mutex
	buckets map[string]*list.Element
	recent  *list.List // of *bucket, the latest in front
}

type bucket struct {
	key    string
	tokens float64
	at     time.Time
}

// NewLimiter allows n at once and n again in each period, a key, and remembers maxKeys keys.
func NewLimiter(n int, period time.Duration, maxKeys int) *Limiter {
	return &Limiter{
		burst: float64(n), refill: float64(n) / period.Seconds(), maxKeys: maxKeys,
		buckets: map[string]*list.Element{}, recent: list.New(),
	}
}

// Allow takes a token of the key, or answers TooMany with the time to wait.
func (l *Limiter) Allow(key string) error {
	_, _, err := l.take(key)
	return err
}

func tooMany(wait time.Duration) error {
	return errs.New(errs.TooMany, "rate_limited", "too many requests: slow down").After(max(wait, time.Second))
}

func (l *Limiter) bucket(key string, now time.Time) *bucket {
	if e, ok := l.buckets[key]; ok {
		l.recent.MoveToFront(e)
		return e.Value.(*bucket)
	}
	if l.recent.Len() >= l.maxKeys {
		quiet := l.recent.Back()
		delete(l.buckets, quiet.Value.(*bucket).key)
		l.recent.Remove(quiet)
	}
	b := &bucket{key: key, tokens: l.burst, at: now}
	l.buckets[key] = l.recent.PushFront(b)
	return b
}
