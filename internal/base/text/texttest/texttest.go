// Package texttest stores texts as other systems do.
package texttest

import (
	"encoding/binary"
	"strings"
	"unicode/utf16"
)

// Ways are how other systems store a text.
var Ways = map[string]func(string) string{
	"a byte order mark":        func(s string) string { return "\ufeff" + s },
	"CRLF":                     Windows,
	"both":                     func(s string) string { return "\ufeff" + Windows(s) },
	"CR":                       func(s string) string { return strings.ReplaceAll(s, "\n", "\r") },
	"UTF-16, little end first": func(s string) string { return UTF16(s, binary.LittleEndian) },
	"UTF-16, big end, CRLF":    func(s string) string { return UTF16(Windows(s), binary.BigEndian) },
}

// Windows ends lines with CR and LF.
func Windows(s string) string { return strings.ReplaceAll(s, "\n", "\r\n") }

// UTF16 is the text with a byte order mark, two bytes a unit.
func UTF16(s string, order binary.AppendByteOrder) string {
	out := order.AppendUint16(nil, 0xfeff)
	for _, u := range utf16.Encode([]rune(s)) {
		out = order.AppendUint16(out, u)
	}
	return string(out)
}
