package mail_test

import (
	"bufio"
	"context"
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/tls"
	"crypto/x509"
	"encoding/base64"
	"encoding/pem"
	"errors"
	"fmt"
	"math/big"
	"net"
	netmail "net/mail"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/codecraft-hq/codecraft/internal/base/errs"
	"github.com/codecraft-hq/codecraft/internal/base/mail"
)

// postOffice is a mail server of one conversation at a time: what RFC 5321 and 3207 need, no more.
type postOffice struct {
	listener net.Listener
	port     int
	ca       string
	tls      *tls.Config
	offerTLS bool
	security string
	silence  func() // called in place of its greeting
	refuse   string // the reply to RCPT, instead of 250
	got      chan received
	left     chan struct{} // one for each conversation that is over
}

type received struct {
	from, to, text, user, hello string
	encrypted                   bool
}

func newPostOffice(t *testing.T) *postOffice {
	t.Helper()
	p := &postOffice{offerTLS: true, got: make(chan received, 1), left: make(chan struct{}, 9)}
	p.tls, p.ca = certificate(t)
	l, err := net.Listen("tcp", "127.0.0.1:0")
	check(t, err)
	t.Cleanup(func() { _ = l.Close() })
	p.port = l.Addr().(*net.TCPAddr).Port
	p.listener = l
	return p
}

// open begins to take mails, once what the office is like has been settled.
func (p *postOffice) open() mail.SMTPConfig {
	go func() {
		for {
			c, err := p.listener.Accept()
			if err != nil {
				return
			}
			p.talk(c)
			p.left <- struct{}{}
		}
	}()
	return mail.SMTPConfig{
		Host: "127.0.0.1", Port: p.port, Security: p.security, CA: p.ca, Username: "u", Password: "p",
		From: "CodeCraft <tests@example.org>",
	}
}

func (p *postOffice) talk(c net.Conn) {
	defer c.Close()
	got := received{encrypted: p.security == mail.TLS}
	if got.encrypted {
		c = tls.Server(c, p.tls)
	}
	in := bufio.NewReader(c)
	say := func(s string) { _, _ = fmt.Fprint(c, s+"\r\n") }
	if p.silence != nil {
		p.silence()
	} else {
		say("220 post")
	}
	for {
		line, err := in.ReadString('\n')
		if err != nil {
			return
		}
		line = strings.TrimRight(line, "\r\n")
		switch verb, rest, _ := strings.Cut(line, " "); strings.ToUpper(verb) {
		case "EHLO":
			got.hello = rest
			say("250-post") // the first line is the server's name (RFC 5321, 4.1.1.1)
			if p.offerTLS && !got.encrypted {
				say("250-STARTTLS")
			}
			say("250 AUTH PLAIN")
		case "STARTTLS":
			if !p.offerTLS {
				say("502 not here")
				continue
			}
			say("220 go on")
			c, got.encrypted = tls.Server(c, p.tls), true
			in = bufio.NewReader(c)
		case "AUTH":
			raw, _ := base64.StdEncoding.DecodeString(strings.TrimPrefix(rest, "PLAIN "))
			got.user = strings.ReplaceAll(string(raw), "\x00", "/")
			say("235 welcome")
		case "MAIL":
			got.from = rest
			say("250 yes")
		case "RCPT":
			got.to = rest
			if p.refuse != "" {
				say(p.refuse)
				continue
			}
			say("250 yes")
		case "DATA":
			say("354 go on")
			for !strings.HasSuffix(got.text, "\r\n.\r\n") {
				line, err := in.ReadString('\n')
				if err != nil {
					return
				}
				got.text += line
			}
			say("250 kept")
			p.got <- got
			return // without a farewell: the mail is kept all the same
		default:
			say("221 bye")
			return
		}
	}
}

// certificate is one for 127.0.0.1 that only the file trusts.
func certificate(t *testing.T) (*tls.Config, string) {
	t.Helper()
	key, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	check(t, err)
	template := &x509.Certificate{
		SerialNumber: big.NewInt(1), NotAfter: time.Now().Add(time.Hour), IsCA: true, BasicConstraintsValid: true,
		IPAddresses: []net.IP{net.IPv4(127, 0, 0, 1)}, KeyUsage: x509.KeyUsageDigitalSignature | x509.KeyUsageCertSign,
	}
	der, err := x509.CreateCertificate(rand.Reader, template, template, &key.PublicKey, key)
	check(t, err)
	file := filepath.Join(t.TempDir(), "ca.pem")
	check(t, os.WriteFile(file, pem.EncodeToMemory(&pem.Block{Type: "CERTIFICATE", Bytes: der}), 0o600))
	return &tls.Config{Certificates: []tls.Certificate{{Certificate: [][]byte{der}, PrivateKey: key}}, MinVersion: tls.VersionTLS12}, file
}

