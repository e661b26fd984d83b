package toolchain

import (
	"os"
	"path/filepath"
	"slices"
	"strings"
)

// Install says how an operator gets the toolchain. What is not the distribution's is put into the
// row's own folder below DefaultDir, each kind in the place that is named here.
type Install struct {
	Apt   []string `yaml:"apt" json:"apt,omitempty"`     // Debian packages, into the system; "a|b" is a where the distribution has it, else b
	NPM   []string `yaml:"npm" json:"npm,omitempty"`     // name@version, into node_modules
	PyPI  []string `yaml:"pypi" json:"pypi,omitempty"`   // name==version, into site
	Maven []string `yaml:"maven" json:"maven,omitempty"` // group:artifact:version with what they need, into lib
	Go    []string `yaml:"go" json:"go,omitempty"`       // package@version into bin; golang.org/toolchain@version into go
	Hint  string   `yaml:"hint" json:"hint,omitempty"`
}

// Ours reports whether `codecraft toolchain install` can do it; Hint says what an operator does where it cannot.
func (i Install) Ours() bool {
	return len(i.Apt)+len(i.NPM)+len(i.PyPI)+len(i.Maven)+len(i.Go) > 0
}

// Folder reports whether something goes into the row's own folder.
func (i Install) Folder() bool { return len(i.NPM)+len(i.PyPI)+len(i.Maven)+len(i.Go) > 0 }

// HowToInstall is the way to get the toolchain in one sentence, to be copied as it stands.
func (l *Language) HowToInstall() string {
	i := l.Install
	var ways []string
	if len(i.Apt) > 0 {
		ways = append(ways, "apt-get install "+strings.ReplaceAll(strings.Join(i.Apt, " "), "|", " or "))
	}
	if i.Folder() {
		from := slices.Concat(i.NPM, i.PyPI, i.Maven, i.Go)
		ways = append(ways, "codecraft toolchain install "+l.ID+" ("+strings.Join(from, " ")+")")
	}
	s := strings.Join(ways, " and ")
	switch {
	case s == "":
		return i.Hint
	case i.Hint != "":
		return s + " (" + i.Hint + ")"
	}
	return s
}

// DefaultDir is where toolchains are that are not the distribution's, a folder a row: what
// CODECRAFT_TOOLCHAINS says, else of the user's data.
func DefaultDir() string {
	if dir := os.Getenv("CODECRAFT_TOOLCHAINS"); dir != "" {
		return dir
	}
	data := os.Getenv("XDG_DATA_HOME")
	if home, err := os.UserHomeDir(); data == "" && err == nil {
		data = filepath.Join(home, ".local", "share")
	}
	if data == "" {
		data = "/var/lib"
	}
	return filepath.Join(data, "codecraft", "toolchains")
}

// WithNeeds are the rows of some languages and of all that they need, those that are needed first.
func WithNeeds(rows []Language, ids []string) ([]Language, error) {
	wanted := map[string]bool{}
	var want func(id string) error
	want = func(id string) error {
		i := at(rows, id)
		if i < 0 {
			return unknown(id, rows)
		}
		wanted[id] = true
		for _, need := range rows[i].Needs {
			if err := want(need); err != nil {
				return err
			}
		}
		return nil
	}
	for _, id := range ids {
		if err := want(id); err != nil {
			return nil, err
		}
	}
	return slices.DeleteFunc(slices.Clone(rows), func(l Language) bool { return !wanted[l.ID] }), nil
}
