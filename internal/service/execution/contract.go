package execution

import (
	"context"

	contract "github.com/codecraft-hq/codecraft/internal/contract/execution"
)

// MayJudge refuses an organization whose queue is full, or who had its judgings of the day, or anybody when the whole queue is full.
func (s *Service) MayJudge(ctx context.Context, q contract.MayJudge) (contract.MayJudgeAnswer, error) {
	return s.judgements.MayJudge(ctx, q)
}

// Place answers a neighbour where the judgement of its subject waits.
func (s *Service) Place(ctx context.Context, q contract.Place) (contract.PlaceAnswer, error) {
	return s.judgements.Place(ctx, q)
}

// Find answers a neighbour that has not heard of its request for long.
func (s *Service) Find(ctx context.Context, q contract.Find) (contract.FindAnswer, error) {
	return s.judgements.Find(ctx, q)
}

// Rejudged answers a neighbour that looks whether it was told of every later round.
func (s *Service) Rejudged(ctx context.Context, q contract.Rejudged) (contract.RejudgedAnswer, error) {
	return s.judgements.Rejudged(ctx, q)
}
