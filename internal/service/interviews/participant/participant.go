package participant

import (
	"context"
	"crypto/rand"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"strings"
	"time"

	"github.com/codecraft-hq/codecraft/internal/base/db"
	"github.com/codecraft-hq/codecraft/internal/base/errs"
	"github.com/codecraft-hq/codecraft/internal/base/identity"
	"github.com/codecraft-hq/codecraft/internal/base/ids"
	"github.com/codecraft-hq/codecraft/internal/base/mail"
	"github.com/codecraft-hq/codecraft/internal/service/interviews/schedule"
)

// Roles of a participant.
const (
	Candidate   = "candidate"
	Interviewer = "interviewer"
	Observer    = "observer" // sees and hears, and is seen in the list
)

// States of a participant. The lobby is left again by who closes the page; an interviewer admits, and removes for good.
//
//	invited → waiting → admitted
//	invited, waiting, admitted → removed
const (
	Invited  = "invited"
	Waiting  = "waiting"
	Admitted = "admitted"
	Removed  = "removed"
)

// What people answer to being recorded.
const (
	Given   = "given"
	Refused = "refused"
)

// seenFor is how long after the last sign of life somebody counts as there: two of the signs may be lost.
const seenFor = 3 * SeenEvery

// SeenEvery is how often those in the lobby or in the room give one.
const SeenEvery = 5 * time.Second

// Participant is somebody at one interview.
type Participant struct {
	ID           ids.Participant  `db:"id"`
	Organization ids.Organization `db:"organization_id"`
	Interview    ids.Interview    `db:"interview_id"`
	Role         string           `db:"role"`
	Name         string           `db:"name"`
	Email        string           `db:"email"`
	User         ids.User         `db:"user_id"` // empty for guests
	State        string           `db:"state"`
	Consent      string           `db:"consent"`
	SeenAt       *time.Time       `db:"seen_at"`
	AdmittedAt   *time.Time       `db:"admitted_at"` // last; nil of those who were let in before that was kept, too
	CameAt       *time.Time       `db:"came_at"`     // into the room; nil of who is not in it
	Revision     int              `db:"revision"`
	CreatedAt    time.Time        `db:"created_at"`
	Link         string           `db:"-"` // known only while it is made
}

// wasInvited reports whether there was a mail to them: members may come by themselves.
func (p Participant) wasInvited() bool { return p.Email != string(p.User) }

// Here reports whether they are in the lobby or in the room.
func (p Participant) Here(at time.Time) bool {
	return p.SeenAt != nil && at.Sub(*p.SeenAt) < seenFor
}

// newLink makes another link of a guest, in the transaction of ctx. It is known now, and later only its hash.
func (s *Service) newLink(ctx context.Context, id ids.Participant) (string, error) {
	token := rand.Text()
	return s.publicURL + "/interview/" + token, s.insertLink(ctx, id, hashToken(token))
}

func hashToken(token string) string {
	sum := sha256.Sum256([]byte(token))
	return hex.EncodeToString(sum[:])
}

// Invite adds one person, with a link and a mail. The link is in the answer and in the mail, and nowhere else.
func (s *Service) Invite(ctx context.Context, invited Participant) (Participant, error) {
	p, err := identity.Require(ctx, identity.InterviewsWrite)
	if err != nil {
		return invited, err
	}
	interview, err := s.schedule.Get(ctx, p.Organization, invited.Interview)
	if err != nil {
		return invited, err
	}
	if interview.State == schedule.Ended || interview.State == schedule.Cancelled {
		return invited, errs.New(errs.Conflict, "interview_over", "nobody can be invited to an interview that is %s", interview.State).At("/data/relationships/interview")
	}
	address, written, err := mail.Address(invited.Email)
	if err != nil {
		return invited, errs.Of(err).At("/data/attributes/email")
	}
	if invited.Name = strings.Join(strings.Fields(invited.Name), " "); invited.Name == "" {
		invited.Name = written
	}
	invited.ID, invited.Organization, invited.Email = ids.New[ids.Participant](), p.Organization, address
	invited.State, invited.Revision, invited.CreatedAt = Invited, 1, s.now()
	by := s.inviter(ctx, p)
	err = s.db.InTx(ctx, func(ctx context.Context) error {
		if err := s.mails.Take(ctx, p.Organization, 1); err != nil {
			return err
		}
		if err := s.insert(ctx, invited); err != nil {
			if _, taken := db.Taken(err); taken {
				return errs.New(errs.Conflict, "already_invited", "%s takes part in this interview already", address).At("/data/attributes/email")
			}
			return err
		}
		invited.Link, err = s.mail(ctx, invitation, invited, letter{Interview: interview, By: by.User, Organization: by.Organization})
		return err
	})
	if err == nil {
		s.changed(ctx, invited)
	}
	return invited, err
}

