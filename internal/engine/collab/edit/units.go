package edit

import (
	"math"
	"strconv"
	"strings"
	"unicode/utf16"
	"unicode/utf8"
)

// scanner reads the small part of JSON that change sets and documents use. Unlike encoding/json it keeps
// a lone surrogate (an escape such as \ud83d without its other half) as the UTF-16 unit it is, as
// JavaScript does: an edit may replace one half of an emoji, and the next one bring the other.
type scanner struct {
	data []byte
	at   int
}

func (s *scanner) peek() byte {
	for s.at < len(s.data) {
		switch c := s.data[s.at]; c {
		case ' ', '\t', '\n', '\r':
			s.at++
		default:
			return c
		}
	}
	return 0
}

func (s *scanner) take(c byte) bool {
	if s.peek() != c || s.at == len(s.data) {
		return false
	}
	s.at++
	return true
}

func (s *scanner) end() error {
	if s.peek() != 0 || s.at < len(s.data) {
		return malformed("something follows it")
	}
	return nil
}

// list calls item at the start of each element of an array.
func (s *scanner) list(item func() error) error {
	if !s.take('[') {
		return malformed("an array is expected")
	}
	if s.take(']') {
		return nil
	}
	for {
		if err := item(); err != nil {
			return err
		}
		if s.take(']') {
			return nil
		}
		if !s.take(',') {
			return malformed("a comma or ] is expected")
		}
	}
}

func (s *scanner) number() (int, error) {
	s.peek()
	n, digits := 0, 0
	for ; s.at < len(s.data) && s.data[s.at] >= '0' && s.data[s.at] <= '9'; s.at++ {
		n = n*10 + int(s.data[s.at]-'0')
		digits++
		if n > math.MaxInt32 || digits > 1 && n < 10 {
			return 0, malformed("a length is too large or starts with 0")
		}
	}
	if digits == 0 {
		return 0, malformed("a length is expected")
	}
	return n, nil
}

// text reads a string and appends its units.
func (s *scanner) text(units []uint16) ([]uint16, error) {
	if !s.take('"') {
		return nil, malformed("a string is expected")
	}
	for s.at < len(s.data) {
		switch c := s.data[s.at]; {
		case c == '"':
			s.at++
			return units, nil
		case c == '\\':
			unit, err := s.escape()
			if err != nil {
				return nil, err
			}
			units = append(units, unit)
		case c < ' ':
			return nil, malformed("a control character is not escaped")
		case c < utf8.RuneSelf:
			units = append(units, uint16(c))
			s.at++
		default:
			r, size := utf8.DecodeRune(s.data[s.at:])
			units = utf16.AppendRune(units, r)
			s.at += size
		}
	}
	return nil, malformed("a string has no end")
}

const (
	escapeLetters = `"\/bfnrt`
	escapeUnits   = "\"\\/\b\f\n\r\t"
)

func (s *scanner) escape() (uint16, error) {
	rest := s.data[s.at+1:]
	if len(rest) > 0 {
		if i := strings.IndexByte(escapeLetters, rest[0]); i >= 0 {
			s.at += 2
			return uint16(escapeUnits[i]), nil
		}
	}
	if len(rest) >= 5 && rest[0] == 'u' {
		if n, err := strconv.ParseUint(string(rest[1:5]), 16, 16); err == nil {
			s.at += 6
			return uint16(n), nil
		}
	}
	return 0, malformed("an escape is unknown")
}

// appendQuoted writes a JSON string; lone surrogates become escapes, as JSON.stringify writes them.
func appendQuoted(b []byte, units []uint16) []byte {
	const hex = "0123456789abcdef"
	b = append(b, '"')
	for i := 0; i < len(units); i++ {
		unit := units[i]
		pair := utf16.DecodeRune(rune(unit), rune(at(units, i+1)))
		switch {
		case unit == '"' || unit == '\\':
			b = append(b, '\\', byte(unit))
		case unit == '\n':
			b = append(b, '\\', 'n')
		case unit == '\t':
			b = append(b, '\\', 't')
		case pair != utf8.RuneError:
			b = utf8.AppendRune(b, pair)
			i++
		case unit < ' ' || utf16.IsSurrogate(rune(unit)):
			b = append(b, '\\', 'u', hex[unit>>12], hex[unit>>8&15], hex[unit>>4&15], hex[unit&15])
		default:
			b = utf8.AppendRune(b, rune(unit))
		}
	}
	return append(b, '"')
}

func at(units []uint16, i int) uint16 {
	if i < len(units) {
		return units[i]
	}
	return 0
}

// normalizeLines makes every line break one \n, as the editor does when it opens a text.
func normalizeLines(text string) string {
	if !strings.Contains(text, "\r") {
		return text
	}
	return strings.ReplaceAll(strings.ReplaceAll(text, "\r\n", "\n"), "\r", "\n")
}
