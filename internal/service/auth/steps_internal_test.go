package auth

import (
	"context"

	"github.com/codecraft-hq/codecraft/internal/service/auth/people"
	"github.com/codecraft-hq/codecraft/internal/service/auth/session"
	"github.com/codecraft-hq/codecraft/internal/service/auth/signingkey"
)

// What Run does at its own pace, for tests to do one at a time.
var (
	TurnKeys   = func(s *Service, ctx context.Context) error { return s.keys.Turn(ctx) }
	SendResets = func(s *Service, ctx context.Context) error { return s.passwords.SendResets(ctx) }
	SendProofs = func(s *Service, ctx context.Context) error { return s.people.SendProofs(ctx) }
	Purge      = (*Service).purge
)

// The rooms that have no methods for neighbours.
var (
	Sessions = func(s *Service) *session.Service { return s.sessions }
	People   = func(s *Service) *people.Service { return s.people }
)

// KeyLead is how long a key is published before it signs.
const KeyLead = signingkey.Lead
