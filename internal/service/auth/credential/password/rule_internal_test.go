package password

import (
	"strings"
	"testing"

	"github.com/codecraft-hq/codecraft/internal/base/errs"
)

func TestPasswordRules(t *testing.T) {
	for password, code := range map[string]string{
		"nine char":                     "password_short",
		"ten chars!":                    "",
		"violet lantern harbour":        "",
		"dreißig grüne Äpfel":           "",
		strings.Repeat("ab cd ", 34):    "password_long",
		"bad\xffutf eight":              "password_unreadable",
		"ada@engines.example":           "password_is_email",
		"ADA@engines.example":           "password_is_email",
		"engines1815!":                  "password_is_email",
		"adaengines.example":            "password_is_email",
		"password123":                   "password_common",
		"P@ssw0rd2026!":                 "password_common",
		"Welcome12345":                  "password_common",
		"hackerrank1":                   "password_common",
		"qwertyuiop":                    "password_common",
		"1234567890":                    "password_common",
		"0987654321":                    "password_common",
		"aaaaaaaaaaaa":                  "password_common",
		"abababababab":                  "password_common",
		"abcdefghij":                    "password_common",
		"12345qwert":                    "password_common",
		"1q2w3e4r5t":                    "password_common",
		"passwordpassword":              "password_common",
		"correct horse battery staple":  "password_common",
		"my password is a secret thing": "",
	} {
		t.Run(password, func(t *testing.T) {
			err := Check(password, "ada@engines.example", "/data/attributes/password")
			if got := codeOf(err); got != code {
				t.Errorf("got %q, want %q", got, code)
			}
		})
	}
}

func codeOf(err error) string {
	if err == nil {
		return ""
	}
	return errs.Of(err).Code
}

func TestPasswordHashes(t *testing.T) {
	h := newHasher(1, 0, Defaults().Cost)
	one, err := h.Hash(t.Context(), "violet lantern harbour")
	if err != nil {
		t.Fatal(err)
	}
	two, _ := h.Hash(t.Context(), "violet lantern harbour")
	if one == two || !strings.HasPrefix(one, "$argon2id$v=19$m=19456,t=2,p=1$") {
		t.Errorf("hashes %s and %s", one, two)
	}
	for says, c := range map[string]struct {
		phc, password string
		matches       bool
	}{
		"the password":         {one, "violet lantern harbour", true},
		"another password":     {one, "violet lantern harbours", false},
		"no account":           {"", "violet lantern harbour", false},
		"the dummy's password": {"", "nobody's password", false},
	} {
		if matches, err := h.Matches(t.Context(), c.phc, c.password); matches != c.matches || err != nil {
			t.Errorf("%s: %v, %v", says, matches, err)
		}
	}
	if _, err := h.Matches(t.Context(), "$2y$10$other", "x"); err == nil {
		t.Error("a hash of another form was read")
	}
}
