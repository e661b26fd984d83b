package chime

import (
	"encoding/base32"
	"encoding/hex"
	"regexp"
	"strings"

	"github.com/codecraft-hq/codecraft/internal/base/errs"
)

// maxName is what Amazon takes for a person and for a meeting, in characters.
const maxName = 64

var (
	uuidForm  = regexp.MustCompile(`[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}`)
	shortForm = regexp.MustCompile(`=[0-9a-v]{26}`)
	roomForm  = regexp.MustCompile(`^[-A-Za-z0-9_.:,/ ]+$`)
	plain     = regexp.MustCompile(`^[A-Za-z0-9._:-]+$`)
	base      = base32.NewEncoding("0123456789abcdefghijklmnopqrstuv").WithPadding(base32.NoPadding)
)

// external is an identity as Amazon takes it: behind an @, with each UUID as "=" and 26 digits of base 32 (its 16 bytes in the alphabet of
// RFC 4648, section 7, in small letters). So a participant's id and a tab's have room in 64 characters. Case tells nothing apart.
// identityOf turns it back, here and in the browser (web/src/features/interview/chime-names.ts).
func external(identity string) (string, error) {
	name := "@" + uuidForm.ReplaceAllStringFunc(identity, func(id string) string {
		bytes, _ := hex.DecodeString(strings.ReplaceAll(id, "-", "")) // the form is that of hexadecimal digits
		return "=" + base.EncodeToString(bytes)
	})
	if !plain.MatchString(identity) || len(name) > maxName {
		return "", errs.New(errs.Invalid, "identity_unfit", "Amazon Chime takes no such name of a connection: name the tab by a UUID, or by up to 35 letters, digits and hyphens")
	}
	return name, nil
}

func identityOf(external string) string {
	return shortForm.ReplaceAllStringFunc(strings.TrimPrefix(external, "@"), func(short string) string {
		bytes, err := base.DecodeString(short[1:])
		if err != nil {
			return short
		}
		id := hex.EncodeToString(bytes)
		return id[:8] + "-" + id[8:12] + "-" + id[12:16] + "-" + id[16:20] + "-" + id[20:]
	})
}

// meetingName is a room's name in Amazon's events and console; it tells no meeting from another.
func meetingName(room string) string {
	if len(room) >= 2 && len(room) <= maxName && roomForm.MatchString(room) {
		return room
	}
	return digest(room)
}
