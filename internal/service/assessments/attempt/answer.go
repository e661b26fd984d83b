package attempt

import (
	"context"
	"errors"
	"slices"

	"github.com/codecraft-hq/codecraft/internal/base/db"
	"github.com/codecraft-hq/codecraft/internal/base/errs"
	"github.com/codecraft-hq/codecraft/internal/base/identity"
	"github.com/codecraft-hq/codecraft/internal/base/ids"
	"github.com/codecraft-hq/codecraft/internal/contract/problems"
	"github.com/codecraft-hq/codecraft/internal/engine/toolchain"
	"github.com/codecraft-hq/codecraft/internal/service/assessments/catalog"
)

// Answer is an attempt's part for one item. Score and Verdict are those of the submission that counts, Score in the item's points.
type Answer struct {
	ID              ids.Answer         `db:"id"`
	Organization    ids.Organization   `db:"organization_id"`
	Attempt         ids.Attempt        `db:"attempt_id"`
	Item            ids.Item           `db:"item_id"`
	Version         ids.ProblemVersion `db:"problem_version_id"`
	Position        int                `db:"position"`
	SectionTitle    string             `db:"section_title"`
	Language        string             `db:"language"`
	Score           float64            `db:"score"`
	Verdict         string             `db:"verdict"`
	SubmissionCount int                `db:"submission_count"`
	OwnPoints       *float64           `db:"own_points"` // the item's; nil: the problem's maximum score
}

// languagesOf is what may be used: the assessment's choice within the problem's; empty means whatever is installed.
func languagesOf(assessment catalog.Assessment, v problems.Version) []string {
	switch {
	case len(assessment.Languages.V) == 0:
		return v.Languages
	case len(v.Languages) == 0:
		return assessment.Languages.V
	}
	var both []string
	for _, l := range v.Languages {
		if slices.Contains(assessment.Languages.V, l) {
			both = append(both, l)
		}
	}
	if len(both) == 0 {
		return v.Languages // a problem that needs its language (SQL) keeps it
	}
	return both
}

// insertAnswers lays one answer an item, in the transaction of ctx.
func (s *Service) insertAnswers(ctx context.Context, attempt Attempt, assessment catalog.Assessment) error {
	for _, section := range assessment.Sections {
		for _, y := range section.Items {
			_, err := db.Exec(ctx, s.db, `INSERT INTO answers (`+answerColumns+`) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12)`,
				ids.New[ids.Answer](), attempt.Organization, attempt.ID, y.ID, y.Version, y.Position, section.Title, "", 0, "", 0, y.OwnPoints)
			if err != nil {
				return err
			}
		}
	}
	return nil
}

const answerColumns = `id, organization_id, attempt_id, item_id, problem_version_id, position, section_title, language, score, verdict, submission_count, own_points`

// Answers reads those of attempts, in their order.
func (s *Service) Answers(ctx context.Context, organization ids.Organization, attempts []ids.Attempt) ([]Answer, error) {
	where := db.In(db.Where("organization_id = ?", organization), "attempt_id", attempts)
	return db.Select[Answer](ctx, s.db, `SELECT `+answerColumns+` FROM answers`+where.SQL()+` ORDER BY attempt_id, position`, where.Args()...)
}

// any organization: the list that pages has begun its conditions with that of who asks (api_answer.go).
func (s *Service) pageAnswers(ctx context.Context, where *db.Conditions, order []db.Key, limit int) ([]Answer, error) {
	return db.Select[Answer](ctx, s.db, `SELECT `+answerColumns+` FROM answers`+where.SQL()+db.OrderBy(order...)+where.Limit(limit), where.Args()...)
}

// visibleAnswers answers those of the ids that the principal may see: a candidate those of the own attempt, staff their organization's.
//
// any organization: Visible begins its conditions with that of who asks.
func (s *Service) visibleAnswers(ctx context.Context, wanted []ids.Answer) ([]Answer, error) {
	where, err := Visible(ctx, wanted)
	if err != nil {
		return nil, err
	}
	return db.Select[Answer](ctx, s.db, `SELECT `+answerColumns+` FROM answers`+where.SQL(), where.Args()...)
}

// Visible are those rows of an attempt's table that the principal may see: a candidate's are their own.
func Visible[T ~string](ctx context.Context, wanted []T) (*db.Conditions, error) {
	p, err := reader(ctx)
	if err != nil {
		return nil, err
	}
	return catalog.Readable(db.In(db.Where("organization_id = ?", p.Organization), "id", wanted), p), nil
}

// reader is whoever may read attempts: their candidate, or staff with the permission.
func reader(ctx context.Context) (identity.Principal, error) {
	if p := identity.From(ctx); p.Role == identity.Candidate {
		return identity.Require(ctx, identity.AttemptTake)
	}
	return identity.Require(ctx, identity.AttemptsRead)
}

