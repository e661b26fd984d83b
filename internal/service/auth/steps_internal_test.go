package auth

import (
	"context"

	"github.com/codecraft-hq/codecraft/internal/service/auth/people"
	"github.com/codecraft-hq/codecraft/internal/service/auth/session"
	"github.com/codecraft-hq/codecraft/internal/service/auth/signingkey"
)

// What Run does at its own pace, for tests to do one at a time.

func TurnKeys(s *Service, ctx context.Context) error   { return s.keys.Turn(ctx) }            //nolint:revive // reads like the method
func SendResets(s *Service, ctx context.Context) error { return s.passwords.SendResets(ctx) } //nolint:revive // the same
func Purge(s *Service, ctx context.Context) error      { return s.purge(ctx) }                //nolint:revive // the same

// The rooms.

func Sessions(s *Service) *session.Service { return s.sessions }
func People(s *Service) *people.Service    { return s.people }

// KeyLead is how long a key is published before it signs.
const KeyLead = signingkey.Lead
