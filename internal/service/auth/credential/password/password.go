package password

import (
	"context"
	"errors"

	"github.com/codecraft-hq/codecraft/internal/base/db"
	"github.com/codecraft-hq/codecraft/internal/base/errs"
	"github.com/codecraft-hq/codecraft/internal/service/auth/session"
	"github.com/codecraft-hq/codecraft/internal/service/auth/user"
)

// Hash answers what is stored of a password. It takes time and memory: outside of transactions.
func (s *Service) Hash(ctx context.Context, password string) (string, error) {
	return s.hasher.Hash(ctx, password)
}

// Authenticate checks a password behind the throttle. The hash is computed for unknown accounts too.
func (s *Service) Authenticate(ctx context.Context, email, password string, device session.Device) (_ user.User, err error) {
	defer func() { s.signIns.WithLabelValues(session.Outcome(err)).Inc() }()
	if err := s.countAttempt(ctx, email, device); err != nil {
		return user.User{}, err
	}
	owner, err := s.users.ByEmail(ctx, email)
	if err != nil && !errors.Is(err, db.ErrNoRows) {
		return user.User{}, err
	}
	hash, err := s.hashOf(ctx, owner.ID)
	if err != nil {
		return user.User{}, err
	}
	if len(password) > 4*maxPassword {
		password = "" // cannot be right, and must not cost more than others
	}
	right, err := s.hasher.Matches(ctx, hash, password)
	if err != nil {
		return user.User{}, err
	}
	if !right {
		return user.User{}, errs.New(errs.Unauthorized, "credentials_wrong", "e-mail address and password do not match: check both, or reset the password")
	}
	return owner, s.forgiveAttempt(ctx, email, device)
}