// Work answers the candidate's own answer and attempt when the attempt is open for work.
func (s *Service) Work(ctx context.Context, id ids.Answer) (Answer, Attempt, error) {
	p, err := identity.Require(ctx, identity.AttemptTake)
	if err != nil {
		return Answer{}, Attempt{}, err
	}
	answer, err := db.One[Answer](ctx, s.db, `SELECT `+answerColumns+` FROM answers WHERE id = $1 AND organization_id = $2 AND attempt_id = $3`,
		id, p.Organization, p.Attempt())
	if errors.Is(err, db.ErrNoRows) {
		return answer, Attempt{}, errs.Missing("answer", string(id))
	}
	if err != nil {
		return answer, Attempt{}, err
	}
	attempt, err := s.ByID(ctx, p.Organization, p.Attempt())
	if err != nil {
		return answer, attempt, err
	}
	return answer, attempt, attempt.writable(s.now(), s.grace)
}

// ChooseLanguage sets the language the candidate works in.
func (s *Service) ChooseLanguage(ctx context.Context, id ids.Answer, language string) (Answer, error) {
	answer, attempt, err := s.Work(ctx, id)
	if err != nil || answer.Language == language {
		return answer, err
	}
	if err := s.allowedLanguage(ctx, attempt, answer, language); err != nil {
		return answer, err
	}
	err = s.db.InTx(ctx, func(ctx context.Context) error {
		if err := s.StillStarted(ctx, attempt); err != nil {
			return err
		}
		if err := s.setLanguage(ctx, answer, language); err != nil {
			return err
		}
		return s.Record(ctx, &attempt, Activity{Kind: "language", Answer: answer.ID, Data: map[string]any{"language": language}})
	})
	answer.Language = language
	return answer, err
}

func (s *Service) setLanguage(ctx context.Context, answer Answer, language string) error {
	_, err := db.Exec(ctx, s.db, `UPDATE answers SET language = $1 WHERE organization_id = $2 AND id = $3`, language, answer.Organization, answer.ID)
	return err
}

// allowedLanguage refuses one that does not exist, or that the problem or the assessment does not allow. Whether it is
// installed, execution says.
func (s *Service) allowedLanguage(ctx context.Context, attempt Attempt, answer Answer, language string) error {
	if !toolchain.Known(language) {
		return toolchain.NotListed(language).At("/data/attributes/language")
	}
	assessment, err := s.catalog.Get(ctx, attempt.Organization, attempt.Assessment)
	if err != nil {
		return err
	}
	found, err := s.catalog.Pinned(ctx, attempt.Organization, []ids.ProblemVersion{answer.Version})
	if err != nil {
		return err
	}
	if allowed := languagesOf(assessment, found[answer.Version]); len(allowed) > 0 && !slices.Contains(allowed, language) {
		return errs.New(errs.Invalid, "language_not_allowed", "%q is not allowed here: use one of %v", catalog.Clip(language, 40), allowed).At("/data/attributes/language")
	}
	return nil
}

// Worths is how submissions of the answers count.
func (s *Service) Worths(ctx context.Context, organization ids.Organization, wanted []ids.Answer) (map[ids.Answer]catalog.Worth, error) {
	worths := map[ids.Answer]catalog.Worth{}
	if len(wanted) == 0 {
		return worths, nil
	}
	where := db.In(db.Where("organization_id = ?", organization), "id", wanted)
	answers, err := db.Select[Answer](ctx, s.db, `SELECT `+answerColumns+` FROM answers`+where.SQL(), where.Args()...)
	if err != nil {
		return nil, err
	}
	var versions []ids.ProblemVersion
	for _, x := range answers {
		versions = append(versions, x.Version)
	}
	found, err := s.catalog.Pinned(ctx, organization, versions)
	for _, x := range answers {
		worths[x.ID] = catalog.Worth{Own: x.OwnPoints, Most: found[x.Version].Points}
	}
	return worths, err
}

// CountSubmission counts one more of the answer, in the transaction of ctx.
func (s *Service) CountSubmission(ctx context.Context, organization ids.Organization, id ids.Answer) error {
	_, err := db.Exec(ctx, s.db, `UPDATE answers SET submission_count = submission_count + 1 WHERE organization_id = $1 AND id = $2`, organization, id)
	return err
}

// ScoreAnswer writes what the answer's submission that counts has earned.
func (s *Service) ScoreAnswer(ctx context.Context, organization ids.Organization, id ids.Answer, score float64, verdict string) error {
	_, err := db.Exec(ctx, s.db, `UPDATE answers SET score = $1, verdict = $2 WHERE organization_id = $3 AND id = $4`, score, verdict, organization, id)
	return err
}

// VersionOf is which version of its problem an answer is to.
func (s *Service) VersionOf(ctx context.Context, organization ids.Organization, id ids.Answer) (ids.ProblemVersion, error) {
	return db.One[ids.ProblemVersion](ctx, s.db, `SELECT problem_version_id FROM answers WHERE organization_id = $1 AND id = $2`, organization, id)
}
