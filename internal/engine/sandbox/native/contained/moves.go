package contained

import (
	"io/fs"
	"path/filepath"
	"slices"
	"strings"

	"github.com/codecraft-hq/codecraft/internal/engine/sandbox"
)

// move is a place of a sandbox, and what is in its stead where there is no root of its own.
type move struct{ from, to string }

// moves are applied together: the longest place that fits counts, and what was moved is not moved again.
type moves []move

func (m moves) sort() {
	slices.SortStableFunc(m, func(a, b move) int { return len(b.from) - len(a.from) })
}

func (m moves) all(list []string) []string {
	if list == nil {
		return nil
	}
	out := make([]string, len(list))
	for i, s := range list {
		out[i] = m.text(s)
	}
	return out
}

// text moves every path in a text: a flag with its value, a list with colons, a command for a shell.
func (m moves) text(s string) string {
	var out strings.Builder
	for i := 0; i < len(s); {
		if s[i] == '/' && begins(s, i) {
			if to, n := m.at(s[i:]); n > 0 {
				out.WriteString(to)
				i += n
				continue
			}
		}
		out.WriteByte(s[i])
		i++
	}
	return out.String()
}

// at is what stands for the place that a text begins with, and its length.
func (m moves) at(s string) (string, int) {
	for _, v := range m {
		if rest, ok := strings.CutPrefix(s, v.from); ok && (rest == "" || !partOfName(rest[0])) {
			return v.to, len(v.from)
		}
	}
	return "", 0
}

// begins tells whether an absolute path begins at a slash: nothing of a relative one is before it, or only a flag of one letter.
func begins(s string, i int) bool {
	if i == 0 || !partOfName(s[i-1]) && s[i-1] != '/' {
		return true
	}
	return i >= 2 && s[i-2] == '-' && (i == 2 || !partOfName(s[i-3]))
}

func partOfName(c byte) bool {
	return c >= '0' && c <= '9' || c >= 'A' && c <= 'Z' || c >= 'a' && c <= 'z' || c >= 0x80 || strings.IndexByte("_-.+~%}*", c) >= 0
}

func named(env []string, name string) bool {
	return slices.ContainsFunc(env, func(v string) bool { return strings.HasPrefix(v, name+"=") })
}

// copies are the files that stand for what would be bound in the work folder.
func copies(host, name string) (files []sandbox.File, err error) {
	err = filepath.WalkDir(host, func(path string, d fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		at := name + strings.TrimPrefix(path, strings.TrimSuffix(host, "/"))
		switch {
		case d.IsDir():
			files = append(files, sandbox.File{Name: at + "/"})
		case d.Type().IsRegular():
			st, err := d.Info()
			if err != nil {
				return err
			}
			files = append(files, sandbox.File{Name: at, Host: path, Executable: st.Mode()&0o111 != 0})
		}
		return nil
	})
	return files, err
}
