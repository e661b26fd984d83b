package run

import "testing"

func TestSourcesOfOtherSystemsAreTexts(t *testing.T) {
	for name, c := range map[string]struct {
		source string
		fine   bool
	}{
		"plain text":               {"a\n", true},
		"a byte order mark, CRLF":  {"\ufeffa\r\n", true},
		"UTF-16, little end first": {"\xff\xfea\x00\r\x00\n\x00", true},
		"UTF-16, big end first":    {"\xfe\xff\x00a", true},
		"UTF-16 without a mark":    {"a\x00\n\x00", false},
		"UTF-16 that breaks off":   {"\xff\xfea\x00\n", false},
		"a NUL byte":               {"a\x00b", false},
	} {
		var f faults
		f.source("source", c.source, len(c.source))
		if fine := f.err() == nil; fine != c.fine {
			t.Errorf("%s: %v", name, f.err())
		}
	}
}
