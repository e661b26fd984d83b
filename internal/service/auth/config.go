package auth

import (
	"errors"
	"fmt"
	"net/url"

	"github.com/codecraft-hq/codecraft/internal/service/auth/credential/password"
	"github.com/codecraft-hq/codecraft/internal/service/auth/people"
	"github.com/codecraft-hq/codecraft/internal/service/auth/session"
	"github.com/codecraft-hq/codecraft/internal/service/auth/signingkey"
)

// Config is what an operator may set.
type Config struct {
	PublicURL string            `kong:"-"` // where people reach the web app; links in mails begin with it
	People    people.Config     `embed:""`
	Passwords password.Config   `embed:""`
	Sessions  session.Config    `embed:""`
	Keys      signingkey.Config `embed:""`
}

// Defaults are the settings of a machine of one's own.
func Defaults() Config {
	return Config{
		PublicURL: "http://localhost:8080",
		People:    people.Defaults(),
		Passwords: password.Defaults(),
		Sessions:  session.Defaults(),
		Keys:      signingkey.Defaults(),
	}
}

// Validate says what is wrong. The command line calls it, too, once the product has filled in what follows: hence the pointer.
func (c *Config) Validate() error {
	return errors.Join(c.validateURL(), c.People.Validate(), c.Passwords.Validate(), c.Sessions.Validate(), c.Keys.Validate())
}

func (c Config) validateURL() error {
	u, err := url.Parse(c.PublicURL)
	if err != nil || (u.Scheme != "http" && u.Scheme != "https") || u.Host == "" {
		return fmt.Errorf("--public-url %q: write an address such as https://code.example.org", c.PublicURL)
	}
	if u.RawQuery != "" || u.Fragment != "" || u.User != nil {
		return fmt.Errorf("--public-url %q: write scheme, host and path only", c.PublicURL)
	}
	if u.Scheme == "http" && c.Sessions.SecureCookies {
		return fmt.Errorf("secure cookies need an https --public-url: browsers would drop the cookies")
	}
	return nil
}
