package auth

import (
	"errors"
	"fmt"
	"net/url"
	"runtime"
	"time"

	"github.com/codecraft-hq/codecraft/internal/service/auth/session"
	"github.com/codecraft-hq/codecraft/internal/service/auth/signingkey"
)

// Config is what an operator may set.
type Config struct {
	PublicURL         string        // where people reach the web app; links in mails begin with it
	OpenRegistration  bool          // anybody may register an organization of their own
	InvitationTTL     time.Duration // life of a member invitation
	ResetTTL          time.Duration // life of a password reset link
	PasswordHashes    int           // hashes computed at a time, 19 MiB each
	PasswordHashQueue int           // requests that may wait for one; more are told to come again
	Sessions          session.Config
	Keys              signingkey.Config
}

// Defaults are the settings of a machine of one's own.
func Defaults() Config {
	return Config{
		PublicURL:         "http://localhost:8080",
		OpenRegistration:  true,
		InvitationTTL:     7 * 24 * time.Hour,
		ResetTTL:          time.Hour,
		PasswordHashes:    max(1, runtime.GOMAXPROCS(0)),
		PasswordHashQueue: 64,
		Sessions:          session.Defaults(),
		Keys:              signingkey.Defaults(),
	}
}

// Validate says what is wrong.
func (c Config) Validate() error {
	return errors.Join(c.validateURL(), c.Sessions.Validate(), c.Keys.Validate(), c.validate())
}

func (c Config) validateURL() error {
	u, err := url.Parse(c.PublicURL)
	if err != nil || (u.Scheme != "http" && u.Scheme != "https") || u.Host == "" {
		return fmt.Errorf("auth: publicUrl %q: give an absolute address such as https://code.example.org", c.PublicURL)
	}
	if u.RawQuery != "" || u.Fragment != "" || u.User != nil {
		return fmt.Errorf("auth: publicUrl %q: give scheme, host and path only", c.PublicURL)
	}
	if u.Scheme == "http" && c.Sessions.SecureCookies {
		return fmt.Errorf("auth: secureCookies needs an https publicUrl: browsers would drop the cookies")
	}
	return nil
}

func (c Config) validate() error {
	for name, d := range map[string]time.Duration{"invitationTtl": c.InvitationTTL, "resetTtl": c.ResetTTL} {
		if d < time.Minute {
			return fmt.Errorf("auth: %s %v: a minute is the least", name, d)
		}
	}
	if c.PasswordHashes < 1 || c.PasswordHashQueue < 0 {
		return fmt.Errorf("auth: passwordHashes must be at least 1 and passwordHashQueue at least 0")
	}
	return nil
}
