package mail

import (
	"context"
	"crypto/tls"
	"crypto/x509"
	"errors"
	"fmt"
	"io"
	"net"
	"net/mail"
	"net/textproto"
	"os"
	"strconv"
	"strings"
	"time"

	gomail "github.com/wneessen/go-mail"
	"github.com/wneessen/go-mail/smtp"

	"github.com/codecraft-hq/codecraft/internal/base/config"
	"github.com/codecraft-hq/codecraft/internal/base/errs"
)

// The ways to encrypt the connection to a mail server.
const (
	StartTLS = "starttls" // begin in the clear, refuse to go on unless it can be encrypted
	TLS      = "tls"      // from the first byte
	None     = "none"     // in the clear: a relay on this machine
)

// SMTPConfig says which mail server takes the mails.
type SMTPConfig struct {
	Host     string
	Port     int    // 0 is 587, or 465 for tls
	Security string // StartTLS (the default), TLS or None
	CA       string // a PEM file to verify the server with; empty takes the system's
	Hello    string // the name to greet the server with (RFC 5321, 4.1.1.1): "localhost" when empty
	Username string
	Password config.Secret
	From     string // "Name <address>" or an address
}

// sendTimeout bounds the sending of one mail.
const sendTimeout = 30 * time.Second

// SMTP is the Sender that hands mails to a mail server.
type SMTP struct {
	config SMTPConfig
	from   mail.Address
	tls    *tls.Config
}

// NewSMTP checks the configuration; it does not connect.
func NewSMTP(c SMTPConfig) (*SMTP, error) {
	if c.Host == "" {
		return nil, errors.New("mail: the mail server's host is missing")
	}
	if c.Security == "" {
		c.Security = StartTLS
	}
	if c.Security != StartTLS && c.Security != TLS && c.Security != None {
		return nil, fmt.Errorf("mail: security %q: use %s, %s or %s", c.Security, StartTLS, TLS, None)
	}
	if c.Port == 0 {
		c.Port = 587
		if c.Security == TLS {
			c.Port = 465
		}
	}
	if c.Hello == "" {
		c.Hello = "localhost"
	}
	if strings.ContainsFunc(c.Hello, func(r rune) bool { return r <= ' ' || r > '~' }) {
		return nil, fmt.Errorf("mail: greet the server with a host name, not %q", c.Hello)
	}
	from, err := mail.ParseAddress(c.From)
	if err != nil {
		return nil, fmt.Errorf("mail: the sender %q: %w", c.From, err)
	}
	s := &SMTP{config: c, from: *from, tls: &tls.Config{ServerName: c.Host, MinVersion: tls.VersionTLS12}}
	if c.CA != "" {
		pem, err := os.ReadFile(c.CA)
		if err != nil {
			return nil, fmt.Errorf("mail: the server's authority: %w", err)
		}
		s.tls.RootCAs = x509.NewCertPool()
		if !s.tls.RootCAs.AppendCertsFromPEM(pem) {
			return nil, fmt.Errorf("mail: %s holds no certificate", c.CA)
		}
	}
	return s, nil
}

// Send implements Sender.
func (s *SMTP) Send(ctx context.Context, m Message) error {
	if err := m.Validate(); err != nil {
		return err
	}
	ctx, cancel := context.WithTimeout(ctx, sendTimeout)
	defer cancel()
	client, err := s.greet(ctx)
	if err != nil {
		return fmt.Errorf("reach the mail server: %w", err)
	}
	return lasting(s.hand(client, m.To, compose(s.from, m)))
}

// greet connects, encrypts and signs in.
func (s *SMTP) greet(ctx context.Context) (*smtp.Client, error) {
	options := []gomail.Option{
		gomail.WithHELO(s.config.Hello), gomail.WithTimeout(sendTimeout), gomail.WithTLSConfig(s.tls), gomail.WithTLSPolicy(gomail.NoTLS),
		gomail.WithDialContextFunc(func(context.Context, string, string) (net.Conn, error) { return s.connect(ctx) }),
	}
	if s.config.Security == StartTLS {
		options = append(options, gomail.WithTLSPolicy(gomail.TLSMandatory))
	}
	if s.config.Username != "" {
		options = append(options, gomail.WithSMTPAuth(gomail.SMTPAuthPlain),
			gomail.WithUsername(s.config.Username), gomail.WithPassword(s.config.Password.Reveal()))
	}
	client, err := gomail.NewClient(s.config.Host, options...)
	if err != nil {
		return nil, err
	}
	return client.DialToSMTPClientWithContext(ctx)
}

// connect opens the connection, which ends with ctx whatever becomes of it: the library leaves it open when it is turned away.
func (s *SMTP) connect(ctx context.Context) (net.Conn, error) {
	connection, err := new(net.Dialer).DialContext(ctx, "tcp", net.JoinHostPort(s.config.Host, strconv.Itoa(s.config.Port)))
	if err != nil {
		return nil, err
	}
	context.AfterFunc(ctx, func() { _ = connection.Close() })
	if s.config.Security == TLS {
		connection = tls.Client(connection, s.tls)
	}
	return connection, nil
}

// hand gives the mail to the server. The library's own errors would name the receiver, which no log may.
func (s *SMTP) hand(client *smtp.Client, to string, text io.WriterTo) error {
	if err := client.Mail("<" + s.from.Address + ">"); err != nil {
		return fmt.Errorf("the mail server refuses the sender: %w", err)
	}
	if err := client.Rcpt("<" + to + ">"); err != nil {
		return fmt.Errorf("the mail server refuses the address: %w", err)
	}
	w, err := client.Data()
	if err != nil {
		return fmt.Errorf("hand over a mail: %w", err)
	}
	if _, err := text.WriteTo(w); err != nil {
		return fmt.Errorf("hand over a mail: %w", err) // without its end, the server does not keep it
	}
	if err := w.Close(); err != nil {
		return fmt.Errorf("hand over a mail: %w", err)
	}
	// The server has the mail: an answer that fails now must not send it again.
	_ = client.Quit()
	return nil
}

// lasting makes a reply of 5xx (RFC 5321, 4.2.1: do not repeat) an errs.Invalid.
func lasting(err error) error {
	var reply *textproto.Error
	if errors.As(err, &reply) && reply.Code >= 500 && reply.Code < 600 {
		return errs.New(errs.Invalid, "mail_refused", "the mail server refuses the mail").Because(err)
	}
	return err
}
