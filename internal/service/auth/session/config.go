package session

import (
	"fmt"
	"time"

	"github.com/codecraft-hq/codecraft/internal/base/ids"
)

// Config is what an operator may set.
type Config struct {
	RefreshTTL time.Duration `help:"A session that nobody uses for so long ends."`
	TTL        time.Duration `name:"session-ttl" help:"A session ends after so long however busy it is."`

	// What follows from the rest of the product's settings.

	SecureCookies  bool     `kong:"-"` // Secure and __Host- cookies: whenever the public address is https
	TrustedProxies []string `kong:"-"` // networks whose X-Forwarded-For is believed; without it all behind a proxy count as one network
	// DemoOrganization shows off sample data; its members are told so. Empty where there is none.
	DemoOrganization ids.Organization `kong:"-"`
}

// Defaults keep a device signed in for two weeks without a visit, and for three months at most.
func Defaults() Config {
	return Config{RefreshTTL: 14 * 24 * time.Hour, TTL: 90 * 24 * time.Hour}
}

// Validate says the first thing that is wrong.
func (c Config) Validate() error {
	if c.RefreshTTL < time.Minute {
		return fmt.Errorf("--auth-refresh-ttl %v: a minute is the least", c.RefreshTTL)
	}
	if c.TTL < time.Minute {
		return fmt.Errorf("--auth-session-ttl %v: a minute is the least", c.TTL)
	}
	if _, err := parseNetworks(c.TrustedProxies); err != nil {
		return fmt.Errorf("--trusted-proxies: give addresses or networks such as 10.0.0.0/8: %w", err)
	}
	return nil
}
