package auth

import (
	"net/http"
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
			err := checkPassword(password, "ada@engines.example", "/data/attributes/password")
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
	h := newHasher(1, 0)
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

func TestClientAddress(t *testing.T) {
	for says, c := range map[string]struct {
		connected string
		forwarded []string
		proxies   []string
		want      string
	}{
		"no proxy":                         {"198.51.100.7:1", nil, nil, "198.51.100.7"},
		"a claim nobody vouches for":       {"198.51.100.7:1", []string{"203.0.113.1"}, nil, "198.51.100.7"},
		"our proxy speaks for somebody":    {"10.1.2.3:1", []string{"203.0.113.1"}, []string{"10.0.0.0/8"}, "203.0.113.1"},
		"the client made up the first hop": {"10.1.2.3:1", []string{"1.1.1.1, 203.0.113.1"}, []string{"10.0.0.0/8"}, "203.0.113.1"},
		"two proxies of ours":              {"10.1.2.3:1", []string{"203.0.113.1", "10.9.9.9"}, []string{"10.0.0.0/8"}, "203.0.113.1"},
		"a hop that is no address":         {"10.1.2.3:1", []string{"unknown"}, []string{"10.1.2.3"}, "10.1.2.3"},
		"our proxy says nothing":           {"10.1.2.3:1", nil, []string{"10.1.2.3"}, "10.1.2.3"},
		"IPv4 in IPv6":                     {"[::ffff:198.51.100.7]:1", nil, nil, "198.51.100.7"},
	} {
		t.Run(says, func(t *testing.T) {
			proxies, err := parseNetworks(c.proxies)
			if err != nil {
				t.Fatal(err)
			}
			r := &http.Request{RemoteAddr: c.connected, Header: http.Header{"X-Forwarded-For": c.forwarded}}
			if got := clientAddress(r, proxies); got != c.want {
				t.Errorf("got %s, want %s", got, c.want)
			}
		})
	}
}

func TestSuccessorsNeedTokenAndSalt(t *testing.T) {
	token, salt := newToken(refreshPrefix), newToken("")
	next := successor(token, salt)
	if successor(token, salt) != next {
		t.Error("not the same twice")
	}
	if next == successor(token, newToken("")) || next == successor(newToken(refreshPrefix), salt) {
		t.Error("one of the two does not matter")
	}
}
