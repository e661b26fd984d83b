package piston

import (
	"errors"

	"github.com/codecraft-hq/codecraft/internal/base/ids"
)

// Config is what an operator can set.
type Config struct {
	Organization ids.Organization // whom the runs are counted for
	Token        string           // asked of every request as Authorization, with or without Bearer; empty asks for none
	RunsAMinute  int              // jobs of all clients together
	Sockets      int              // WebSockets open at once
}

// Defaults are sensible for one machine.
func Defaults() Config { return Config{RunsAMinute: 600, Sockets: 100} }

// Validate names what cannot be.
func (c Config) Validate() error {
	switch {
	case !ids.Valid(string(c.Organization)):
		return errors.New("piston: the organization is no id")
	case c.RunsAMinute < 1 || c.Sockets < 1:
		return errors.New("piston: at least one job must be allowed")
	}
	return nil
}
