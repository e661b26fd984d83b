package cli

import (
	"fmt"
	"io"
	"os"
	"strings"

	"golang.org/x/term"

	"github.com/codecraft-hq/codecraft/internal/engine/judge/verify"
)

// progress draws one line on a terminal; elsewhere, and beside JSON, it draws nothing.
func (c *judgeCommand) progress(w io.Writer) func(verify.Step) {
	f, ok := w.(*os.File)
	if !ok || c.JSON || !term.IsTerminal(int(f.Fd())) {
		return func(verify.Step) {}
	}
	return func(s verify.Step) {
		line := ""
		if s.Name != "" {
			width, _, err := term.GetSize(int(f.Fd())) // it may be changed at any time
			if err != nil {
				width = usualWidth
			}
			line = progressLine(s, width)
		}
		_, _ = fmt.Fprint(w, "\r\x1b[K", line)
	}
}

const (
	usualWidth = 80 // of a terminal that does not say
	barWidth   = 24
)

// progressLine is how far a step has come, in less than a width: a line that is full would break. Where the name has too
// little room its end is cut off.
func progressLine(s verify.Step, width int) string {
	filled := 0
	if s.Total > 0 {
		filled = barWidth * min(s.Done, s.Total) / s.Total
	}
	before := strings.Repeat("█", filled) + strings.Repeat("░", barWidth-filled) + " "
	if s.Index >= 0 && s.Index < s.Of {
		before += fmt.Sprintf("%d/%d ", s.Index+1, s.Of)
	}
	after := fmt.Sprintf(" %d/%d", s.Done, s.Total)
	room := width - 1 - columns(before) - columns(after)
	return cut(before+cut(oneLine(s.Name), max(room, 0))+after, width-1)
}

// columns are at most what a text takes on a terminal: letters of East Asia and pictures take two.
func columns(text string) (n int) {
	for _, r := range text {
		n += columnsOf(r)
	}
	return n
}

func columnsOf(r rune) int {
	if r >= 0x1100 && (r < 0x2500 || r > 0x259f) { // bars are narrow
		return 2
	}
	return 1
}

// cut is as much of a text's beginning as fits.
func cut(text string, room int) string {
	n := 0
	for i, r := range text {
		if n += columnsOf(r); n > room {
			return text[:i]
		}
	}
	return text
}
