package session

import (
	"context"
	"errors"
	"slices"

	"github.com/codecraft-hq/codecraft/internal/base/db"
	"github.com/codecraft-hq/codecraft/internal/base/identity"
	"github.com/codecraft-hq/codecraft/internal/base/ids"
)

// Operator answers the organization that runs the installation: the first that was founded, which takes the link that the server
// printed. It is empty before. None is ever removed, so that it stays the same once it is known.
func (s *Service) Operator(ctx context.Context) (ids.Organization, error) {
	if known := s.operator.Load(); known != nil {
		return *known, nil
	}
	first, err := s.firstOrganization(ctx)
	if errors.Is(err, db.ErrNoRows) {
		return "", nil
	}
	if err == nil {
		s.operator.Store(&first)
	}
	return first, err
}

// permissions are those of the session's role; of operations, only where the organization runs the installation.
func (session Session) permissions(operator ids.Organization) []identity.Permission {
	all := identity.Roles[session.Role]
	if session.Organization == operator {
		return all
	}
	return slices.DeleteFunc(slices.Clone(all), func(p identity.Permission) bool { return p == identity.OperationsRead })
}