// NewLink gives somebody another link, in the place of all before, and mails it.
func (s *Service) NewLink(ctx context.Context, id ids.Participant) (Participant, error) {
	p, err := identity.Require(ctx, identity.InterviewsWrite)
	if err != nil {
		return Participant{}, err
	}
	invited, err := s.Get(ctx, p.Organization, id)
	if err != nil {
		return invited, err
	}
	if invited.State == Removed {
		return invited, ErrRemoved
	}
	interview, err := s.schedule.Get(ctx, p.Organization, invited.Interview)
	if err != nil {
		return invited, err
	}
	if err := s.links.Admit(ctx, string(id)); err != nil {
		return invited, err
	}
	by := s.inviter(ctx, p)
	err = s.db.InTx(ctx, func(ctx context.Context) error {
		if err := s.mails.Take(ctx, p.Organization, 1); err != nil {
			return err
		}
		if err := s.endLinks(ctx, id); err != nil {
			return err
		}
		invited.Link, err = s.mail(ctx, invitation, invited, letter{Interview: interview, By: by.User, Organization: by.Organization})
		return err
	})
	return invited, err
}

// Get is one of an organization's; NotFound for another's.
func (s *Service) Get(ctx context.Context, organization ids.Organization, id ids.Participant) (Participant, error) {
	all, err := s.byIDs(ctx, organization, []ids.Participant{id})
	if err != nil {
		return Participant{}, err
	}
	if len(all) == 0 {
		return Participant{}, errs.Missing("participant", string(id))
	}
	return all[0], nil
}

// ErrRemoved is what they are told who were.
var ErrRemoved = errs.New(errs.Forbidden, "removed_from_interview", "you were removed from this interview: ask whoever invited you")

// SetState admits somebody from the lobby, or removes them.
func (s *Service) SetState(ctx context.Context, id ids.Participant, state string) (Participant, error) {
	participant, err := s.Get(ctx, identity.From(ctx).Organization, id)
	if err != nil {
		return participant, err
	}
	if err := s.Holds(ctx, participant.Interview); err != nil || participant.State == state {
		return participant, err
	}
	if !allowed(participant.State, state) {
		return participant, errs.New(errs.Conflict, "state_impossible", "somebody who is %s cannot become %s", participant.State, state).At("/data/attributes/state")
	}
	return s.move(ctx, participant, state)
}

// Holds answers why who asks may not hold an interview, or nil: members need the permission, and a guest was invited as its interviewer.
func (s *Service) Holds(ctx context.Context, id ids.Interview) error {
	p := identity.From(ctx)
	if p.Role != identity.Guest {
		_, err := identity.Require(ctx, identity.InterviewsHold)
		return err
	}
	guest, err := s.bySession(ctx, p.Organization, id, p.Session)
	if err == nil && (guest.Role != Interviewer || guest.State != Admitted) {
		err = errs.New(errs.Forbidden, "interviewers_only", "only the interviewers can do this")
	}
	return err
}

func allowed(from, to string) bool {
	switch to {
	case Admitted:
		return from == Waiting || from == Invited || from == Removed // who was removed by mistake
	case Removed:
		return true
	}
	return false
}

// move stores a state and tells of it, unless somebody has changed it meanwhile: who was removed just now is not let in by having knocked.
func (s *Service) move(ctx context.Context, participant Participant, state string) (Participant, error) {
	var revision int
	err := s.db.InTx(ctx, func(ctx context.Context) (err error) {
		if revision, err = s.setState(ctx, participant, state); err != nil || state != Removed {
			return err
		}
		now := s.now()
		return s.leave(ctx, one(participant), func(Participant) time.Time { return now })
	})
	if errors.Is(err, db.ErrNoRows) {
		return participant, errs.New(errs.Conflict, "participant_changed", "somebody else has just changed this: try again")
	}
	if err != nil {
		return participant, err
	}
	participant.State, participant.Revision = state, revision
	s.changed(ctx, participant)
	return participant, nil
}

// Delete takes somebody off the list who has not come yet.
func (s *Service) Delete(ctx context.Context, id ids.Participant) error {
	p, err := identity.Require(ctx, identity.InterviewsWrite)
	if err != nil {
		return err
	}
	participant, err := s.Get(ctx, p.Organization, id)
	if err != nil {
		return err
	}
	if participant.State != Invited {
		return errs.New(errs.Conflict, "participant_came", "%s has come to the interview: remove them instead", participant.Name)
	}
	if err := s.erase(ctx, p.Organization, id); err != nil {
		return err
	}
	s.changed(ctx, participant)
	return nil
}

