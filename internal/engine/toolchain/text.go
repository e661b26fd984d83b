package toolchain

import (
	"strings"
)

// limitedBuffer keeps the beginning of what a compiler says.
type limitedBuffer struct {
	kept []byte
	more bool
}

func (b *limitedBuffer) Write(p []byte) (int, error) {
	room := shownOutput - len(b.kept)
	b.more = b.more || len(p) > room
	b.kept = append(b.kept, p[:min(room, len(p))]...)
	return len(p), nil
}

func (b *limitedBuffer) text() string {
	s := strings.ToValidUTF8(strings.ReplaceAll(string(b.kept), "\x00", ""), "\uFFFD")
	if b.more {
		s += "\n[the rest was cut]\n"
	}
	return s
}

// override keeps the last of several entries for one variable.
func override(env []string) []string {
	last := map[string]int{}
	for i, e := range env {
		name, _, _ := strings.Cut(e, "=")
		last[name] = i
	}
	var out []string
	for i, e := range env {
		if name, _, _ := strings.Cut(e, "="); last[name] == i {
			out = append(out, e)
		}
	}
	return out
}
