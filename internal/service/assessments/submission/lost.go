package submission

import (
	"context"
	"fmt"
	"time"

	"github.com/codecraft-hq/codecraft/internal/base/db"
	"github.com/codecraft-hq/codecraft/internal/base/ids"
	"github.com/codecraft-hq/codecraft/internal/contract/execution"
)

// Lost looks after submissions that wait for longer than Deps.Late.
func (s *Service) Lost() execution.Lost[Submission] {
	return execution.Lost[Submission]{
		What: "submission", Log: s.log,
		Next: func(ctx context.Context, after string) ([]Submission, error) {
			return s.overdue(ctx, s.now().Add(-s.late), ids.Submission(after), execution.LostAtOnce)
		},
		ID: func(n Submission) string { return string(n.ID) },
		Look: func(ctx context.Context, n Submission) error {
			return s.recovery(func(ctx context.Context) error { return s.askAgain(ctx, n) }).
				Of(ctx, execution.Find{Organization: n.Organization, Subject: n.Subject()})
		},
	}
}

// LaterRound is a round after the first that has a result.
type LaterRound struct {
	execution.Round
	news bool // the submission has an older one
}

// LostRounds looks after submissions that were judged again longer than Deps.Late ago, and whose result is still an older
// one: execution alone knows that there is another.
func (s *Service) LostRounds() execution.Lost[LaterRound] {
	return execution.Lost[LaterRound]{
		What: "judgement", Log: s.log, Next: s.laterRounds,
		ID: func(r LaterRound) string { return string(r.ID) },
		Look: func(ctx context.Context, r LaterRound) error {
			if !r.news {
				return nil
			}
			never := func(context.Context) error {
				return fmt.Errorf("execution does not know round %d of %s any more", r.Subject.Round, r.Subject.ID)
			}
			return s.recovery(never).Of(ctx, execution.Find{Organization: r.Organization, Subject: r.Subject})
		},
	}
}

func (s *Service) recovery(again func(context.Context) error) execution.Recovery {
	return execution.Recovery{Log: s.log, Find: s.execution.Find, Take: s.TakeIn, Again: again}
}

func (s *Service) askAgain(ctx context.Context, submission Submission) error {
	attempt, err := s.attempts.ByID(ctx, submission.Organization, submission.Attempt)
	if err != nil {
		return err
	}
	plan, version, err := s.planOf(ctx, submission)
	if err != nil {
		return err
	}
	return s.askForJudging(ctx, submission, attempt.Assessment, plan, version, fmt.Sprintf("-again-%d", s.now().Unix()))
}

// overdue are those that wait since before a time, after one in the order of their ids.
//
// any organization: what is lost is looked for everywhere, nobody asks for it.
func (s *Service) overdue(ctx context.Context, before time.Time, after ids.Submission, n int) ([]Submission, error) {
	return db.Select[Submission](ctx, s.db, `SELECT `+columns+` FROM submissions
		WHERE state = 'queued' AND id > $1 AND created_at < $2 ORDER BY id LIMIT $3`, after, before, n)
}

// laterRounds asks execution for some, after one in the order of their ids, and tells which of them are news here.
//
// any organization: execution tells of rounds of all; each is taken in in the organization of its submission.
func (s *Service) laterRounds(ctx context.Context, after string) ([]LaterRound, error) {
	asked, cancel := context.WithTimeout(ctx, execution.AskTimeout)
	defer cancel()
	told, err := s.execution.Rejudged(asked, execution.Rejudged{
		Kind: execution.SubjectKindSubmission, Before: s.now().Add(-s.late), After: ids.Judgement(after),
	})
	if err != nil || len(told.Rounds) == 0 {
		return nil, err
	}
	which := make([]string, len(told.Rounds))
	for i, r := range told.Rounds {
		which[i] = r.Subject.ID
	}
	type known struct {
		ID    string `db:"id"`
		Round int    `db:"round"`
	}
	where := db.In(new(db.Conditions), "id", which)
	here, err := db.Select[known](ctx, s.db, `SELECT id, round FROM submissions`+where.SQL(), where.Args()...)
	if err != nil {
		return nil, err
	}
	rounds := map[string]int{}
	for _, n := range here {
		rounds[n.ID] = n.Round
	}
	all := make([]LaterRound, len(told.Rounds))
	for i, r := range told.Rounds {
		has, is := rounds[r.Subject.ID] // it may have been deleted
		all[i] = LaterRound{r, is && has < r.Subject.Round}
	}
	return all, nil
}
