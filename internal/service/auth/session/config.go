package session

import (
	"fmt"
	"time"

	"github.com/codecraft-hq/codecraft/internal/base/ids"
)

// Config is what an operator may set.
type Config struct {
	SecureCookies  bool          // Secure and __Host- cookies: whenever the public address is https
	RefreshTTL     time.Duration // a session unused for so long ends
	TTL            time.Duration // a session ends after so long however busy it is
	TrustedProxies []string      // networks whose X-Forwarded-For is believed; without it all behind a proxy count as one network
	// DemoOrganization shows off sample data; its members are told so. Empty where there is none.
	DemoOrganization ids.Organization
}

// Defaults keep a device signed in for two weeks without a visit, and for three months at most.
func Defaults() Config {
	return Config{RefreshTTL: 14 * 24 * time.Hour, TTL: 90 * 24 * time.Hour}
}

// Validate says the first thing that is wrong.
func (c Config) Validate() error {
	if c.RefreshTTL < time.Minute {
		return fmt.Errorf("auth: refreshTtl %v: a minute is the least", c.RefreshTTL)
	}
	if c.TTL < time.Minute {
		return fmt.Errorf("auth: sessionTtl %v: a minute is the least", c.TTL)
	}
	if _, err := parseNetworks(c.TrustedProxies); err != nil {
		return fmt.Errorf("auth: trustedProxies: give addresses or networks such as 10.0.0.0/8: %w", err)
	}
	return nil
}
