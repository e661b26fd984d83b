package session

import (
	"testing"

	"github.com/codecraft-hq/codecraft/internal/service/auth/secret"
)

func TestSuccessorsNeedTokenAndSalt(t *testing.T) {
	token, salt := secret.New(refreshPrefix), secret.New("")
	next := successor(token, salt)
	if successor(token, salt) != next {
		t.Error("not the same twice")
	}
	if next == successor(token, secret.New("")) || next == successor(secret.New(refreshPrefix), salt) {
		t.Error("one of the two does not matter")
	}
}
