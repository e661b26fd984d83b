package assessments

import (
	"context"
	"errors"
	"fmt"
	"path"
	"slices"
	"strings"
	"sync"
	"time"

	"github.com/codecraft-hq/codecraft/internal/base/errs"
	"github.com/codecraft-hq/codecraft/internal/base/identity"
	"github.com/codecraft-hq/codecraft/internal/base/ids"
	"github.com/codecraft-hq/codecraft/internal/contract/auth"
	"github.com/codecraft-hq/codecraft/internal/contract/problems"
	"github.com/codecraft-hq/codecraft/internal/engine/collab"
	"github.com/codecraft-hq/codecraft/internal/engine/collab/edit"
	"github.com/codecraft-hq/codecraft/internal/service/assessments/attempt"
	"github.com/codecraft-hq/codecraft/internal/service/assessments/submission"
)

// SeedAttempt is a candidate who takes the assessment while the seed runs, by the clock and the rules that hold for everybody. What
// they cannot do, such as wait for a verdict that never comes, is the end of their acts, with a warning; what they did stays.
type SeedAttempt struct {
	Candidate string // "Name <address>"
	Language  string
	Acts      []SeedAct // in their order, after the start
}

// SeedAct is what somebody does, perhaps on a problem, to which they turn when another one is before them.
type SeedAct struct {
	On string // its slug
	Do Act
}

// Act is done by a candidate at their desk, as who ctx says.
type Act func(ctx context.Context, at *desk) error

// Types puts a program in the place of what is there, some lines at a time.
func Types(program string) Act {
	return func(ctx context.Context, at *desk) error {
		written := whole
		for lines := range slices.Chunk(slices.Collect(strings.Lines(program)), linesAtOnce) {
			if err := at.write(ctx, collab.Edit, written, strings.Join(lines, "")); err != nil {
				return err
			}
			written = end
		}
		return nil
	}
}

// linesAtOnce are so few that even a short program has some edits to be played back.
const linesAtOnce = 4

// Pastes appends what was copied somewhere.
func Pastes(text string) Act {
	return func(ctx context.Context, at *desk) error { return at.write(ctx, collab.Paste, end, text) }
}

// Corrects puts something in the place of the first text like this.
func Corrects(wrong, right string) Act {
	return func(ctx context.Context, at *desk) error {
		return at.write(ctx, collab.Edit, func(now string) (int, int) {
			from := strings.Index(now, wrong)
			return from, from + len(wrong)
		}, right)
	}
}

// Submits hands the program in, and waits for its verdict.
func Submits() Act {
	return func(ctx context.Context, at *desk) error {
		document, err := at.attempts.DocumentAt(ctx, at.answer, at.answer.Language, attempt.MainPath)
		if err != nil {
			return err
		}
		if document == nil {
			return errors.New("nothing is written that could be submitted")
		}
		var sent submission.Submission
		err = at.patiently(ctx, func() (err error) {
			sent, err = at.submissions.Submit(ctx, at.answer.ID, document.Version, "")
			return err
		})
		if err != nil {
			return err
		}
		return at.verdict(ctx, sent)
	}
}

// Finishes ends the attempt.
func Finishes() Act {
	return func(ctx context.Context, at *desk) error {
		_, err := at.attempts.SetState(ctx, at.attempt.ID, attempt.Finished)
		return err
	}
}

// seedAttempts invites those who take the assessment, and has all of them do so at the same time.
func (s *Service) seedAttempts(ctx context.Context, to ids.Assessment, x SeedAssessment) error {
	var atWork sync.WaitGroup
	defer atWork.Wait()
	for _, who := range x.Taken {
		i, err := s.invitations.Invite(ctx, to, who.Candidate, "")
		if err != nil {
			return err
		}
		atWork.Go(func() {
			at := &desk{Service: s, language: who.Language, pause: x.Pause, patience: x.Patience}
			if err := at.take(ctx, path.Base(i.Link), who.Acts); err != nil {
				s.log.Warn("assessments: a candidate of a seed has stopped early", "assessment", to, "invitation", i.ID, "error", err)
			}
		})
	}
	return nil
}

