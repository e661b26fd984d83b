package password

import (
	"context"
	"crypto/rand"
	"crypto/subtle"
	"encoding/base64"
	"errors"
	"fmt"
	"strings"
	"time"

	"golang.org/x/crypto/argon2"

	"github.com/codecraft-hq/codecraft/internal/base/errs"
)

// The parameters of argon2id that are not of its Cost.
const (
	argonLanes     = 1
	argonKeyLength = 32
	argonSalt      = 16
)

// hasher computes password hashes, a few at a time: each takes 19 MiB and tens of milliseconds of a core,
// so an unbounded crowd of sign-ins would take the machine down. Who finds the queue full is told to come again.
type hasher struct {
	cost  Cost
	slots chan struct{}
	queue chan struct{} // running and waiting
	dummy string        // the hash that is checked for accounts that do not exist
}

// hashRetry is what a refused caller is told; the queue drains in about that time.
const hashRetry = 2 * time.Second

func newHasher(slots, queue int, cost Cost) *hasher {
	h := &hasher{cost: cost, slots: make(chan struct{}, slots), queue: make(chan struct{}, slots+queue)}
	h.dummy = h.encode("nobody's password", newSalt())
	return h
}

func (h *hasher) enter(ctx context.Context) (leave func(), err error) {
	select {
	case h.queue <- struct{}{}:
	default:
		return nil, errs.New(errs.Unavailable, "busy", "too many people are signing in at this moment: try again in a few seconds").After(hashRetry)
	}
	select {
	case h.slots <- struct{}{}:
		return func() { <-h.slots; <-h.queue }, nil
	case <-ctx.Done():
		<-h.queue
		return nil, ctx.Err()
	}
}

// Hash answers the PHC string of a password.
func (h *hasher) Hash(ctx context.Context, password string) (string, error) {
	leave, err := h.enter(ctx)
	if err != nil {
		return "", err
	}
	defer leave()
	return h.encode(password, newSalt()), nil
}

// Matches compares a password with a PHC string. An empty string stands for an account that does not
// exist: the same work is done and the answer is no.
func (h *hasher) Matches(ctx context.Context, phc, password string) (bool, error) {
	exists := phc != ""
	if !exists {
		phc = h.dummy
	}
	salt, err := h.saltOf(phc)
	if err != nil {
		return false, err
	}
	leave, err := h.enter(ctx)
	if err != nil {
		return false, err
	}
	defer leave()
	same := subtle.ConstantTimeCompare([]byte(h.encode(password, salt)), []byte(phc)) == 1
	return same && exists, nil
}

func newSalt() []byte {
	salt := make([]byte, argonSalt)
	_, _ = rand.Read(salt) // never fails: see crypto/rand
	return salt
}

func (h *hasher) prefix() string {
	return fmt.Sprintf("$argon2id$v=%d$m=%d,t=%d,p=%d$", argon2.Version, h.cost.MemoryKiB, h.cost.Passes, argonLanes)
}

func (h *hasher) encode(password string, salt []byte) string {
	key := argon2.IDKey([]byte(password), salt, h.cost.Passes, h.cost.MemoryKiB, argonLanes, argonKeyLength)
	enc := base64.RawStdEncoding
	return h.prefix() + enc.EncodeToString(salt) + "$" + enc.EncodeToString(key)
}

// saltOf reads the salt of a stored hash. A release that changes the parameters must go on reading these.
func (h *hasher) saltOf(phc string) ([]byte, error) {
	rest, ok := strings.CutPrefix(phc, h.prefix())
	salt, _, cut := strings.Cut(rest, "$")
	if !ok || !cut {
		return nil, errors.New("the stored password hash is of an unknown form")
	}
	return base64.RawStdEncoding.DecodeString(salt)
}
