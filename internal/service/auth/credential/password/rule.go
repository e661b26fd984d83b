package password

import (
	_ "embed"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/codecraft-hq/codecraft/internal/base/errs"
)

const (
	minPassword = 10
	maxPassword = 200 // characters; a longer one would only cost hashing time
)

//go:embed common_passwords.txt
var commonPasswordList string

// commonPasswords are words people choose first, in lower case without digits and signs around them.
var commonPasswords = func() map[string]bool {
	set := map[string]bool{}
	for line := range strings.Lines(commonPasswordList) {
		if word := strings.TrimSpace(line); word != "" && !strings.HasPrefix(word, "#") {
			set[word] = true
		}
	}
	return set
}()

// Check says what is wrong with a new password; pointer is its place in the request document.
// There are no rules on kinds of characters: length and rarity are what count (NIST SP 800-63B).
func Check(password, email, pointer string) error {
	refuse := func(code, detail string, args ...any) error {
		return errs.New(errs.Invalid, code, detail, args...).At(pointer)
	}
	switch length := utf8.RuneCountInString(password); {
	case !utf8.ValidString(password) || strings.ContainsRune(password, 0):
		return refuse("password_unreadable", "the password must be text")
	case length < minPassword:
		return refuse("password_short", "use at least %d characters; three or four random words are good", minPassword)
	case length > maxPassword:
		return refuse("password_long", "use at most %d characters", maxPassword)
	case resemblesEmail(password, email):
		return refuse("password_is_email", "do not use your e-mail address as the password")
	case common(password):
		return refuse("password_common", "this is one of the passwords that are guessed first: use three or four random words")
	}
	return nil
}

func resemblesEmail(password, email string) bool {
	local, domain, _ := strings.Cut(email, "@")
	site, _, _ := strings.Cut(domain, ".")
	lower := strings.ToLower(password)
	trimmed := strings.TrimFunc(lower, notLetter)
	return email != "" && (lower == email || trimmed == local || trimmed == site ||
		lower == local || lower == local+site || lower == local+domain)
}

func notLetter(r rune) bool { return !unicode.IsLetter(r) }

// plain undoes the usual disguises of letters.
var plain = strings.NewReplacer("@", "a", "4", "a", "3", "e", "1", "i", "!", "i", "0", "o", "$", "s", "5", "s", "7", "t")

// common finds listed words with digits or signs around them, disguised or doubled, and runs along
// the alphabet, the digits or a keyboard row.
func common(password string) bool {
	lower := strings.ToLower(password)
	if monotonous(lower) {
		return true
	}
	for _, form := range []string{
		lower, strings.TrimFunc(lower, notLetter), plain.Replace(lower),
		plain.Replace(strings.TrimRightFunc(lower, notLetter)), strings.TrimFunc(plain.Replace(lower), notLetter),
	} {
		if commonPasswords[form] {
			return true
		}
		if half := len(form) / 2; half >= 4 && form[:half] == form[half:] && commonPasswords[form[:half]] {
			return true
		}
	}
	return false
}

// rows are the sequences a finger or a mind runs along, forth and back.
var rows = []string{"abcdefghijklmnopqrstuvwxyz", "01234567890123456789", "qwertyuiop", "asdfghjkl", "zxcvbnm", "qwertzuiop", "azertyuiop", "qazwsxedcrfvtgbyhnujm", "1q2w3e4r5t6y7u8i9o0p"}

// monotonous reports a password of fewer than four different characters, or one made of at most two
// stretches of such rows.
func monotonous(lower string) bool {
	different := map[rune]bool{}
	for _, r := range lower {
		different[r] = true
	}
	if len(different) < 4 {
		return true
	}
	rest := lower
	for range 2 {
		rest = rest[longestRun(rest):]
	}
	return rest == ""
}

// longestRun is the length of the longest prefix, of at least three bytes, that lies on a row.
func longestRun(s string) int {
	best := 0
	for _, row := range rows {
		for _, line := range []string{row, reverse(row)} {
			length := 0
			for length < len(s) && strings.Contains(line, s[:length+1]) {
				length++
			}
			best = max(best, length)
		}
	}
	if best < 3 {
		return 0
	}
	return best
}

func reverse(s string) string {
	b := []byte(s)
	for i, j := 0, len(b)-1; i < j; i, j = i+1, j-1 {
		b[i], b[j] = b[j], b[i]
	}
	return string(b)
}
