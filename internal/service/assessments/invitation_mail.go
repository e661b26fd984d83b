package assessments

import (
	"context"
	"embed"

	"github.com/codecraft-hq/codecraft/internal/base/mail"
	"github.com/codecraft-hq/codecraft/internal/contract/auth"
)

//go:embed mails
var mailFiles embed.FS

var words = mail.MustWords(mailFiles, "mails")

// mailInvitation queues the mail with the link, in the transaction of ctx. It comes in the name of the organization and of
// who invited.
func (s *Service) mailInvitation(ctx context.Context, a assessment, i invitation) error {
	names, err := s.auth.Names(ctx, auth.NamesOf{Organization: i.Organization, User: i.CreatedBy})
	if err != nil {
		return err
	}
	view := struct {
		mail.Letter
		By, Organization, Title, Opens, Closes string
		Minutes, Problems                      int
	}{
		mail.Letter{
			To: i.Email, ToName: i.Name, Heading: mail.Brief("Your invitation: " + a.Title), Link: i.Link, LinkLabel: "Open the assessment",
			PublicURL: s.config.PublicURL,
		},
		names.User, names.Organization, a.Title, "", "", a.TimeLimitMinutes, len(a.items()),
	}
	const layout = "Monday, 2 January 2006, 15:04 UTC"
	if a.OpensAt != nil && a.OpensAt.After(s.now()) {
		view.Opens = a.OpensAt.Format(layout)
	}
	if a.ClosesAt != nil {
		view.Closes = a.ClosesAt.Format(layout)
	}
	m, err := words.Write("invitation", view.Letter, view)
	if err != nil {
		return err
	}
	return mail.Queue(ctx, s.db, m)
}
