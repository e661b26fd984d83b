// Package config has what every package's Config shares: a redacting type, and a file whose unknown keys fail.
package config

import "log/slog"

// Secret is a string that never prints itself.
type Secret string

const redacted = "(set, hidden)"

func (s Secret) String() string {
	if s == "" {
		return ""
	}
	return redacted
}

// GoString keeps %#v from showing it.
func (s Secret) GoString() string { return s.String() }

// LogValue keeps it out of logs.
func (s Secret) LogValue() slog.Value { return slog.StringValue(s.String()) }

// MarshalText keeps it out of JSON and YAML.
func (s Secret) MarshalText() ([]byte, error) { return []byte(s.String()), nil }

// Reveal is the one way to the value.
func (s Secret) Reveal() string { return string(s) }