// Enter turns a link's secret into a session that reaches the interview.
func (s *Service) Enter(ctx context.Context, token string) (Participant, Tokens, error) {
	participant, err := s.byToken(ctx, token)
	if errors.Is(err, db.ErrNoRows) {
		return participant, Tokens{}, errs.New(errs.NotFound, "invitation_unknown", "this link is not valid, or a newer one has taken its place: check that it is whole, or ask whoever invited you").At("/data/attributes/invitationToken")
	}
	if err != nil {
		return participant, Tokens{}, err
	}
	if participant.State == Removed {
		return participant, Tokens{}, ErrRemoved
	}
	if err := s.entries.Admit(ctx, string(participant.ID)); err != nil {
		return participant, Tokens{}, err
	}
	interview, err := s.schedule.Get(ctx, participant.Organization, participant.Interview)
	if err != nil {
		return participant, Tokens{}, err
	}
	tokens, err := s.openSession(ctx, participant, interview)
	return participant, tokens, err
}

// Of is the participant who asks. A member who may hold interviews becomes one by coming; one who was invited by their
// address is that participant from then on.
func (s *Service) Of(ctx context.Context, interview schedule.Interview) (Participant, error) {
	p := identity.From(ctx)
	if p.Role == identity.Guest {
		return s.bySession(ctx, interview.Organization, interview.ID, p.Session)
	}
	if _, err := identity.Require(ctx, identity.InterviewsHold); err != nil {
		return Participant{}, err
	}
	found, err := s.byUser(ctx, interview, p.User)
	if !errors.Is(err, db.ErrNoRows) {
		return found, err
	}
	names := s.inviter(ctx, p)
	if found, err = s.claim(ctx, interview, p.User, names.Email); !errors.Is(err, db.ErrNoRows) {
		return found, err
	}
	member := Participant{
		ID: ids.New[ids.Participant](), Organization: p.Organization, Interview: interview.ID, Role: Interviewer, Name: names.User, Email: string(p.User),
		User: p.User, State: Invited, Revision: 1, CreatedAt: s.now(),
	}
	if err := s.insert(ctx, member); err != nil {
		if _, taken := db.Taken(err); taken { // by another tab, just now
			return s.byUser(ctx, interview, p.User)
		}
		return member, err
	}
	return member, nil
}

// Find is the participant whom a member, or a guest by their session, is at an interview; the zero Participant for a member
// who has not come to it.
func (s *Service) Find(ctx context.Context, interview schedule.Interview, user ids.User, session ids.Session) (Participant, error) {
	if user == "" {
		return s.bySession(ctx, interview.Organization, interview.ID, session)
	}
	found, err := s.byUser(ctx, interview, user)
	if errors.Is(err, db.ErrNoRows) {
		err = nil
	}
	return found, err
}

// Knock has who asks wait at the door, or enter: interviewers come in at once, guests who were admitted come in again. In a recorded
// interview consent is what they answered just now.
func (s *Service) Knock(ctx context.Context, interview schedule.Interview, consent string) (Participant, error) {
	participant, err := s.Of(ctx, interview)
	if err != nil {
		return participant, err
	}
	if participant.State == Removed {
		return participant, ErrRemoved
	}
	if interview.Recorded && consent != Given && consent != Refused {
		return participant, errs.New(errs.Conflict, "consent_missing", "this interview is to be recorded: say whether you agree, you can take part either way").At("/data/attributes/consent")
	}
	if !interview.Recorded {
		consent = ""
	}
	if participant, err = s.settle(ctx, participant); err != nil {
		return participant, err
	}
	if err := s.answered(ctx, participant, consent); err != nil {
		return participant, err
	}
	participant.Consent = consent
	next := participant.State
	switch {
	case identity.From(ctx).Role != identity.Guest, participant.Role == Interviewer:
		next = Admitted
	case participant.State == Invited:
		next = Waiting
	}
	return s.move(ctx, participant, next)
}

// See notes a sign of life from the lobby or the room.
func (s *Service) See(ctx context.Context, participant Participant) error {
	was, now := participant.Here(s.now()), s.now()
	participant, err := s.settle(ctx, participant)
	if err != nil {
		return err
	}
	if err := s.seen(ctx, participant, now); err != nil {
		return err
	}
	if err := s.Arrive(ctx, participant); err != nil || was {
		return err
	}
	s.changed(ctx, participant)
	return nil
}
