package chime

import (
	"regexp"
	"strings"
	"testing"

	"github.com/codecraft-hq/codecraft/internal/base/errs"
)

// accepted is what Amazon says that an ExternalUserId is made of.
var accepted = regexp.MustCompile(`^[-_&@+=,(){}\[\]/«».:|'"#a-zA-Z0-9À-ÿ\s]*$`)

func TestNamesHaveRoom(t *testing.T) {
	const participant, tab = "019ac2f0-7f3e-7c55-9d2b-0123456789ab", "0b5c1f3e-88aa-4e7c-b1d2-fedcba987654"
	for identity, want := range map[string]string{
		"a":                     "@a",
		"ada":                   "@ada",
		participant + "." + tab: "@=06dc5s3v7pu5b79b04hkaps9lc.=1de1ufk8l977pceivrebl63mag",
		participant + "." + strings.Repeat("t", 35): "@=06dc5s3v7pu5b79b04hkaps9lc.t",
		strings.ToUpper(participant):                "@" + strings.ToUpper(participant), // not a form that comes back the same
		"00000000-0000-0000-0000-000000000000":      "@=00000000000000000000000000",
		"ffffffff-ffff-ffff-ffff-ffffffffffff":      "@=vvvvvvvvvvvvvvvvvvvvvvvvvs",
	} {
		name, err := external(identity)
		if err != nil || !strings.HasPrefix(name, want) || len(name) < 2 || len(name) > maxName || !accepted.MatchString(name) {
			t.Errorf("%s is %q, %v", identity, name, err)
		}
		if back := identityOf(name); back != identity {
			t.Errorf("%s comes back as %s", identity, back)
		}
	}
	for _, identity := range []string{"", "a b", "a=b", "@", "é", participant + "." + strings.Repeat("t", 36), strings.Repeat("a", 64)} {
		if name, err := external(identity); errs.Of(err) == nil || errs.Of(err).Kind != errs.Invalid {
			t.Errorf("%q is %q, %v", identity, name, err)
		}
	}
}

func TestRoomsOfAnyNameHaveOneOutside(t *testing.T) {
	for _, room := range []string{"", "a", "a room", "<room>", strings.Repeat("a", 65)} {
		if name := meetingName(room); len(name) < 2 || len(name) > maxName || !accepted.MatchString(name) {
			t.Errorf("%q is called %q", room, name)
		}
	}
}
