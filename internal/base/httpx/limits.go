package httpx

import (
	"context"
	"fmt"
	"math"
	"strings"
	"time"
)

// limit is what one limiter said of a request, as the fields of draft-ietf-httpapi-ratelimit-headers have it.
type limit struct{ name, policy, left string }

// Named gives the limiter the name by which Admit tells of it.
func (l *Limiter) Named(name string) *Limiter {
	l.name = name
	return l
}

// Admit is Allow that tells the client of ctx's request where it stands: RateLimit-Policy has what may be done in how many
// seconds, RateLimit what is left and in how many seconds all of it is back. A request may meet several limiters.
func (l *Limiter) Admit(ctx context.Context, key string) error {
	left, full, err := l.take(key)
	if rec, ok := ctx.Value(recordKey{}).(*record); ok && rec.answer != nil {
		rec.tell(limit{
			l.name,
			fmt.Sprintf(`%q;q=%d;w=%d`, l.name, int(l.burst), int(math.Ceil(l.burst/l.refill))),
			fmt.Sprintf(`%q;r=%d;t=%d`, l.name, left, int(math.Ceil(full.Seconds()))),
		})
	}
	return err
}

// tell writes what all limiters have said by now into the header of the answer.
func (rec *record) tell(one limit) {
	rec.mu.Lock()
	defer rec.mu.Unlock()
	var policies, left []string
	known := false
	for i := range rec.limits {
		if rec.limits[i].name == one.name {
			rec.limits[i], known = one, true
		}
	}
	if !known {
		rec.limits = append(rec.limits, one)
	}
	for _, l := range rec.limits {
		policies, left = append(policies, l.policy), append(left, l.left)
	}
	rec.answer["Ratelimit-Policy"] = []string{strings.Join(policies, ", ")}
	rec.answer["Ratelimit"] = []string{strings.Join(left, ", ")}
}

// take takes a token of the key. It answers how many are left and how long until there are all.
func (l *Limiter) take(key string) (left int, full time.Duration, err error) {
	l.mu.Lock()
	defer l.mu.Unlock()
	now := time.Now()
	b := l.bucket(key, now)
	b.tokens = min(l.burst, b.tokens+now.Sub(b.at).Seconds()*l.refill)
	b.at = now
	if b.tokens < 1 {
		err = tooMany(l.after(1 - b.tokens))
	} else {
		b.tokens--
	}
	return int(b.tokens), l.after(l.burst - b.tokens), err
}

// after is how long so many tokens take to come.
func (l *Limiter) after(tokens float64) time.Duration {
	return time.Duration(tokens / l.refill * float64(time.Second))
}
