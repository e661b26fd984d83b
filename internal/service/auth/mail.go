package auth

import (
	"context"
	"embed"
	htmltemplate "html/template"
	"net/url"
	"strings"
	texttemplate "text/template"
	"time"

	"github.com/codecraft-hq/codecraft/internal/base/identity"
	"github.com/codecraft-hq/codecraft/internal/base/mail"
)

// The words of the mails: NAME.txt and, inside frame.html, NAME.html.
//
//go:embed mails
var mailFiles embed.FS

var (
	mailTexts = texttemplate.Must(texttemplate.ParseFS(mailFiles, "mails/*.txt"))
	mailPages = htmltemplate.Must(htmltemplate.ParseFS(mailFiles, "mails/*.html"))
)

// mailData is what the templates may say.
type mailData struct {
	Heading      string // the subject, and the title of the page
	Name         string // of whom it is sent to; empty when we do not know
	By           string // who caused it
	Organization string
	Role         identity.Role
	Link         string
	LinkLabel    string
	Site         string // the host people know the installation by
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

// send renders a mail and queues it in the transaction of ctx.
func (s *Service) send(ctx context.Context, kind, to string, data mailData) error {
	site, err := url.Parse(s.config.PublicURL)
	if err != nil {
		return err
	}
	data.Site = site.Host
	var text, body, page strings.Builder
	if err := mailTexts.ExecuteTemplate(&text, kind+".txt", data); err != nil {
		return err
	}
	if err := mailPages.ExecuteTemplate(&body, kind+".html", data); err != nil {
		return err
	}
	frame := struct {
		mailData
		Body htmltemplate.HTML // rendered, hence escaped, above
	}{data, htmltemplate.HTML(body.String())} //nolint:gosec // the template escaped it
	if err := mailPages.ExecuteTemplate(&page, "frame.html", frame); err != nil {
		return err
	}
	return mail.Queue(ctx, s.db, mail.Message{
		To: to, ToName: data.Name, Subject: data.Heading, Text: text.String(), HTML: page.String(), Kind: kind,
	})
}

func (s *Service) mailReset(ctx context.Context, u user, token string) error {
	return s.send(ctx, "password-reset", u.Email, mailData{
		Heading: "Choose a new password", Name: u.Name,
		Link: s.link("/reset", token), LinkLabel: "Choose a new password", Until: until(s.now().Add(s.config.ResetTTL)),
	})
}

func (s *Service) mailPasswordChanged(ctx context.Context, u user) error {
	return s.send(ctx, "password-changed", u.Email, mailData{
		Heading: "Your password was changed", Name: u.Name, Link: s.link("/signin", ""), LinkLabel: "Sign in",
	})
}

func (s *Service) mailInvitation(ctx context.Context, by identity.Principal, i memberInvitation, token string) error {
	inviter, err := s.userByID(ctx, by.User)
	if err != nil {
		return err
	}
	o, err := s.organizationByID(ctx, by.Organization)
	if err != nil {
		return err
	}
	return s.send(ctx, "member-invitation", i.Email, mailData{
		Heading: cut("Join "+o.Name+" on CodeCraft", 150), By: inviter.Name, Organization: o.Name, Role: i.Role,
		Link: s.link("/join", token), LinkLabel: "Join " + o.Name, Until: until(i.ExpiresAt),
	})
}
