package webhook

import (
	"errors"
	"fmt"
	"net/netip"
	"time"
)

// Config is what an operator can set of webhooks.
type Config struct {
	Networks     []netip.Prefix `help:"Networks (CIDR) that webhooks may reach besides public addresses. Default: none."`
	HTTP         bool           `help:"Let webhooks have http addresses, which are not encrypted."`
	Keep         time.Duration  `help:"How long a delivery is in the log."`
	DisableAfter time.Duration  `help:"A webhook whose address takes nothing for so long is disabled."`
	Timeout      time.Duration  `help:"How long an address has to answer."`
}

// Defaults reach public addresses by HTTPS only.
func Defaults() Config {
	return Config{Keep: 30 * 24 * time.Hour, DisableAfter: 5 * 24 * time.Hour, Timeout: 15 * time.Second}
}

// Validate names what cannot be.
func (c Config) Validate() error {
	var all []error
	for _, span := range []struct {
		flag string
		of   time.Duration
	}{{"keep", c.Keep}, {"disable-after", c.DisableAfter}, {"timeout", c.Timeout}} {
		if span.of <= 0 {
			all = append(all, fmt.Errorf("--webhook-%s %v: write a span of time, such as 15s", span.flag, span.of))
		}
	}
	return errors.Join(all...)
}
