package execution

import (
	"context"
	"log/slog"
	"time"

	"github.com/codecraft-hq/codecraft/internal/base/errs"
	"github.com/codecraft-hq/codecraft/internal/base/ids"
)

// AskTimeout bounds how long somebody waits for execution's answer to a neighbour's question.
const AskTimeout = time.Second

// Room refuses what execution has no room to judge. When execution does not answer, it is taken all the same: what is
// to be judged waits in the outbox.
func Room(ctx context.Context, log *slog.Logger, organization ids.Organization, mayJudge func(context.Context, MayJudge) (MayJudgeAnswer, error)) error {
	asked, cancel := context.WithTimeout(ctx, AskTimeout)
	defer cancel()
	_, err := mayJudge(asked, MayJudge{Organization: organization})
	switch {
	case err == nil:
		return nil
	case ctx.Err() != nil: // nobody waits any more
		return ctx.Err()
	}
	switch errs.Of(err).Code {
	case "organization_queue_full", "queue_full", "organization_quota_used":
		return err
	}
	log.Warn("something is queued without knowing whether execution has room", "organization", organization, "error", err)
	return nil
}

// Position is how many judgements are begun before the subject's, and itself; 0 when it is not known: it is not in the queue
// yet or not any more, or execution does not answer.
func Position(ctx context.Context, log *slog.Logger, q Place, place func(context.Context, Place) (PlaceAnswer, error)) int {
	asked, cancel := context.WithTimeout(ctx, AskTimeout)
	defer cancel()
	a, err := place(asked, q)
	if err != nil {
		if ctx.Err() == nil { // else nobody waits any more
			log.Warn("a place in the queue is not known", "kind", q.Subject.Kind, "subject", q.Subject.ID, "error", err)
		}
		return 0
	}
	return a.Position
}
