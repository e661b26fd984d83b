package evaluation

import (
	"context"
	"errors"
	"reflect"
	"slices"
	"time"

	"github.com/codecraft-hq/codecraft/internal/base/db"
	"github.com/codecraft-hq/codecraft/internal/base/errs"
	"github.com/codecraft-hq/codecraft/internal/base/identity"
	"github.com/codecraft-hq/codecraft/internal/base/ids"
	"github.com/codecraft-hq/codecraft/internal/service/interviews/participant"
	"github.com/codecraft-hq/codecraft/internal/service/interviews/workspace"
)

// States of a scorecard.
//
//	draft → submitted
const (
	Draft     = "draft"
	Submitted = "submitted"
)

// Scorecard is what one interviewer makes of an interview.
type Scorecard struct {
	ID             ids.Scorecard    `db:"id"`
	Organization   ids.Organization `db:"organization_id"`
	Interview      ids.Interview    `db:"interview_id"`
	Participant    ids.Participant  `db:"participant_id"`
	Name           string           `db:"name"`
	Scores         db.JSON[[]Score] `db:"scores"`
	Text           string           `db:"text"`
	Recommendation string           `db:"recommendation"`
	State          string           `db:"state"`
	Revision       int              `db:"revision"`
	UpdatedAt      time.Time        `db:"updated_at"`
	SubmittedAt    *time.Time       `db:"submitted_at"`
}

// Score is what one says of a criterion.
type Score struct {
	Criterion   string `json:"criterion"`
	Description string `json:"description"`
	Rating      int    `json:"rating"` // 1 to 4; 0: none
	Comment     string `json:"comment"`
}

const cardColumns = `id, organization_id, interview_id, participant_id, name, scores, text, recommendation, state, revision, updated_at, submitted_at`

// Opinion is what of a card is written by hand.
type Opinion struct {
	Scores               []Score // of criteria that the card has; what is not among them has no rating
	Text, Recommendation string
	State                string
}

// Begin makes the card of who asks, with the interview's criteria of now.
func (s *Service) Begin(ctx context.Context, id ids.Interview, o Opinion) (Scorecard, error) {
	at, err := s.seat(ctx, id)
	if err != nil {
		return Scorecard{}, err
	}
	card := Scorecard{
		ID: ids.New[ids.Scorecard](), Organization: at.Interview.Organization, Interview: id, Participant: at.Participant.ID, Name: at.Participant.Name,
		State: Draft, Revision: 1,
	}
	for _, c := range at.Interview.Criteria() {
		card.Scores.V = append(card.Scores.V, Score{Criterion: c.Name, Description: c.Description})
	}
	if err := card.write(o, s.schedule.Now()); err != nil {
		return card, err
	}
	return card, s.db.InTx(ctx, func(ctx context.Context) error {
		_, err := db.Exec(ctx, s.db, `INSERT INTO scorecards (`+cardColumns+`) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12)`,
			card.ID, card.Organization, card.Interview, card.Participant, card.Name, card.Scores, card.Text, card.Recommendation, card.State,
			card.Revision, card.UpdatedAt, card.SubmittedAt)
		if _, taken := db.Taken(err); taken {
			return errs.New(errs.Conflict, "scorecard_begun", "you have a scorecard of this interview already: go on with it").At("/data/relationships/interview")
		}
		if err != nil {
			return err
		}
		return s.tellSubmitted(ctx, at, card)
	})
}

// Write stores what its author has changed, for the revision that was read.
func (s *Service) Write(ctx context.Context, id ids.Scorecard, revision int, o Opinion) (Scorecard, error) {
	before, at, err := s.ownCard(ctx, id)
	if err != nil {
		return before, err
	}
	card := before
	if err := card.write(o, s.schedule.Now()); err != nil {
		return card, err
	}
	if reflect.DeepEqual(card.opinion(), before.opinion()) {
		return before, nil
	}
	if before.State == Submitted {
		return card, errs.New(errs.Conflict, "scorecard_submitted", "a scorecard that was submitted stays as it is: what you think now can go into a note")
	}
	return card, s.db.InTx(ctx, func(ctx context.Context) error {
		card.Revision, err = db.WriteOne[int](ctx, s.db, `UPDATE scorecards SET scores = $1, text = $2, recommendation = $3, state = $4, updated_at = $5,
			submitted_at = $6, revision = revision + 1 WHERE organization_id = $7 AND id = $8 AND revision = $9 RETURNING revision`,
			card.Scores, card.Text, card.Recommendation, card.State, card.UpdatedAt, card.SubmittedAt, card.Organization, id, revision)
		if errors.Is(err, db.ErrNoRows) {
			return errStale
		}
		if err != nil {
			return err
		}
		return s.tellSubmitted(ctx, at, card)
	})
}

