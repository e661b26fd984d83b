package participant

import (
	"context"
	"errors"
	"time"

	"github.com/codecraft-hq/codecraft/internal/base/db"
	"github.com/codecraft-hq/codecraft/internal/base/errs"
	"github.com/codecraft-hq/codecraft/internal/base/ids"
	"github.com/codecraft-hq/codecraft/internal/service/interviews/schedule"
)

const columns = `id, organization_id, interview_id, role, name, email, user_id, state, consent, seen_at, admitted_at, came_at, revision, created_at`

func (s *Service) insert(ctx context.Context, p Participant) error {
	_, err := db.Exec(ctx, s.db, `INSERT INTO participants (`+columns+`) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14)`,
		p.ID, p.Organization, p.Interview, p.Role, p.Name, p.Email, p.User, p.State, p.Consent, p.SeenAt, p.AdmittedAt, p.CameAt, p.Revision, p.CreatedAt)
	return err
}

func (s *Service) byIDs(ctx context.Context, organization ids.Organization, wanted []ids.Participant) ([]Participant, error) {
	where := db.In(db.Where("organization_id = ?", organization), "id", wanted)
	return db.Select[Participant](ctx, s.db, `SELECT `+columns+` FROM participants`+where.SQL(), where.Args()...)
}

// All are those of an interview, in the order in which they were added.
func (s *Service) All(ctx context.Context, interview schedule.Interview) ([]Participant, error) {
	return db.Select[Participant](ctx, s.db, `SELECT `+columns+` FROM participants WHERE organization_id = $1 AND interview_id = $2 ORDER BY id`,
		interview.Organization, interview.ID)
}

// any organization: whoever holds the link knows no more than its secret, which is of one participant.
func (s *Service) byToken(ctx context.Context, token string) (Participant, error) {
	return db.One[Participant](ctx, s.db, `SELECT `+columns+` FROM participants
		WHERE id = (SELECT participant_id FROM links WHERE token_hash = $1)`, hashToken(token))
}

func (s *Service) byUser(ctx context.Context, interview schedule.Interview, user ids.User) (Participant, error) {
	return db.One[Participant](ctx, s.db, `SELECT `+columns+` FROM participants WHERE organization_id = $1 AND interview_id = $2 AND user_id = $3`,
		interview.Organization, interview.ID, user)
}

// claim makes a member the participant who was invited by their address; db.ErrNoRows when nobody was.
func (s *Service) claim(ctx context.Context, interview schedule.Interview, user ids.User, email string) (Participant, error) {
	return db.WriteOne[Participant](ctx, s.db, `UPDATE participants SET user_id = $1, revision = revision + 1
		WHERE organization_id = $2 AND interview_id = $3 AND email = $4 AND user_id = '' RETURNING `+columns, user, interview.Organization, interview.ID, email)
}

// bySession finds the guest who a session is.
func (s *Service) bySession(ctx context.Context, organization ids.Organization, interview ids.Interview, session ids.Session) (Participant, error) {
	p, err := db.One[Participant](ctx, s.db, `SELECT `+columns+` FROM participants
		WHERE organization_id = $1 AND interview_id = $2 AND id = (SELECT participant_id FROM guests WHERE session_id = $3)`, organization, interview, session)
	if errors.Is(err, db.ErrNoRows) {
		err = errs.New(errs.Forbidden, "not_invited", "you are not among those invited to this interview: open the link of your invitation again")
	}
	return p, err
}

func (s *Service) insertGuest(ctx context.Context, session ids.Session, id ids.Participant) error {
	_, err := db.Exec(ctx, s.db, `INSERT INTO guests (session_id, participant_id) VALUES ($1, $2)`, session, id)
	return err
}

func (s *Service) insertLink(ctx context.Context, id ids.Participant, hash string) error {
	_, err := db.Exec(ctx, s.db, `INSERT INTO links (token_hash, participant_id) VALUES ($1, $2)`, hash, id)
	return err
}

func (s *Service) endLinks(ctx context.Context, id ids.Participant) error {
	_, err := db.Exec(ctx, s.db, `DELETE FROM links WHERE participant_id = $1`, id)
	return err
}

// setState is db.ErrNoRows when the state is no longer the one that was read; removing somebody is right whatever it is.
func (s *Service) setState(ctx context.Context, p Participant, state string) (int, error) {
	return db.WriteOne[int](ctx, s.db, `UPDATE participants SET state = $1, admitted_at = CASE WHEN $6 THEN $7 ELSE admitted_at END,
		revision = revision + 1 WHERE organization_id = $2 AND id = $3 AND (state = $4 OR $5) RETURNING revision`,
		state, p.Organization, p.ID, p.State, state == Removed, state == Admitted && p.State != Admitted, s.now())
}

func (s *Service) answered(ctx context.Context, p Participant, consent string) error {
	_, err := db.Exec(ctx, s.db, `UPDATE participants SET consent = $1, seen_at = $2 WHERE organization_id = $3 AND id = $4`, consent, s.now(), p.Organization, p.ID)
	return err
}

func (s *Service) seen(ctx context.Context, p Participant, at time.Time) error {
	_, err := db.Exec(ctx, s.db, `UPDATE participants SET seen_at = $1 WHERE organization_id = $2 AND id = $3`, at, p.Organization, p.ID)
	return err
}

// came is db.ErrNoRows of who is in the room already, is not admitted any more, or came to an interview that is over.
func (s *Service) came(ctx context.Context, p Participant, at time.Time) (Participant, error) {
	return db.WriteOne[Participant](ctx, s.db, `UPDATE participants SET came_at = $1 WHERE organization_id = $2 AND id = $3 AND state = $4 AND came_at IS NULL
		AND interview_id IN (SELECT id FROM interviews WHERE organization_id = $2 AND state IN ($5, $6)) RETURNING `+columns,
		at, p.Organization, p.ID, Admitted, schedule.Scheduled, schedule.Live)
}

// one begins the conditions of a participant.
func one(p Participant) *db.Conditions {
	return db.Where("organization_id = ?", p.Organization).And("id = ?", p.ID)
}

// went answers those who were in the room until now.
//
// any organization: who leaves has begun the conditions with that of the participant, or of the interview.
func (s *Service) went(ctx context.Context, who *db.Conditions) ([]Participant, error) {
	where := who.And("came_at IS NOT NULL")
	return db.Write[Participant](ctx, s.db, `UPDATE participants SET came_at = NULL`+where.SQL()+` RETURNING `+columns, where.Args()...)
}

// gone are those of all organizations' interviews who were in the room, and have given no sign of life since.
//
// any organization: people go everywhere, nobody asks for it.
func (s *Service) gone(ctx context.Context, since time.Time, limit int) ([]Participant, error) {
	return db.Select[Participant](ctx, s.db, `SELECT `+columns+` FROM participants WHERE came_at IS NOT NULL AND seen_at <= $1 ORDER BY came_at LIMIT $2`, since, limit)
}

func (s *Service) erase(ctx context.Context, organization ids.Organization, id ids.Participant) error {
	_, err := db.Exec(ctx, s.db, `DELETE FROM participants WHERE id = $1 AND organization_id = $2`, id, organization)
	return err
}

// any organization: the list that pages has begun its conditions with that of who asks.
func (s *Service) page(ctx context.Context, where *db.Conditions, order []db.Key, limit int) ([]Participant, error) {
	return db.Select[Participant](ctx, s.db, `SELECT `+columns+` FROM participants`+where.SQL()+db.OrderBy(order...)+where.Limit(limit), where.Args()...)
}
