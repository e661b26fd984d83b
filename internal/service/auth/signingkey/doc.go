// Package signingkey keeps the keys that sign access tokens, publishes their public halves, and signs.
//
// # Invariants
//
//   - A signing key is published before it signs, and published until the last token it signed has ended.
//   - Any number of replicas turn the keys at once: a generation is made once.
//   - An access token lives AccessTTL and ends with its session at the latest; every service verifies it itself.
//
// # Tables
//
// signing_keys.
package signingkey
