// Package secret makes the opaque tokens that are handed out once: for refreshing, resetting, joining and setting up.
//
// A token is 32 random bytes in base64url, with a prefix that secret scanners can look for. Only its hash is
// stored; 256 bits need no salt and no slow hash.
package secret

import (
	"crypto/rand"
	"crypto/sha256"
	"encoding/base64"
	"encoding/hex"
	"net/url"
	"strings"
	"time"
)

// New makes a token.
func New(prefix string) string {
	random := make([]byte, 32)
	_, _ = rand.Read(random) // never fails: see crypto/rand
	return prefix + base64.RawURLEncoding.EncodeToString(random)
}

// Hash is what is stored of a token, and of what else must be found again but not read.
func Hash(token string) string {
	sum := sha256.Sum256([]byte(token))
	return hex.EncodeToString(sum[:])
}

// Link is the address of the web app that hands a token in.
func Link(publicURL, path, token string) string {
	return strings.TrimSuffix(publicURL, "/") + path + "?" + url.Values{"token": {token}}.Encode()
}

// Until is how a mail says when a link ends.
func Until(at time.Time) string { return at.UTC().Format("2 January 2006, 15:04 UTC") }
