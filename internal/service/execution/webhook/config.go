package webhook

import (
	"errors"
	"net/netip"
	"time"
)

// Config is what an operator can set of webhooks.
type Config struct {
	// HTTP allows addresses that are not encrypted.
	HTTP bool
	// Networks may be reached although they are not public.
	Networks []netip.Prefix
	// Keep is how long a delivery is in the log.
	Keep time.Duration
	// DisableAfter is how long nothing may be taken before a webhook is disabled.
	DisableAfter time.Duration
	// Timeout is how long an address has to answer.
	Timeout time.Duration
}

// Defaults reach public addresses by HTTPS only.
func Defaults() Config {
	return Config{Keep: 30 * 24 * time.Hour, DisableAfter: 5 * 24 * time.Hour, Timeout: 15 * time.Second}
}

// Validate names what cannot be.
func (c Config) Validate() error {
	if c.Keep <= 0 || c.DisableAfter <= 0 || c.Timeout <= 0 {
		return errors.New("webhook: the log, the patience and the timeout are spans of time")
	}
	return nil
}
