package problem

import (
	"path"
	"strings"
)

// maxAlternatives bounds what braces in a pattern may stand for.
const maxAlternatives = 1000

// maxPattern bounds a pattern itself.
const maxPattern = 1000

// Matches reports whether a pattern matches a name or a folder it is in. A star is any text without a slash;
// {a,b} is one of several.
func Matches(pattern, name string) bool {
	if len(pattern) > maxPattern {
		return false
	}
	for _, p := range alternatives(pattern) {
		p = escapeOthers(strings.TrimSuffix(p, "/"))
		for at := name; at != "." && at != "/" && at != ""; at = path.Dir(at) {
			if ok, err := path.Match(p, at); err == nil && ok {
				return true
			}
		}
	}
	return false
}

// alternatives expands the braces of a pattern.
func alternatives(pattern string) []string {
	done, todo := []string(nil), []string{pattern}
	for len(todo) > 0 && len(todo)+len(done) < maxAlternatives {
		p := todo[len(todo)-1]
		todo = todo[:len(todo)-1]
		closing := strings.IndexByte(p, '}')
		opening := -1
		if closing > 0 {
			opening = strings.LastIndexByte(p[:closing], '{')
		}
		if opening < 0 {
			done = append(done, p)
			continue
		}
		for choice := range strings.SplitSeq(p[opening+1:closing], ",") {
			todo = append(todo, p[:opening]+choice+p[closing+1:])
		}
	}
	return done
}

// escapeOthers leaves the star its meaning and takes it from all else.
func escapeOthers(p string) string {
	return strings.NewReplacer(`\`, `\\`, "?", `\?`, "[", `\[`, "]", `\]`).Replace(p)
}