func TestSMTPHandsAMailOverEncrypted(t *testing.T) {
	p := newPostOffice(t)
	config := p.open()
	config.Hello = "code.example.org"
	s, err := mail.NewSMTP(config)
	check(t, err)
	check(t, s.Send(t.Context(), letter))
	got := <-p.got
	if got.hello != "code.example.org" {
		t.Errorf("greeted as %q", got.hello)
	}
	if got.user != "/u/p" || got.from != "FROM:<tests@example.org>" || got.to != "TO:<maja@example.org>" {
		t.Errorf("%+v", got)
	}
	m, err := netmail.ReadMessage(strings.NewReader(got.text))
	check(t, err)
	to, err := m.Header.AddressList("To")
	if err != nil || len(to) != 1 || to[0].Name != letter.ToName || m.Header.Get("Message-Id") == "" || m.Header.Get("Bcc") != "" {
		t.Errorf("header %v, %v", m.Header, err)
	}
	for i, line := range strings.Split(got.text, "\r\n") {
		if len(line) > 998 {
			t.Errorf("line %d has %d bytes (RFC 5322: 998)", i, len(line))
		}
	}
}

func TestSMTPEncryptsAsItIsTold(t *testing.T) {
	for security, encrypted := range map[string]bool{mail.StartTLS: true, mail.TLS: true, mail.None: false} {
		p := newPostOffice(t)
		p.security = security
		s, err := mail.NewSMTP(p.open())
		check(t, err)
		check(t, s.Send(t.Context(), letter))
		if got := <-p.got; got.encrypted != encrypted || got.user != "/u/p" {
			t.Errorf("%s: %+v", security, got)
		}
	}
}

func TestSMTPLeavesNoConnectionOpen(t *testing.T) {
	for name, change := range map[string]func(p *postOffice, stop func()){
		"nothing encrypts":     func(p *postOffice, _ func()) { p.offerTLS = false },
		"the address is wrong": func(p *postOffice, _ func()) { p.refuse = "550 no such user" },
		"the sender is stopped while the server says nothing": func(p *postOffice, stop func()) { p.silence = stop },
	} {
		t.Run(name, func(t *testing.T) {
			p := newPostOffice(t)
			ctx, cancel := context.WithCancel(t.Context())
			defer cancel()
			change(p, cancel)
			s, err := mail.NewSMTP(p.open())
			check(t, err)
			if err := s.Send(ctx, letter); err == nil || strings.Contains(err.Error(), letter.To) || errors.Is(err, os.ErrDeadlineExceeded) {
				t.Errorf("it is sent, or the error names who was to get it, or it waited: %v", err)
			}
			select {
			case <-p.left:
			case <-time.After(10 * time.Second):
				t.Error("the connection is still open")
			}
		})
	}
}

func TestSMTPDoesNotGoOnInTheClear(t *testing.T) {
	p := newPostOffice(t)
	p.offerTLS = false
	s, err := mail.NewSMTP(p.open())
	check(t, err)
	if err := s.Send(t.Context(), letter); err == nil || errs.Is(err, errs.Invalid) {
		t.Errorf("sent in the clear: %v", err)
	}
	stranger := newPostOffice(t).open()
	stranger.CA = p.ca
	if s, err = mail.NewSMTP(stranger); err != nil {
		t.Fatal(err)
	}
	if s.Send(t.Context(), letter) == nil {
		t.Error("sent to a server with another's certificate")
	}
}

func TestSMTPTellsWhatIsForGood(t *testing.T) {
	for reply, lasting := range map[string]bool{"550 no such user": true, "451 try later": false} {
		p := newPostOffice(t)
		p.refuse = reply
		s, err := mail.NewSMTP(p.open())
		check(t, err)
		if err := s.Send(t.Context(), letter); err == nil || errs.Is(err, errs.Invalid) != lasting {
			t.Errorf("%s: %v", reply, err)
		}
	}
	gone, err := mail.NewSMTP(mail.SMTPConfig{Host: "127.0.0.1", Port: 1, From: "a@example.org"})
	check(t, err)
	if err := gone.Send(t.Context(), letter); err == nil || errs.Is(err, errs.Invalid) {
		t.Errorf("nobody there: %v", err)
	}
}

func TestSMTPConfigurationsThatCannotWorkAreRefused(t *testing.T) {
	for name, c := range map[string]mail.SMTPConfig{
		"no host":             {From: "a@example.org"},
		"no sender":           {Host: "h"},
		"an unknown security": {Host: "h", From: "a@example.org", Security: "ssl"},
		"a missing authority": {Host: "h", From: "a@example.org", CA: "/nowhere.pem"},
		"a greeting of lines": {Host: "h", From: "a@example.org", Hello: "a\r\nMAIL"},
	} {
		if _, err := mail.NewSMTP(c); err == nil {
			t.Errorf("%s is accepted", name)
		}
	}
}
