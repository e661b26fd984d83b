package toolchain

import (
	"fmt"
	"regexp"
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

var variableName = regexp.MustCompile(`^[A-Za-z_][A-Za-z0-9_]{0,99}$`)

// VariableFault is what keeps a variable out of a program's environment, or empty: it wants a name that every shell takes.
func VariableFault(name, value string) string {
	switch {
	case !variableName.MatchString(name):
		return fmt.Sprintf("%.60q is no name for a variable: use letters, digits and _, at most 100, and no digit first", name)
	case strings.Contains(value, "\x00"):
		return "the value of " + name + " has a NUL character, which no variable can hold"
	}
	return ""
}

// Override keeps the last of several entries for one variable.
func Override(env []string) []string {
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
