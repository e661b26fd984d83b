package signingkey

import (
	"time"

	"github.com/codecraft-hq/codecraft/internal/base/db"
)

// Deps is what the service works with; all must be there.
type Deps struct {
	DB     *db.DB
	Config Config
	Clock  func() time.Time
}

// Service keeps the keys and signs with them.
type Service struct {
	db     *db.DB
	config Config
	clock  func() time.Time
	ring   keyring
}

// New has no keys until Turn has read them.
func New(deps Deps) *Service {
	return &Service{db: deps.DB, config: deps.Config, clock: deps.Clock}
}

// now is the service's time, as exact as both databases keep it.
func (s *Service) now() time.Time { return s.clock().UTC().Truncate(time.Microsecond) }

// Ready says whether there is a key that may sign now.
func (s *Service) Ready() error {
	_, err := s.ring.signer(s.now())
	return err
}
