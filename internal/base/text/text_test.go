package text_test

import (
	"bytes"
	"encoding/binary"
	"io"
	"strings"
	"testing"
	"testing/iotest"

	"github.com/codecraft-hq/codecraft/internal/base/text"
	"github.com/codecraft-hq/codecraft/internal/base/text/texttest"
)

const bom = "\ufeff"

func TestPlain(t *testing.T) {
	long := strings.Repeat("x", 10_000)
	for sentence, c := range map[string]struct{ stored, plain string }{
		"nothing":                            {"", ""},
		"plain text":                         {"a\nß\n", "a\nß\n"},
		"plain text without a last line end": {"a\nb", "a\nb"},
		"a mark":                             {bom + "a\n", "a\n"},
		"a mark and nothing else":            {bom, ""},
		"two marks":                          {bom + bom + "a", "a"},
		"a mark amid the text stays":         {"a" + bom + "b", "a" + bom + "b"},
		"half a mark":                        {"\xef\xbb", "\xef\xbb"},
		"CRLF":                               {"a\r\n\r\nb\r\n", "a\n\nb\n"},
		"CRLF without a last line end":       {"a\r\nb", "a\nb"},
		"CRLF and LF":                        {"a\r\nb\nc\r\n", "a\nb\nc\n"},
		"CRLF far in a long line":            {long + "\r\n" + long, long + "\n" + long},
		"a mark and CRLF":                    {bom + "a\r\n", "a\n"},
		"CR alone":                           {"a\rb\r", "a\nb\n"},
		"CR amid a line":                     {"10%\r20%\n", "10%\r20%\n"},
		"CR before CRLF":                     {"a\r\r\nb\r\n", "a\r\r\nb\r\n"},
		"CR at the end of LF":                {"a\nb\r", "a\nb\r"},
		"UTF-16, little end first":           {texttest.UTF16("Zë\r\n😀\n", binary.LittleEndian), "Zë\n😀\n"},
		"UTF-16, big end first":              {texttest.UTF16("Zë\r\n😀\n", binary.BigEndian), "Zë\n😀\n"},
		"UTF-16 of nothing":                  {texttest.UTF16("", binary.LittleEndian), ""},
		"UTF-16 with two marks":              {texttest.UTF16(bom+"a", binary.BigEndian), "a"},
		"UTF-16 broken off":                  {texttest.UTF16("ab", binary.LittleEndian)[:5], texttest.UTF16("ab", binary.LittleEndian)[:5]},
		"UTF-16 with half a character":       {"\xfe\xff\xd8\x3d\x00a", "\xfe\xff\xd8\x3d\x00a"},
		"UTF-16 with NUL":                    {texttest.UTF16("a\x00\r\n", binary.LittleEndian), texttest.UTF16("a\x00\r\n", binary.LittleEndian)},
		"UTF-16 without a mark":              {"a\x00\r\x00\n\x00", "a\x00\r\x00\n\x00"},
		"UTF-32":                             {"\xff\xfe\x00\x00a\x00\x00\x00", "\xff\xfe\x00\x00a\x00\x00\x00"},
		"NUL":                                {bom + "a\x00\r\n", bom + "a\x00\r\n"},
		"an image":                           {"\x89PNG\r\n\x1a\n", "\x89PNG\r\n\x1a\n"},
		"Latin-1":                            {"Gr\xf6\xdfe\r\n", "Gr\xf6\xdfe\n"},
		"colours, tabs and pages":            {"\x1b[1m\t\f\v\a\b\r\n", "\x1b[1m\t\f\v\a\b\n"},
	} {
		t.Run(sentence, func(t *testing.T) {
			if got := text.Plain([]byte(c.stored)); string(got) != c.plain {
				t.Errorf("got %.60q, want %.60q", got, c.plain)
			}
			if again := text.Plain([]byte(c.plain)); string(again) != c.plain {
				t.Errorf("plain text becomes %.60q", again)
			}
			for _, slow := range []func(io.Reader) io.Reader{iotest.OneByteReader, iotest.HalfReader, iotest.DataErrReader} {
				f, err := text.FormOf(slow(strings.NewReader(c.stored)))
				if err != nil || f.IsPlain() != (c.stored == c.plain) {
					t.Fatalf("%+v, %v", f, err)
				}
				if got, err := io.ReadAll(iotest.OneByteReader(f.Reader(slow(strings.NewReader(c.stored))))); err != nil || string(got) != c.plain {
					t.Errorf("read in pieces: %.60q, %v", got, err)
				}
			}
		})
	}
}

func TestWhatCannotBeReadIsAnError(t *testing.T) {
	for name, begin := range map[string]string{"at once": "", "after some text": strings.Repeat("a\r\n", 10), "amid UTF-16": texttest.UTF16("abc", binary.LittleEndian)} {
		broken := func() io.Reader { return io.MultiReader(strings.NewReader(begin), iotest.ErrReader(io.ErrClosedPipe)) }
		if f, err := text.FormOf(broken()); err != io.ErrClosedPipe { //nolint:errorlint // it is handed on as it is
			t.Errorf("%s: %+v, %v", name, f, err)
		}
		if _, err := io.ReadAll(text.Form{Mark: true, Ends: text.CRLF}.Reader(broken())); err != io.ErrClosedPipe { //nolint:errorlint // the same
			t.Errorf("%s, when it is changed: %v", name, err)
		}
	}
}

func TestFault(t *testing.T) {
	for b, want := range map[string]struct {
		line int
		why  string
	}{
		"": {}, "a\nß\n": {}, "a\n\xdf\n": {2, "is not UTF-8"}, "a\nb\n\x00": {3, "holds a NUL byte"}, "\xff\xfe\x00": {1, "holds a NUL byte"},
	} {
		if line, why := text.Fault([]byte(b)); line != want.line || why != want.why {
			t.Errorf("%q: line %d %s", b, line, why)
		}
	}
}

func FuzzPlain(f *testing.F) {
	for _, s := range []string{"", bom + "a\r\n", texttest.UTF16("a\r\n", binary.LittleEndian), texttest.UTF16("a\r", binary.BigEndian), "a\x00\r\n", "\xff\xfe\xff\xfe", "a\r\r\n"} {
		f.Add([]byte(s))
	}
	f.Fuzz(func(t *testing.T, b []byte) {
		once := text.Plain(b)
		if twice := text.Plain(once); !bytes.Equal(once, twice) {
			t.Fatalf("%q is %q and then %q", b, once, twice)
		}
		if fields := bytes.Fields(b); len(b) > 0 && b[0] < 0x80 && len(fields) != len(bytes.Fields(once)) {
			t.Fatalf("%q has other words than %q", b, once)
		}
	})
}
