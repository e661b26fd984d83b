package auth

import (
	"crypto/hmac"
	"crypto/rand"
	"crypto/sha256"
	"encoding/base64"
	"encoding/hex"
)

// An opaque token is 32 random bytes in base64url, with a prefix that secret scanners can look for.
// Only its hash is stored; 256 bits need no salt and no slow hash.
const (
	refreshPrefix    = "ccr_"
	resetPrefix      = "ccp_"
	invitationPrefix = "cci_"
	setupPrefix      = "ccs_"
)

func newToken(prefix string) string {
	secret := make([]byte, 32)
	_, _ = rand.Read(secret) // never fails: see crypto/rand
	return prefix + base64.RawURLEncoding.EncodeToString(secret)
}

func hashToken(token string) string {
	sum := sha256.Sum256([]byte(token))
	return hex.EncodeToString(sum[:])
}

// successor computes the refresh token after this one. The database holds salt and hashes, which do
// not give it away; the holder of the token does not know the salt.
func successor(token, salt string) string {
	mac := hmac.New(sha256.New, []byte(token))
	mac.Write([]byte("refresh successor\x00" + salt))
	return refreshPrefix + base64.RawURLEncoding.EncodeToString(mac.Sum(nil))
}
