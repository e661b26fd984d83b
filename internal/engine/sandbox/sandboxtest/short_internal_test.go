package sandboxtest

import (
	"io/fs"
	"path"
	"slices"
	"strings"
	"testing"
)

// attackCases are all there are, by name.
func attackCases(t *testing.T) map[string]attackCase {
	t.Helper()
	files, err := fs.Glob(attackFiles, attackRoot+"/*/*/case.yaml")
	if err != nil {
		t.Fatal(err)
	}
	all := map[string]attackCase{}
	for _, file := range files {
		dir := path.Dir(file)
		all[strings.TrimPrefix(dir, attackRoot+"/")] = readCase(t, dir)
	}
	return all
}

func TestTheShortFormNamesWhatThereIs(t *testing.T) {
	all := attackCases(t)
	for level, names := range shortAttacks {
		if !slices.IsSorted(names) || len(slices.Compact(slices.Clone(names))) != len(names) {
			t.Errorf("%s: the attacks are not sorted, or one is named twice", level)
		}
		for _, name := range names {
			c, ok := all[name]
			if !ok {
				t.Errorf("%s: there is no attack %s", level, name)
			}
			if c.Slow {
				t.Errorf("%s: %s takes long: the short form is for those that do not", level, name)
			}
		}
	}
	sections := map[string]bool{}
	for _, one := range (&suite{}).sections() {
		sections[one.name] = true
	}
	for level := range wholes {
		for _, name := range shortSections(level) {
			if !sections[name] {
				t.Errorf("%s: there is no section %s", level, name)
			}
		}
	}
}

// What a level decides by means of its own is proven there and nowhere else.
func TestTheShortFormHasWhatALevelDecidesDifferently(t *testing.T) {
	for name, c := range attackCases(t) {
		for _, level := range []Level{Unprivileged, Alone, Container} {
			_, own := c.Expect[level]
			if (own || len(c.Without) > 0 && level != Container) && !slices.Contains(shortAttacks[level], name) {
				t.Errorf("%s: %s has an ending of its own there, and is not of the short form", level, name)
			}
			family := path.Dir(name)
			if !slices.ContainsFunc(shortAttacks[level], func(one string) bool { return path.Dir(one) == family }) {
				t.Errorf("%s: no attack of the family %s is of the short form", level, family)
			}
		}
	}
}
