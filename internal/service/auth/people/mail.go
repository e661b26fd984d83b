package people

import (
	"context"
	"embed"

	"github.com/codecraft-hq/codecraft/internal/base/identity"
	"github.com/codecraft-hq/codecraft/internal/base/mail"
	contract "github.com/codecraft-hq/codecraft/internal/contract/auth"
	"github.com/codecraft-hq/codecraft/internal/service/auth/secret"
)

//go:embed mails
var mailFiles embed.FS

var words = mail.MustWords(mailFiles, "mails")

// mailData is what the words may say.
type mailData struct {
	mail.Letter
	By           string // who caused it
	Organization string
	Role         identity.Role
	Until        string // when the link ends
}

// send writes a mail and queues it in the transaction of ctx.
func (s *Service) send(ctx context.Context, kind string, data mailData) error {
	data.PublicURL = s.publicURL
	m, err := words.Write(kind, data.Letter, data)
	if err != nil {
		return err
	}
	return mail.Queue(ctx, s.db, m)
}

func (s *Service) mailInvitation(ctx context.Context, by identity.Principal, invitation MemberInvitation, token string) error {
	names, err := s.Names(ctx, contract.NamesOf{Organization: by.Organization, User: by.User})
	if err != nil {
		return err
	}
	return s.send(ctx, "member-invitation", mailData{
		By: names.User, Organization: names.Organization, Role: invitation.Role, Until: secret.Until(invitation.ExpiresAt), Letter: mail.Letter{
			To: invitation.Email, Heading: "Join " + names.Organization + " on CodeCraft", Link: secret.Link(s.publicURL, "/join", token), LinkLabel: mail.Brief("Join " + names.Organization),
		},
	})
}
