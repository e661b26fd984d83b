package open

import (
	"fmt"
	"net"
	netmail "net/mail"
	"strconv"
	"strings"

	"github.com/codecraft-hq/codecraft/internal/base/config"
	"github.com/codecraft-hq/codecraft/internal/base/mail"
)

// MailConfig is how mails are sent.
type MailConfig struct {
	SMTPAddr     string        `name:"smtp-addr" help:"SMTP server as host or host:port; without a port 587, or 465 for tls. Default: mails are written as files below --data." group:"Mail"`
	SMTPSecurity string        `name:"smtp-security" default:"starttls" enum:"starttls,tls,none" help:"How the connection to it is encrypted: starttls, tls or none." group:"Mail"`
	SMTPCA       string        `name:"smtp-ca" type:"path" help:"PEM file with the authority that vouches for the SMTP server. Default: those of the system." group:"Mail"`
	SMTPHello    string        `name:"smtp-hello" help:"Host name to greet the SMTP server with (EHLO). Default: that of --public-url." group:"Mail"`
	SMTPUser     string        `name:"smtp-user" help:"SMTP user." group:"Mail"`
	SMTPPassword config.Secret `name:"smtp-password" help:"SMTP password." group:"Mail"`
	MailFrom     string        `default:"CodeCraft <no-reply@localhost>" help:"Sender of mails." group:"Mail"`

	OrganizationMails int `help:"Mails that one organization may have sent in a day (UTC), counted apart for invitations of members, invitations to assessments, and interviews." group:"Mail"`
}

// Check refuses what cannot be.
func (c MailConfig) Check(refuse func(string, ...any)) {
	if c.OrganizationMails < 1 {
		refuse("--organization-mails %d: one is the least", c.OrganizationMails)
	}
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
	host, port, err := hostPort(c.SMTPAddr)
	if err != nil {
		return nil, fmt.Errorf("--smtp-addr %q: write a host, or host:port", c.SMTPAddr)
	}
	return mail.NewSMTP(mail.SMTPConfig{
		Host: host, Port: port, Security: c.SMTPSecurity, CA: c.SMTPCA, Hello: c.SMTPHello, Username: c.SMTPUser, Password: c.SMTPPassword, From: c.MailFrom,
	})
}

// hostPort takes an address apart; its port may be missing, and is 0 then.
func hostPort(addr string) (host string, port int, err error) {
	if !strings.Contains(addr, ":") {
		return addr, 0, nil
	}
	host, text, err := net.SplitHostPort(addr)
	if err != nil {
		return "", 0, err
	}
	number, err := strconv.ParseUint(text, 10, 16)
	return host, int(number), err
}
