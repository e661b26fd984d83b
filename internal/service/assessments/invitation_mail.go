package assessments

import (
	"context"
	"embed"
	"html/template"
	"strings"
	texttemplate "text/template"

	"github.com/codecraft-hq/codecraft/internal/base/mail"
)

//go:embed mails
var mails embed.FS

var (
	invitationText = texttemplate.Must(texttemplate.ParseFS(mails, "mails/invitation.txt"))
	invitationHTML = template.Must(template.ParseFS(mails, "mails/invitation.html"))
)

// mailInvitation queues the mail with the link, in the transaction of ctx.
func (s *Service) mailInvitation(ctx context.Context, a assessment, i invitation) error {
	view := struct {
		Name, Title, Link, Opens, Closes string
		Minutes, Problems                int
	}{i.Name, a.Title, i.Link, "", "", a.TimeLimitMinutes, len(a.items())}
	const layout = "Monday, 2 January 2006, 15:04 UTC"
	if a.OpensAt != nil && a.OpensAt.After(s.now()) {
		view.Opens = a.OpensAt.Format(layout)
	}
	if a.ClosesAt != nil {
		view.Closes = a.ClosesAt.Format(layout)
	}
	var text, html strings.Builder
	if err := invitationText.Execute(&text, view); err != nil {
		return err
	}
	if err := invitationHTML.Execute(&html, view); err != nil {
		return err
	}
	return mail.Queue(ctx, s.db, mail.Message{
		To: i.Email, ToName: i.Name, Subject: "Your invitation: " + strings.Join(strings.Fields(a.Title), " "),
		Text: text.String(), HTML: html.String(), Kind: "invitation",
	})
}
