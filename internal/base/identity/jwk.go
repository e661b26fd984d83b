package identity

import (
	"crypto/ecdsa"
	"crypto/elliptic"
	"encoding/base64"
	"encoding/json"
	"errors"
	"fmt"
	"math/big"

	"github.com/golang-jwt/jwt/v5"
)

// JWK is one public key of a set, of RFC 7517: curve P-256, for signatures.
type JWK struct {
	Type      string `json:"kty"`
	Curve     string `json:"crv"`
	X         string `json:"x"`
	Y         string `json:"y"`
	ID        string `json:"kid"`
	Use       string `json:"use"`
	Algorithm string `json:"alg"`
}

// JWKS is a JWK set.
type JWKS struct {
	Keys []JWK `json:"keys"`
}

// NewJWK describes a public key on P-256.
func NewJWK(id string, key *ecdsa.PublicKey) (JWK, error) {
	point, err := key.Bytes() // 4 ‖ x ‖ y, 32 bytes each
	if err != nil || key.Curve != elliptic.P256() {
		return JWK{}, fmt.Errorf("key %s is not on P-256", id)
	}
	enc := base64.RawURLEncoding
	return JWK{
		Type: "EC", Curve: "P-256", X: enc.EncodeToString(point[1:33]), Y: enc.EncodeToString(point[33:]),
		ID: id, Use: "sig", Algorithm: jwt.SigningMethodES256.Alg(),
	}, nil
}

// parseKeys skips keys of other kinds, which a later release may publish.
func parseKeys(raw []byte) (map[string]*ecdsa.PublicKey, error) {
	var set JWKS
	if err := json.Unmarshal(raw, &set); err != nil {
		return nil, err
	}
	keys := map[string]*ecdsa.PublicKey{}
	for _, k := range set.Keys {
		if k.Type != "EC" || k.Curve != "P-256" {
			continue
		}
		x, errX := base64.RawURLEncoding.DecodeString(k.X)
		y, errY := base64.RawURLEncoding.DecodeString(k.Y)
		if errX != nil || errY != nil || len(x) > 32 || len(y) > 32 {
			return nil, fmt.Errorf("key %q cannot be read", k.ID)
		}
		point := append([]byte{4}, new(big.Int).SetBytes(x).FillBytes(make([]byte, 32))...)
		point = append(point, new(big.Int).SetBytes(y).FillBytes(make([]byte, 32))...)
		key, err := ecdsa.ParseUncompressedPublicKey(elliptic.P256(), point)
		if err != nil {
			return nil, fmt.Errorf("key %q is not on its curve: %w", k.ID, err)
		}
		keys[k.ID] = key
	}
	if len(keys) == 0 {
		return nil, errors.New("the key set has no usable key")
	}
	return keys, nil
}
