package cli

import (
	"strings"
	"testing"

	"github.com/codecraft-hq/codecraft/internal/engine/judge/verify"
)

// A line that is as wide as the terminal breaks, and what is drawn over it afterwards leaves its beginning.
func TestTheProgressIsNarrowerThanTheTerminal(t *testing.T) {
	for sentence, name := range map[string]string{
		"a short name":                "accepted/good.py",
		"a name of many letters":      "accepted/" + strings.Repeat("x", 300) + ".py",
		"a name of wide letters":      strings.Repeat("解", 100),
		"a name that steers":          "accepted/\x1b[31mred\x1b[2J.py",
		"a name of several lines":     "accepted/a\nb\tc\r.py",
		"a name that turns text over": "accepted/\u202egnp.py",
		"a name of an old escape":     "accepted/\u009b31m.py",
	} {
		for _, width := range []int{0, 1, 10, 40, 80, 200} {
			line := progressLine(verify.Step{Name: name, Index: 1, Of: 20, Done: 30, Total: 7}, width)
			if columns(line) >= max(width, 1) || strings.ContainsAny(line, "\x1b\n\t\r\u202e\u009b") {
				t.Errorf("%s on %d columns: %q", sentence, width, line)
			}
			if width >= 80 && !strings.HasSuffix(line, " 30/7") {
				t.Errorf("%s on %d columns lost its count: %q", sentence, width, line)
			}
		}
	}
}
