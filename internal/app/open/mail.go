package open

import (
	"fmt"
	"net"
	netmail "net/mail"
	"strconv"

	"github.com/codecraft-hq/codecraft/internal/base/config"
	"github.com/codecraft-hq/codecraft/internal/base/mail"
)

// MailConfig is how mails are sent.
type MailConfig struct {
	SMTPAddr     string        `name:"smtp-addr" help:"SMTP server host:port. Default: mails are written as files below --data." group:"Mail"`
	SMTPSecurity string        `name:"smtp-security" default:"starttls" enum:"starttls,tls,none" help:"How the connection to it is encrypted: starttls, tls or none." group:"Mail"`
	SMTPUser     string        `name:"smtp-user" help:"SMTP user." group:"Mail"`
	SMTPPassword config.Secret `name:"smtp-password" help:"SMTP password." group:"Mail"`
	MailFrom     string        `default:"CodeCraft <no-reply@localhost>" help:"Sender of mails." group:"Mail"`
}

// Mails is the SMTP server, or the folder where there is none.
func Mails(c MailConfig, folder string) (mail.Sender, error) {
	if c.SMTPAddr == "" {
		from, err := netmail.ParseAddress(c.MailFrom)
		if err != nil {
			return nil, fmt.Errorf("--mail-from %q: write Name <address>", c.MailFrom)
		}
		return mail.Folder{Dir: folder, From: *from}, nil
	}
	host, portText, err := net.SplitHostPort(c.SMTPAddr)
	if err != nil {
		return nil, fmt.Errorf("--smtp-addr %q: write host:port", c.SMTPAddr)
	}
	port, err := strconv.Atoi(portText)
	if err != nil {
		return nil, fmt.Errorf("--smtp-addr %q: the port must be a number", c.SMTPAddr)
	}
	return mail.NewSMTP(mail.SMTPConfig{
		Host: host, Port: port, Security: c.SMTPSecurity, Username: c.SMTPUser, Password: c.SMTPPassword, From: c.MailFrom,
	})
}