func (c *Scorecard) opinion() Opinion {
	return Opinion{c.Scores.V, c.Text, c.Recommendation, c.State}
}

// write takes an opinion over, or answers what is wrong with it.
func (c *Scorecard) write(o Opinion, now time.Time) error {
	scores := slices.Clone(c.Scores.V)
	for i := range scores {
		scores[i].Rating, scores[i].Comment = 0, ""
	}
	for _, x := range o.Scores {
		i := slices.IndexFunc(scores, func(s Score) bool { return s.Criterion == x.Criterion })
		if i < 0 {
			return errs.New(errs.Invalid, "criterion_unknown", "this scorecard has no criterion %q: send those that it has", x.Criterion).At("/data/attributes/scores")
		}
		scores[i].Rating, scores[i].Comment = x.Rating, x.Comment
	}
	if o.State == Submitted && o.Recommendation == "" {
		return errs.New(errs.Invalid, "recommendation_missing", "say what you recommend before you submit the scorecard").At("/data/attributes/recommendation")
	}
	if o.State == Submitted && c.SubmittedAt == nil {
		c.SubmittedAt = &now
	}
	c.Scores.V, c.Text, c.Recommendation, c.State, c.UpdatedAt = scores, o.Text, o.Recommendation, o.State, now
	return nil
}

// tellSubmitted tells the panel, in the transaction of ctx, of a card that is submitted now: of drafts nobody is told.
func (s *Service) tellSubmitted(ctx context.Context, at workspace.Seat, card Scorecard) error {
	if card.State != Submitted {
		return nil
	}
	return s.tell(ctx, at, "scorecard", string(card.ID), map[string]any{})
}

// ownCard is one of who asks, and where they sit.
func (s *Service) ownCard(ctx context.Context, id ids.Scorecard) (card Scorecard, at workspace.Seat, err error) {
	all, err := s.visibleCards(ctx, []string{string(id)})
	if err == nil && len(all) == 0 {
		err = errs.Missing("scorecard", string(id))
	}
	if err != nil {
		return card, at, err
	}
	card = all[0]
	if at, err = s.seat(ctx, card.Interview); err == nil && card.Participant != at.Participant.ID {
		err = errs.New(errs.Forbidden, "scorecard_foreign", "this scorecard is %s's: fill one of your own", card.Name)
	}
	return card, at, err
}

// visibleCards are those that who asks may see.
func (s *Service) visibleCards(ctx context.Context, wanted []string) ([]Scorecard, error) {
	return workspace.Find(ctx, s.workspaces, "scorecards", wanted, s.cardsSeen, s.selectCards)
}

func (s *Service) cardsSeen(ctx context.Context, at workspace.Seat) (*db.Conditions, error) {
	where := workspace.OfOne(at.Interview.Organization, at.Interview.ID)
	if !at.Interviewers() {
		return where.And("1 = 0"), nil
	}
	open, err := s.open(ctx, at)
	if open {
		return where.And("participant_id = ? OR state = ?", at.Participant.ID, Submitted), err
	}
	return where.And("participant_id = ?", at.Participant.ID), err
}

// open reports whether who sits there sees what others have submitted.
func (s *Service) open(ctx context.Context, at workspace.Seat) (bool, error) {
	all, err := s.selectCards(ctx, db.Where("interview_id = ?", at.Interview.ID), nil, maxCards)
	if err != nil {
		return false, err
	}
	submitted := map[ids.Participant]bool{}
	for _, card := range all {
		if submitted[card.Participant] = card.State == Submitted; card.Participant == at.Participant.ID {
			return card.State == Submitted, nil
		}
	}
	guest, decided := identity.From(ctx).Role == identity.Guest, at.Interview.Decision != ""
	if guest || decided {
		return !guest, nil
	}
	panel, err := s.participants.All(ctx, at.Interview)
	return !slices.ContainsFunc(panel, func(p participant.Participant) bool {
		return p.Role == participant.Interviewer && p.State == participant.Admitted && !submitted[p.ID]
	}), err
}

// maxCards are more than an interview has.
const maxCards = 1000

// any organization: workspace.List and Find begin the conditions with the interviews that who asks may see.
func (s *Service) selectCards(ctx context.Context, where *db.Conditions, order []db.Key, limit int) ([]Scorecard, error) {
	return db.Select[Scorecard](ctx, s.db, `SELECT `+cardColumns+` FROM scorecards`+where.SQL()+db.OrderBy(order...)+where.Limit(limit), where.Args()...)
}
