package password

import (
	"context"
	"embed"
	"strings"
	"time"

	"github.com/codecraft-hq/codecraft/internal/base/mail"
	"github.com/codecraft-hq/codecraft/internal/service/auth/secret"
	"github.com/codecraft-hq/codecraft/internal/service/auth/user"
)

//go:embed mails
var mailFiles embed.FS

var words = mail.MustWords(mailFiles, "mails")

// mailData is what the words may say.
type mailData struct {
	mail.Letter
	Until string // when the link ends
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

func (s *Service) mailReset(ctx context.Context, to user.User, token string, expires time.Time) error {
	return s.send(ctx, "password-reset", mailData{Until: secret.Until(expires), Letter: mail.Letter{
		To: to.Email, ToName: to.Name, Heading: "Choose a new password", Link: secret.Link(s.publicURL, "/reset", token), LinkLabel: "Choose a new password",
	}})
}

func (s *Service) mailChanged(ctx context.Context, to user.User) error {
	return s.send(ctx, "password-changed", mailData{Letter: mail.Letter{
		To: to.Email, ToName: to.Name, Heading: "Your password was changed", Link: strings.TrimSuffix(s.publicURL, "/") + "/signin", LinkLabel: "Sign in",
	}})
}
