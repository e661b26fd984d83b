package webhook

import (
	"crypto/hmac"
	"crypto/rand"
	"crypto/sha256"
	"encoding/base64"
	"log/slog"
	"strconv"
	"strings"
	"time"
)

const secretPrefix = "whsec_"

// secret signs messages: "whsec_" and base64 of 32 random bytes. It does not show itself in logs.
type secret string

func newSecret() secret {
	var key [32]byte
	_, _ = rand.Read(key[:]) // never fails
	return secret(secretPrefix + base64.StdEncoding.EncodeToString(key[:]))
}

// LogValue implements slog.LogValuer.
func (secret) LogValue() slog.Value { return slog.StringValue("(secret)") }

// sign is one signature of a message.
func (k secret) sign(id string, at time.Time, body string) (string, error) {
	key, err := base64.StdEncoding.DecodeString(strings.TrimPrefix(string(k), secretPrefix))
	if err != nil {
		return "", err
	}
	mac := hmac.New(sha256.New, key)
	mac.Write([]byte(id + "." + strconv.FormatInt(at.Unix(), 10) + "." + body))
	return "v1," + base64.StdEncoding.EncodeToString(mac.Sum(nil)), nil
}

// signatures are one for each secret that is good at a time, separated by spaces.
func (h *Webhook) signatures(id string, at time.Time, body string) (string, error) {
	keys := []secret{h.Secret}
	if h.OldSecret != "" && h.OldSecretUntil != nil && at.Before(*h.OldSecretUntil) {
		keys = append(keys, h.OldSecret)
	}
	var all []string
	for _, k := range keys {
		one, err := k.sign(id, at, body)
		if err != nil {
			return "", err
		}
		all = append(all, one)
	}
	return strings.Join(all, " "), nil
}
