package invitation

import (
	"context"
	"time"

	"github.com/codecraft-hq/codecraft/internal/base/db"
	"github.com/codecraft-hq/codecraft/internal/base/errs"
	"github.com/codecraft-hq/codecraft/internal/base/identity"
	"github.com/codecraft-hq/codecraft/internal/base/ids"
	"github.com/codecraft-hq/codecraft/internal/service/assessments/catalog"
)

// What one invitation gets within an hour, beside its first link and mail.
const (
	linksAnHour = 20
	mailsAnHour = 3
)

// MakeLink gives an invitation one more link, and mails it when asked to. Only hashes are stored, so that a link that was told
// cannot be told again; the links before stay good, as the candidate may hold any of them, and may be at work.
func (s *Service) MakeLink(ctx context.Context, id ids.Invitation, mailed bool) (link string, err error) {
	p, err := identity.Require(ctx, identity.AssessmentsWrite)
	if err != nil {
		return "", err
	}
	invitation, assessment, err := s.linkable(ctx, p.Organization, id, mailed)
	if err != nil {
		return "", err
	}
	token, hash := newToken()
	invitation.Link = s.linkOf(token)
	var by inviter
	if mailed {
		by = s.inviter(ctx, invitation.Organization, invitation.CreatedBy)
	}
	return invitation.Link, s.db.InTx(ctx, func(ctx context.Context) error {
		stands, err := s.SetState(ctx, invitation.Organization, id, invitation.State) // who else makes one for it, or withdraws it, waits here
		if err == nil && !stands {
			err = errWithdrawn
		}
		if err != nil {
			return err
		}
		if err := s.mayLink(ctx, invitation.Organization, id, mailed); err != nil {
			return err
		}
		if err := s.insertLink(ctx, invitation, hash, mailed, p.User); err != nil || !mailed {
			return err
		}
		if err := s.mails.Take(ctx, p.Organization, 1); err != nil {
			return err
		}
		return s.mail(ctx, assessment, invitation, by)
	})
}

func (s *Service) linkOf(token string) string { return s.publicURL + "/take/" + token }

var errWithdrawn = errs.New(errs.Conflict, "invitation_withdrawn", "this invitation was withdrawn: no link opens it")

// linkable answers the invitation when a link may be made for it. A mail must have something to invite to; a link is only looked at.
func (s *Service) linkable(ctx context.Context, organization ids.Organization, id ids.Invitation, mailed bool) (invitation Invitation, assessment catalog.Assessment, err error) {
	found, err := s.byIDs(ctx, organization, []ids.Invitation{id})
	if err != nil {
		return invitation, assessment, err
	}
	if len(found) == 0 {
		return invitation, assessment, errs.Missing("invitation", string(id)).At("/data/relationships/invitation")
	}
	invitation = found[0]
	if invitation.State == Revoked {
		return invitation, assessment, errWithdrawn
	}
	if assessment, err = s.catalog.Get(ctx, organization, invitation.Assessment); err != nil || !mailed {
		return invitation, assessment, err
	}
	switch invitation.State {
	case Finished:
		err = errs.New(errs.Conflict, "invitation_finished", "this candidate has finished: there is nothing to invite them to")
	case Sent, Opened:
		err = assessment.Invites(s.now())
	}
	return invitation, assessment, err
}

// mayLink holds an invitation to its limits, in the transaction of ctx.
func (s *Service) mayLink(ctx context.Context, organization ids.Organization, id ids.Invitation, mailed bool) error {
	wait, err := s.linkWait(ctx, organization, id, false, linksAnHour)
	if err == nil && wait > 0 {
		err = errs.New(errs.TooMany, "links_made_often", "%d links were made for this invitation within an hour: use one of them, or wait %d min", linksAnHour, minutes(wait)).After(wait)
	}
	if err != nil || !mailed {
		return err
	}
	wait, err = s.linkWait(ctx, organization, id, true, mailsAnHour)
	if err == nil && wait > 0 {
		err = errs.New(errs.TooMany, "mail_resent_often", "this mail was sent again %d times within an hour: wait %d min, or copy the link", mailsAnHour, minutes(wait)).After(wait)
	}
	return err
}

// minutes are those begun.
func minutes(d time.Duration) int { return int((d + time.Minute - 1) / time.Minute) }

// linkWait is how long it takes until fewer links than the most are younger than an hour; 0 when it is so.
func (s *Service) linkWait(ctx context.Context, organization ids.Organization, id ids.Invitation, mailed bool, most int) (time.Duration, error) {
	where := db.Where("organization_id = ?", organization).And("invitation_id = ?", id).And("created_at > ?", s.now().Add(-time.Hour))
	if mailed {
		where.And("mailed")
	}
	made, err := db.Select[time.Time](ctx, s.db, `SELECT created_at FROM invitation_links`+where.SQL()+` ORDER BY created_at DESC`+where.Limit(most), where.Args()...)
	if err != nil || len(made) < most {
		return 0, err
	}
	return made[most-1].Add(time.Hour).Sub(s.now()), nil
}

func (s *Service) insertLink(ctx context.Context, invitation Invitation, hash string, mailed bool, by ids.User) error {
	_, err := db.Exec(ctx, s.db, `INSERT INTO invitation_links (token_hash, organization_id, invitation_id, mailed, created_by, created_at)
		VALUES ($1, $2, $3, $4, $5, $6)`, hash, invitation.Organization, invitation.ID, mailed, by, s.now())
	return err
}
