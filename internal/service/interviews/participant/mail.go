package participant

import (
	"context"
	"embed"
	"time"

	"github.com/codecraft-hq/codecraft/internal/base/identity"
	"github.com/codecraft-hq/codecraft/internal/base/mail"
	"github.com/codecraft-hq/codecraft/internal/contract/auth"
	"github.com/codecraft-hq/codecraft/internal/service/interviews/schedule"
)

//go:embed mails
var mailFiles embed.FS

var words = mail.MustWords(mailFiles, "mails")

// namesTimeout bounds how long inviting waits for the names, which a mail can do without.
const namesTimeout = 3 * time.Second

// inviter asks auth what who asks and their organization are called: before a transaction, as another process answers.
func (s *Service) inviter(ctx context.Context, p identity.Principal) auth.Names {
	ctx, cancel := context.WithTimeout(ctx, namesTimeout)
	defer cancel()
	names, err := s.auth.Names(ctx, auth.NamesOf{Organization: p.Organization, User: p.User})
	if err != nil {
		s.log.Warn("an interview goes without names", "organization", p.Organization, "error", err)
	}
	return names
}

// mail queues the mail with the link, in the transaction of ctx.
func (s *Service) mail(ctx context.Context, interview schedule.Interview, invited Participant, by auth.Names) error {
	view := struct {
		mail.Letter
		By, Organization, Title, Starts string
		Minutes                         int
		Recorded                        bool
	}{
		mail.Letter{
			To: invited.Email, ToName: invited.Name, Heading: mail.Brief("Your interview: " + interview.Title), Link: invited.Link, LinkLabel: "Open the interview",
			PublicURL: s.publicURL,
		},
		by.User, by.Organization, interview.Title, interview.StartsIn(), interview.DurationMinutes, interview.Recorded,
	}
	m, err := words.Write("interview", view.Letter, view)
	if err != nil {
		return err
	}
	return mail.Queue(ctx, s.db, m)
}