// desk is where a candidate of a seed works.
type desk struct {
	*Service
	language        string
	pause, patience time.Duration

	attempt  attempt.Attempt
	on       string         // the problem before them
	answer   attempt.Answer // to it
	document ids.Document   // of it
}

func (at *desk) take(ctx context.Context, token string, acts []SeedAct) (err error) {
	var tokens auth.Tokens
	err = at.patiently(ctx, func() (err error) {
		at.attempt, tokens, err = at.attempts.Enter(ctx, token)
		return err
	})
	if err != nil {
		return err
	}
	ctx = identity.With(ctx, identity.Principal{
		Organization: at.attempt.Organization, Role: identity.Candidate, Session: tokens.Session, Place: identity.InAttempt(at.attempt.ID),
	})
	if at.attempt, err = at.attempts.SetState(ctx, at.attempt.ID, attempt.Started); err != nil {
		return err
	}
	for _, act := range acts {
		if act.On != "" && act.On != at.on {
			if err := at.turn(ctx, act.On); err != nil {
				return err
			}
		}
		if err := act.Do(ctx, at); err != nil {
			return err
		}
	}
	return nil
}

// turn opens the problem's document, as the page does.
func (at *desk) turn(ctx context.Context, slug string) error {
	answer, err := at.answerTo(ctx, slug)
	if err != nil {
		return err
	}
	if _, err := at.attempts.Turn(ctx, at.attempt.ID, answer.ID); err != nil {
		return err
	}
	if at.answer, err = at.attempts.ChooseLanguage(ctx, answer.ID, at.language); err != nil {
		return err
	}
	document, err := at.attempts.OpenDocument(ctx, answer.ID, at.language, "")
	at.on, at.document = slug, document.ID
	return err
}

func (at *desk) answerTo(ctx context.Context, slug string) (attempt.Answer, error) {
	latest, err := at.problems.Latest(ctx, problems.LatestRequest{Organization: at.attempt.Organization, Slugs: []string{slug}})
	if err != nil {
		return attempt.Answer{}, err
	}
	answers, err := at.attempts.Answers(ctx, at.attempt.Organization, []ids.Attempt{at.attempt.ID})
	if err != nil {
		return attempt.Answer{}, err
	}
	for _, x := range answers {
		if slices.ContainsFunc(latest.Versions, func(v problems.Version) bool { return v.ID == x.Version }) {
			return x, nil
		}
	}
	return attempt.Answer{}, fmt.Errorf("the attempt does not have the problem %s", slug)
}

// write replaces a part of what the document says now, after a pause.
func (at *desk) write(ctx context.Context, kind collab.Kind, part func(now string) (from, to int), text string) error {
	if err := rest(ctx, at.pause); err != nil {
		return err
	}
	return at.attempts.Edit(ctx, at.document, kind, func(document edit.Document) (edit.ChangeSet, error) {
		now := document.String()
		from, to := part(now)
		if from < 0 {
			return edit.ChangeSet{}, errors.New("what is to be corrected is not there")
		}
		units := func(n int) int { return edit.NewDocument(now[:n]).Len() }
		return edit.Replace(document.Len(), units(from), units(to), text)
	})
}

func whole(now string) (from, to int) { return 0, len(now) }

func end(now string) (from, to int) { return len(now), len(now) }

// verdict waits for it.
func (at *desk) verdict(ctx context.Context, of submission.Submission) error {
	ctx, cancel := context.WithTimeout(ctx, at.patience)
	defer cancel()
	err := until(ctx, func() (bool, error) {
		now, err := at.submissions.ByID(ctx, of.Organization, of.ID)
		return now.State != submission.Queued, err
	})
	if err != nil {
		return fmt.Errorf("wait for the verdict of submission %s: %w", of.ID, err)
	}
	return nil
}

// patiently tries again what a part of the system that is on its way, or is busy, refuses.
func (at *desk) patiently(ctx context.Context, do func() error) error {
	waiting, cancel := context.WithTimeout(ctx, at.patience)
	defer cancel()
	var refused error
	err := until(waiting, func() (bool, error) {
		refused = do()
		if errs.Is(refused, errs.Unavailable) || errs.Is(refused, errs.TooMany) {
			return false, nil
		}
		return true, refused
	})
	if err != nil && refused != nil {
		return refused
	}
	return err
}
