package auth

import (
	"fmt"
	"net/url"
	"runtime"
	"time"

	"github.com/codecraft-hq/codecraft/internal/base/ids"
)

// Config is what an operator may set.
type Config struct {
	PublicURL         string        `json:"publicUrl"`         // where people reach the web app; links in mails begin with it
	SecureCookies     bool          `json:"secureCookies"`     // Secure and __Host- cookies: whenever PublicURL is https
	OpenRegistration  bool          `json:"openRegistration"`  // anybody may register an organization of their own
	AccessTTL         time.Duration `json:"accessTtl"`         // life of an access token
	RefreshTTL        time.Duration `json:"refreshTtl"`        // a session unused for so long ends
	SessionTTL        time.Duration `json:"sessionTtl"`        // a session ends after so long however busy it is
	InvitationTTL     time.Duration `json:"invitationTtl"`     // life of a member invitation
	ResetTTL          time.Duration `json:"resetTtl"`          // life of a password reset link
	KeyRotation       time.Duration `json:"keyRotation"`       // age at which a signing key gets a successor
	PasswordHashes    int           `json:"passwordHashes"`    // hashes computed at a time, 19 MiB each
	PasswordHashQueue int           `json:"passwordHashQueue"` // requests that may wait for one; more are told to come again
	TrustedProxies    []string      `json:"trustedProxies"`    // networks whose X-Forwarded-For is believed; without it all behind a proxy count as one network
	// DemoOrganization shows off sample data; its members are told so. Empty where there is none.
	DemoOrganization ids.Organization `json:"demoOrganization"`
}

// replayWindow is how long a spent refresh token still yields its successor to the same device.
const replayWindow = time.Minute

// Defaults are the settings of a machine of one's own.
func Defaults() Config {
	return Config{
		PublicURL:         "http://localhost:8080",
		OpenRegistration:  true,
		AccessTTL:         10 * time.Minute,
		RefreshTTL:        14 * 24 * time.Hour,
		SessionTTL:        90 * 24 * time.Hour,
		InvitationTTL:     7 * 24 * time.Hour,
		ResetTTL:          time.Hour,
		KeyRotation:       30 * 24 * time.Hour,
		PasswordHashes:    max(1, runtime.GOMAXPROCS(0)),
		PasswordHashQueue: 64,
	}
}

// Validate says the first thing that is wrong.
func (c Config) Validate() error {
	u, err := url.Parse(c.PublicURL)
	if err != nil || (u.Scheme != "http" && u.Scheme != "https") || u.Host == "" {
		return fmt.Errorf("auth: publicUrl %q: give an absolute address such as https://code.example.org", c.PublicURL)
	}
	if u.RawQuery != "" || u.Fragment != "" || u.User != nil {
		return fmt.Errorf("auth: publicUrl %q: give scheme, host and path only", c.PublicURL)
	}
	if u.Scheme == "http" && c.SecureCookies {
		return fmt.Errorf("auth: secureCookies needs an https publicUrl: browsers would drop the cookies")
	}
	for name, d := range map[string]time.Duration{
		"accessTtl": c.AccessTTL, "refreshTtl": c.RefreshTTL, "sessionTtl": c.SessionTTL,
		"invitationTtl": c.InvitationTTL, "resetTtl": c.ResetTTL,
	} {
		if d < time.Minute {
			return fmt.Errorf("auth: %s %v: a minute is the least", name, d)
		}
	}
	if c.KeyRotation < 2*(keyLead+c.AccessTTL) {
		return fmt.Errorf("auth: keyRotation %v: %v is the least", c.KeyRotation, 2*(keyLead+c.AccessTTL))
	}
	if c.PasswordHashes < 1 || c.PasswordHashQueue < 0 {
		return fmt.Errorf("auth: passwordHashes must be at least 1 and passwordHashQueue at least 0")
	}
	if _, err := parseNetworks(c.TrustedProxies); err != nil {
		return fmt.Errorf("auth: trustedProxies: give addresses or networks such as 10.0.0.0/8: %w", err)
	}
	return nil
}
