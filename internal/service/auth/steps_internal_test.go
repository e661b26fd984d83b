package auth

import (
	"context"

	"github.com/codecraft-hq/codecraft/internal/service/auth/session"
	"github.com/codecraft-hq/codecraft/internal/service/auth/signingkey"
)

// What Run does at its own pace, for tests to do one at a time.
var (
	SendResets = (*Service).sendResets
	Purge      = (*Service).purge
)

// TurnKeys is the keys' step.
func TurnKeys(s *Service, ctx context.Context) error { return s.keys.Turn(ctx) } //nolint:revive // like a method's expression

// Sessions is the room of sessions.
func Sessions(s *Service) *session.Service { return s.sessions }

// KeyLead is how long a key is published before it signs.
const KeyLead = signingkey.Lead

// FillHasher takes every place of the hasher until the answer is called.
func FillHasher(s *Service) (empty func()) {
	for range cap(s.hasher.queue) {
		s.hasher.queue <- struct{}{}
	}
	return func() {
		for range cap(s.hasher.queue) {
			<-s.hasher.queue
		}
	}
}
