package problems

import (
	"context"

	contract "github.com/codecraft-hq/codecraft/internal/contract/problems"
)

// Version answers one published version to a neighbour.
func (s *Service) Version(ctx context.Context, q contract.VersionRequest) (contract.Version, error) {
	return s.versions.Version(ctx, q)
}

// Versions answers those of the versions that are there.
func (s *Service) Versions(ctx context.Context, q contract.VersionsRequest) (contract.VersionsAnswer, error) {
	return s.versions.Versions(ctx, q)
}

// Latest answers the newest version of each problem that was published.
func (s *Service) Latest(ctx context.Context, q contract.LatestRequest) (contract.VersionsAnswer, error) {
	return s.versions.Latest(ctx, q)
}
