package invitation

import (
	"context"
	"embed"
	"time"

	"github.com/codecraft-hq/codecraft/internal/base/ids"
	"github.com/codecraft-hq/codecraft/internal/base/mail"
	"github.com/codecraft-hq/codecraft/internal/contract/auth"
	"github.com/codecraft-hq/codecraft/internal/service/assessments/catalog"
)

//go:embed mails
var mailFiles embed.FS

var words = mail.MustWords(mailFiles, "mails")

// namesTimeout bounds how long inviting waits for the names, which a mail can do without.
const namesTimeout = 3 * time.Second

// inviter is in whose name a mail comes; the names may be missing.
type inviter struct {
	auth.Names
	ID ids.User
}

// inviter asks auth what who invites and the organization are called: before a transaction, as another process answers.
// A mail without names is better than none.
func (s *Service) inviter(ctx context.Context, organization ids.Organization, id ids.User) inviter {
	ctx, cancel := context.WithTimeout(ctx, namesTimeout)
	defer cancel()
	names, err := s.auth.Names(ctx, auth.NamesOf{Organization: organization, User: id})
	if err != nil {
		s.log.Warn("the mail of an invitation goes without names", "organization", organization, "error", err)
	}
	return inviter{names, id}
}

// mail queues the mail with the link, in the transaction of ctx.
func (s *Service) mail(ctx context.Context, assessment catalog.Assessment, invitation Invitation, by inviter) error {
	view := struct {
		mail.Letter
		By, Organization, Title, Opens, Closes string
		Minutes, Problems                      int
	}{
		mail.Letter{
			To: invitation.Email, ToName: invitation.Name, Heading: mail.Brief("Your invitation: " + assessment.Title), Link: invitation.Link, LinkLabel: "Open the assessment",
			PublicURL: s.publicURL,
		},
		by.User, by.Organization, assessment.Title, "", "", assessment.TimeLimitMinutes, len(assessment.Items()),
	}
	const layout = "Monday, 2 January 2006, 15:04 UTC"
	if assessment.OpensAt != nil && assessment.OpensAt.After(s.now()) {
		view.Opens = assessment.OpensAt.Format(layout)
	}
	if assessment.ClosesAt != nil {
		view.Closes = assessment.ClosesAt.Format(layout)
	}
	m, err := words.Write("invitation", view.Letter, view)
	if err != nil {
		return err
	}
	return mail.Queue(ctx, s.db, m)
}
