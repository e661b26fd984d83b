package people

import (
	"context"
	"errors"
	"time"

	"github.com/codecraft-hq/codecraft/internal/base/db"
	"github.com/codecraft-hq/codecraft/internal/base/errs"
	"github.com/codecraft-hq/codecraft/internal/base/identity"
	"github.com/codecraft-hq/codecraft/internal/base/ids"
	"github.com/codecraft-hq/codecraft/internal/service/auth/audit"
	"github.com/codecraft-hq/codecraft/internal/service/auth/secret"
	"github.com/codecraft-hq/codecraft/internal/service/auth/user"
)

// MemberInvitation waits for its addressee to join.
//
//	pending ── RegisterUser with its token ──▶ gone (used), a membership instead
//	pending ── withdrawn, or replaced by inviting anew (another token) ──▶ gone
//	pending ── expires_at ──▶ expired: its token lets nobody in
//
// Of what is gone, why it went is kept for a while, for who still opens the old link.
type MemberInvitation struct {
	ID           ids.MemberInvitation `db:"id"`
	Organization ids.Organization     `db:"organization_id"`
	Email        string               `db:"email"`
	Role         identity.Role        `db:"role"`
	InvitedBy    ids.User             `db:"invited_by"`
	CreatedAt    time.Time            `db:"created_at"`
	ExpiresAt    time.Time            `db:"expires_at"`
}

// invitationPrefix marks the tokens of invitations.
const invitationPrefix = "cci_"

// placeOfInvitation is where a registration has the token.
const placeOfInvitation = "/data/attributes/invitationToken"

// invitationsAnHour bounds the mails that an organization can have sent to an address, be it a stranger's.
const invitationsAnHour = 3

// Why an invitation is gone.
const (
	invitationUsed      = "used"
	invitationWithdrawn = "withdrawn"
	invitationReplaced  = "replaced"
)

// InviteMember sends an invitation by mail. Inviting an address again sends a new link and ends the old one.
func (s *Service) InviteMember(ctx context.Context, email string, role identity.Role) (MemberInvitation, error) {
	p, err := s.sessions.Require(ctx, identity.MembersManage)
	if err != nil {
		return MemberInvitation{}, err
	}
	email, errEmail := user.CheckEmail(email, "/data/attributes/email")
	if err := errors.Join(errEmail, checkRole(p, role)); err != nil {
		return MemberInvitation{}, err
	}
	now := s.now()
	invitation := MemberInvitation{
		ID: ids.New[ids.MemberInvitation](), Organization: p.Organization, Email: email, Role: role, InvitedBy: p.User,
		CreatedAt: now, ExpiresAt: now.Add(s.config.InvitationTTL),
	}
	token := secret.New(invitationPrefix)
	return invitation, s.db.InTx(ctx, func(ctx context.Context) error {
		member, err := s.isMember(ctx, p.Organization, email)
		if err != nil {
			return err
		}
		if member {
			return errs.New(errs.Conflict, "already_member", "there is a member with the address %s already", email).At("/data/attributes/email")
		}
		if err := s.mails.Take(ctx, p.Organization, 1); err != nil {
			return err
		}
		if err := s.mayInvite(p.Organization, email); err != nil {
			return err
		}
		if err := s.replaceMemberInvitation(ctx, invitation, secret.Hash(token)); err != nil {
			return err
		}
		if err := s.mailInvitation(ctx, p, invitation, token); err != nil {
			return err
		}
		return s.audit.Add(ctx, p, audit.Invited, string(invitation.ID), map[string]string{"role": string(role)})
	})
}

func (s *Service) mayInvite(organization ids.Organization, email string) error {
	err := s.invited.Allow(string(organization) + " " + email)
	if err == nil {
		return nil
	}
	wait := errs.Of(err).RetryAfter
	minutes := int((wait + time.Minute - 1) / time.Minute)
	return errs.New(errs.TooMany, "invited_often", "%s was invited %d times within an hour: wait %d min, or have them look for the mails there are", email, invitationsAnHour, minutes).
		At("/data/attributes/email").After(wait)
}

// MemberInvitations answers those of the ids that are in the caller's organization.
func (s *Service) MemberInvitations(ctx context.Context, wanted []string) ([]MemberInvitation, error) {
	p, err := s.sessions.Require(ctx, identity.MembersManage)
	if err != nil {
		return nil, err
	}
	return s.memberInvitationsByID(ctx, p.Organization, wanted)
}

// ListMemberInvitations answers a page of those of the caller's organization that where keeps.
func (s *Service) ListMemberInvitations(ctx context.Context, where *db.Conditions, order []db.Key, limit int) ([]MemberInvitation, error) {
	p, err := s.sessions.Require(ctx, identity.MembersManage)
	if err != nil {
		return nil, err
	}
	return s.listMemberInvitations(ctx, where.And("organization_id = ?", p.Organization), order, limit)
}

