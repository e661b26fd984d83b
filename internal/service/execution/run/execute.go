package run

import (
	"context"

	contract "github.com/codecraft-hq/codecraft/internal/contract/execution"

	"github.com/codecraft-hq/codecraft/internal/base/identity"
	"github.com/codecraft-hq/codecraft/internal/base/ids"
)

// Execute runs a program that is not interactive to its end.
func (s *Service) Execute(ctx context.Context, p Program) (ids.Run, contract.RunResult, error) {
	h, end, err := s.startRun(ctx, p, true)
	if err != nil {
		return "", contract.RunResult{}, err
	}
	return h.ID, *end, nil
}

// Check holds a program against the rules without running it.
func (s *Service) Check(ctx context.Context, p Program) error {
	who, err := identity.Require(ctx, identity.RunsCreate)
	if err == nil {
		_, err = s.order(who, p)
	}
	return err
}

// Start starts a program and does not wait for it.
func (s *Service) Start(ctx context.Context, p Program) (ids.Run, error) {
	h, _, err := s.startRun(ctx, p, false)
	return h.ID, err
}
