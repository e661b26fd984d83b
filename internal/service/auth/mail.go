package auth

import (
	"context"
	"embed"
	"net/url"
	"strings"
	"time"

	"github.com/codecraft-hq/codecraft/internal/base/identity"
	"github.com/codecraft-hq/codecraft/internal/base/mail"
	contract "github.com/codecraft-hq/codecraft/internal/contract/auth"
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

// link is an absolute address of the web app.
func (s *Service) link(path, token string) string {
	address := strings.TrimSuffix(s.config.PublicURL, "/") + path
	if token == "" {
		return address
	}
	return address + "?" + url.Values{"token": {token}}.Encode()
}

func until(at time.Time) string { return at.UTC().Format("2 January 2006, 15:04 UTC") }

// send writes a mail and queues it in the transaction of ctx.
func (s *Service) send(ctx context.Context, kind string, data mailData) error {
	data.PublicURL = s.config.PublicURL
	m, err := words.Write(kind, data.Letter, data)
	if err != nil {
		return err
	}
	return mail.Queue(ctx, s.db, m)
}

func (s *Service) mailReset(ctx context.Context, u user, token string) error {
	return s.send(ctx, "password-reset", mailData{Until: until(s.now().Add(s.config.ResetTTL)), Letter: mail.Letter{
		To: u.Email, ToName: u.Name, Heading: "Choose a new password", Link: s.link("/reset", token), LinkLabel: "Choose a new password",
	}})
}

func (s *Service) mailPasswordChanged(ctx context.Context, u user) error {
	return s.send(ctx, "password-changed", mailData{Letter: mail.Letter{
		To: u.Email, ToName: u.Name, Heading: "Your password was changed", Link: s.link("/signin", ""), LinkLabel: "Sign in",
	}})
}

func (s *Service) mailInvitation(ctx context.Context, by identity.Principal, i memberInvitation, token string) error {
	names, err := s.Names(ctx, contract.NamesOf{Organization: by.Organization, User: by.User})
	if err != nil {
		return err
	}
	return s.send(ctx, "member-invitation", mailData{
		By: names.User, Organization: names.Organization, Role: i.Role, Until: until(i.ExpiresAt), Letter: mail.Letter{
			To: i.Email, Heading: "Join " + names.Organization + " on CodeCraft", Link: s.link("/join", token), LinkLabel: mail.Brief("Join " + names.Organization),
		},
	})
}