// WithdrawMemberInvitation ends an invitation.
func (s *Service) WithdrawMemberInvitation(ctx context.Context, id ids.MemberInvitation) error {
	p, err := s.sessions.Require(ctx, identity.MembersManage)
	if err != nil {
		return err
	}
	return s.db.InTx(ctx, func(ctx context.Context) error {
		deleted, err := s.deleteMemberInvitation(ctx, p.Organization, id, invitationWithdrawn)
		if err != nil {
			return err
		}
		if deleted == 0 {
			return errs.Missing("member_invitation", string(id))
		}
		return s.audit.Add(ctx, p, audit.InvitationEnded, string(id), nil)
	})
}

// openInvitation answers the invitation of a token that still lets somebody in; else why it does not, and what to do.
// pointer is the place of the token in the request document.
func (s *Service) openInvitation(ctx context.Context, token, pointer string) (MemberInvitation, error) {
	invitation, err := s.memberInvitationByToken(ctx, secret.Hash(token))
	switch {
	case errors.Is(err, db.ErrNoRows):
		reason, err := s.whyInvitationEnded(ctx, secret.Hash(token))
		if err != nil {
			return MemberInvitation{}, err
		}
		return MemberInvitation{}, invitationGone(reason).At(pointer)
	case err != nil:
		return MemberInvitation{}, err
	case !s.now().Before(invitation.ExpiresAt):
		return MemberInvitation{}, errs.New(errs.Gone, "invitation_expired", "this invitation has expired: ask who invited you for a new one").At(pointer)
	}
	return invitation, nil
}

func invitationGone(reason string) *errs.Error {
	switch reason {
	case invitationUsed:
		return errs.New(errs.Gone, "invitation_used", "this invitation was used already: sign in with the account you joined with")
	case invitationWithdrawn:
		return errs.New(errs.Gone, "invitation_withdrawn", "this invitation was withdrawn: ask who invited you, if you still expect to join")
	case invitationReplaced:
		return errs.New(errs.Gone, "invitation_replaced", "you were invited again since: use the link in the newest mail")
	}
	return errs.New(errs.Gone, "invitation_invalid", "there is no such invitation any more: check that the link is whole, or ask for a new one")
}

// join is RegisterUser by invitation: with a new account, or with the one the address has, given its password.
// Who has the link from the mail has the mailbox, so telling that there is an account tells nothing new.
func (s *Service) join(ctx context.Context, in Registration, email, name string) (user.User, error) {
	invitation, err := s.openInvitation(ctx, in.InvitationToken, placeOfInvitation)
	if err != nil {
		return user.User{}, err
	}
	if invitation.Email != email {
		return user.User{}, errs.New(errs.Forbidden, "invitation_of_another", "this invitation was sent to another e-mail address: use that one").At("/data/attributes/email")
	}
	person, err := s.users.ByEmail(ctx, email)
	hash, isNew := "", errors.Is(err, db.ErrNoRows)
	switch {
	case isNew:
		person = user.User{ID: ids.New[ids.User](), Email: email, Name: name, Revision: 1, CreatedAt: s.now()}
		hash, err = s.passwords.Hash(ctx, in.Password)
	case err == nil:
		if _, err = s.passwords.Authenticate(ctx, email, in.Password, in.Device); errs.Is(err, errs.Unauthorized) {
			err = errs.New(errs.Invalid, "password_of_account", "you have an account with this address already: give its password to join").At("/data/attributes/password")
		}
	}
	if err != nil {
		return user.User{}, err
	}
	return person, s.db.InTx(ctx, func(ctx context.Context) error { return s.joinAs(ctx, person, hash, invitation) })
}

// joinAs makes a membership in the place of the invitation; the hash is that of a new account's password, and empty for
// an account that there is.
func (s *Service) joinAs(ctx context.Context, person user.User, hash string, invitation MemberInvitation) error {
	deleted, err := s.deleteMemberInvitation(ctx, invitation.Organization, invitation.ID, invitationUsed)
	if err != nil {
		return err
	}
	if deleted == 0 { // used or withdrawn at this moment
		return invitationGone("").At(placeOfInvitation)
	}
	by := identity.Principal{User: person.ID, Organization: invitation.Organization}
	if hash != "" {
		if err := s.insertUser(ctx, person, hash); err != nil {
			return err
		}
		if err := s.audit.Add(ctx, by, audit.Registered, string(person.ID), nil); err != nil {
			return err
		}
	}
	membership := Membership{ID: ids.New[ids.Membership](), Organization: invitation.Organization, User: person.ID, Role: invitation.Role, CreatedAt: s.now()}
	if err := s.insertMembership(ctx, membership); err != nil {
		return err
	}
	if err := s.users.SetLastOrganization(ctx, person.ID, invitation.Organization); err != nil {
		return err
	}
	return s.audit.Add(ctx, by, audit.Joined, string(person.ID), map[string]string{"role": string(invitation.Role)})
}
