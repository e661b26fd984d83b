package invitation

import (
	"context"
	"crypto/rand"
	"crypto/sha256"
	"encoding/base64"
	"encoding/hex"
	"time"

	"github.com/codecraft-hq/codecraft/internal/base/db"
	"github.com/codecraft-hq/codecraft/internal/base/errs"
	"github.com/codecraft-hq/codecraft/internal/base/identity"
	"github.com/codecraft-hq/codecraft/internal/base/ids"
	"github.com/codecraft-hq/codecraft/internal/base/mail"
	"github.com/codecraft-hq/codecraft/internal/service/assessments/catalog"
)

// States of an invitation: sent → opened (the link was used) → started → finished; sent and opened can be revoked.
const (
	Sent     = "sent"
	Opened   = "opened"
	Started  = "started"
	Finished = "finished"
	Revoked  = "revoked"
)

var ErrRevoked = errs.New(errs.Gone, "invitation_revoked", "this invitation was withdrawn: ask whoever invited you")

// Invitation is one person's to an assessment.
type Invitation struct {
	ID           ids.Invitation   `db:"id"`
	Organization ids.Organization `db:"organization_id"`
	Assessment   ids.Assessment   `db:"assessment_id"`
	Email        string           `db:"email"`
	Name         string           `db:"name"`
	TokenHash    string           `db:"token_hash"`
	State        string           `db:"state"`
	CreatedBy    ids.User         `db:"created_by"`
	SentAt       time.Time        `db:"sent_at"`
	Attempt      *string          `db:"attempt_id"` // read only
	Link         string           `db:"-"`          // known only while it is made
}

// newToken makes an invitation's secret, and the hash that is stored.
func newToken() (token, hash string) {
	raw := make([]byte, 24)
	_, _ = rand.Read(raw) // never fails
	token = base64.RawURLEncoding.EncodeToString(raw)
	return token, hashToken(token)
}

func hashToken(token string) string {
	sum := sha256.Sum256([]byte(token))
	return hex.EncodeToString(sum[:])
}

// invitable answers the assessment when people may be invited to it.
func (s *Service) invitable(ctx context.Context, id ids.Assessment) (identity.Principal, catalog.Assessment, error) {
	p, err := identity.Require(ctx, identity.AssessmentsWrite)
	if err != nil {
		return p, catalog.Assessment{}, err
	}
	assessment, err := s.catalog.Get(ctx, p.Organization, id)
	if err != nil {
		return p, assessment, err
	}
	if err := assessment.Invites(s.now()); err != nil {
		return p, assessment, errs.Of(err).At("/data/relationships/assessment")
	}
	return p, assessment, nil
}

// Invite makes one invitation and its mail. The link is in the answer and in the mail, and nowhere else; MakeLink makes further ones.
func (s *Service) Invite(ctx context.Context, to ids.Assessment, email, name string) (Invitation, error) {
	p, assessment, err := s.invitable(ctx, to)
	if err != nil {
		return Invitation{}, err
	}
	email, written, err := mail.Address(email)
	if err != nil {
		return Invitation{}, errs.Of(err).At("/data/attributes/email")
	}
	if name == "" {
		name = written
	}
	name = catalog.Clip(oneLine(name), 200)
	by := s.inviter(ctx, assessment.Organization, p.User)
	var invitation Invitation
	err = s.db.InTx(ctx, func(ctx context.Context) error {
		if err := s.mails.Take(ctx, p.Organization, 1); err != nil {
			return err
		}
		invitation, err = s.send(ctx, by, assessment, email, name)
		return err
	})
	return invitation, err
}

// send writes one invitation and queues its mail, which is taken from the budget already, in the transaction of ctx.
func (s *Service) send(ctx context.Context, by inviter, assessment catalog.Assessment, email, name string) (Invitation, error) {
	token, hash := newToken()
	invitation := Invitation{
		ID: ids.New[ids.Invitation](), Organization: assessment.Organization, Assessment: assessment.ID, Email: email, Name: name,
		TokenHash: hash, State: Sent, CreatedBy: by.ID, SentAt: s.now(), Link: s.linkOf(token),
	}
	if err := s.insert(ctx, invitation); err != nil {
		if _, taken := db.Taken(err); taken {
			return invitation, errs.New(errs.Conflict, "already_invited", "%s is invited to this assessment already", email).At("/data/attributes/email")
		}
		return invitation, err
	}
	return invitation, s.mail(ctx, assessment, invitation, by)
}

// InviteToPreview writes the one invitation of a preview, in the transaction of ctx. Nobody learns its token: no link opens a preview.
func (s *Service) InviteToPreview(ctx context.Context, copied catalog.Assessment, by ids.User, name string) error {
	_, hash := newToken()
	return s.insert(ctx, Invitation{
		ID: ids.New[ids.Invitation](), Organization: copied.Organization, Assessment: copied.ID, Name: name,
		TokenHash: hash, State: Sent, CreatedBy: by, SentAt: s.now(),
	})
}

// Revoke withdraws an invitation whose candidate has not begun.
func (s *Service) Revoke(ctx context.Context, id ids.Invitation) error {
	p, err := identity.Require(ctx, identity.AssessmentsWrite)
	if err != nil {
		return err
	}
	changed, err := db.Exec(ctx, s.db, `UPDATE invitations SET state = $1 WHERE id = $2 AND organization_id = $3 AND state IN ($4, $5)`,
		Revoked, id, p.Organization, Sent, Opened)
	if err == nil && changed == 1 {
		s.withdrawn(ctx, id)
	}
	if err != nil || changed == 1 {
		return err
	}
	found, err := s.byIDs(ctx, p.Organization, []ids.Invitation{id})
	switch {
	case err != nil:
		return err
	case len(found) == 0:
		return errs.Missing("invitation", string(id))
	case found[0].State == Revoked:
		return nil
	}
	return errs.New(errs.Conflict, "attempt_begun", "the candidate has begun: finish the attempt instead")
}
