package toolchain

import (
	"bytes"
	"context"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"sync"
	"time"

	"github.com/codecraft-hq/codecraft/internal/base/errs"
	"github.com/codecraft-hq/codecraft/internal/engine/sandbox"
)

// Tool is a language as it is on this host.
type Tool struct {
	Language  Language `json:"language"`
	Installed bool     `json:"installed"`
	Version   string   `json:"version,omitempty"`
	Path      string   `json:"path,omitempty"`    // of its first program or its folder, links resolved
	Problem   string   `json:"problem,omitempty"` // why it is not installed, and what to do

	home  string   // inside the sandbox
	bins  []string // pairs of {bin:NAME} and the program inside the sandbox
	binds []sandbox.Bind
}

// Table is every language, installed or not, in the order of the rows.
type Table []Tool

// Get finds an installed language. The errors say what to do.
func (t Table) Get(id string) (Tool, error) {
	for _, tool := range t {
		if tool.Language.ID != id {
			continue
		}
		if !tool.Installed {
			return Tool{}, errs.New(errs.Unavailable, "language_unavailable", "%s cannot be used here: %s", tool.Language.Name, tool.Problem)
		}
		return tool, nil
	}
	return Tool{}, errs.New(errs.Invalid, "language_unknown", "there is no language %q; the languages are %s", id, strings.Join(t.ids(), ", "))
}

func (t Table) ids() []string {
	ids := make([]string, len(t))
	for i, tool := range t {
		ids[i] = tool.Language.ID
	}
	return ids
}

// Languages are the rows of the table.
func (t Table) Languages() []Language {
	rows := make([]Language, len(t))
	for i, tool := range t {
		rows[i] = tool.Language
	}
	return rows
}

// Detect asks this host which of the languages it can serve. It runs the version commands of
// installed toolchains, all at once, on the host: they are the operator's, not a candidate's.
func Detect(ctx context.Context, rows []Language) Table {
	t := make(Table, len(rows))
	var wg sync.WaitGroup
	for i, l := range rows {
		wg.Go(func() { t[i] = detect(ctx, l) })
	}
	wg.Wait()
	return t
}

func detect(ctx context.Context, l Language) Tool {
	t := Tool{Language: l}
	found := map[string]string{}
	for _, p := range l.Programs {
		file := lookup(p, l.Search)
		if file == "" {
			t.Problem = p + " is not installed; " + l.Install.String()
			return t
		}
		found[p] = file
	}
	output, err := ask(ctx, l.Version.Command, found)
	if err != nil {
		t.Problem = strings.Join(l.Version.Command, " ") + " failed (" + err.Error() + "); " + l.Install.String()
		return t
	}
	t.Version = firstLine(output)
	if m := regexp.MustCompile(l.Version.Pattern).FindStringSubmatch(output); len(m) > 1 {
		t.Version = m[1]
	}
	if err := t.locate(ctx, found); err != nil {
		t.Problem = "its folder cannot be found (" + err.Error() + "); " + l.Install.String()
		return t
	}
	t.Installed = true
	return t
}

// locate finds the toolchain's folder and how it is seen inside the sandbox: /usr is there
// as on the host, everything else (a toolchain in somebody's home) is bound below /opt/toolchains.
func (t *Tool) locate(ctx context.Context, found map[string]string) error {
	l := t.Language
	real, err := filepath.EvalSymlinks(found[l.Programs[0]])
	if err != nil {
		return err
	}
	home := real
	for range l.Home.Up {
		home = filepath.Dir(home)
	}
	if len(l.Home.Command) > 0 {
		output, err := ask(ctx, l.Home.Command, found)
		if err != nil {
			return err
		}
		if home, err = filepath.EvalSymlinks(firstLine(output)); err != nil {
			return err
		}
	}
	t.Path, t.home = real, home
	if len(l.Home.Command) > 0 {
		t.Path = home
	}
	if !within(home, "/usr") {
		t.home = "/opt/toolchains/" + l.ID
		t.binds = append(t.binds, sandbox.Bind{Host: home, Path: t.home})
	}
	if err := t.locatePrograms(found, home); err != nil {
		return err
	}
	for _, pattern := range l.Binds {
		matches, err := filepath.Glob(pattern)
		if err != nil {
			return err
		}
		for _, m := range matches {
			t.binds = append(t.binds, sandbox.Bind{Host: m, Path: m})
		}
	}
	return nil
}

// locatePrograms finds those that the row names by file; the others may be shims that mean nothing elsewhere.
func (t *Tool) locatePrograms(found map[string]string, home string) error {
	for i, p := range t.Language.Programs {
		placeholder := "{bin:" + p + "}"
		if i == 0 && t.Language.uses("{program}") {
			placeholder = "{program}"
		}
		if !t.Language.uses(placeholder) {
			continue
		}
		real, err := filepath.EvalSymlinks(found[p])
		if err != nil {
			return err
		}
		t.bins = append(t.bins, placeholder, t.inside(real, home))
	}
	return nil
}

// inside is where a program is seen in the sandbox; one that lies apart from its toolchain is bound by itself.
func (t *Tool) inside(real, home string) string {
	switch {
	case within(real, "/usr"):
		return real
	case within(real, home):
		return t.home + strings.TrimPrefix(real, home)
	}
	at := "/opt/toolchains/" + t.Language.ID + "-programs/" + filepath.Base(real)
	t.binds = append(t.binds, sandbox.Bind{Host: real, Path: at})
	return at
}

func within(path, folder string) bool {
	return path == folder || strings.HasPrefix(path, strings.TrimSuffix(folder, "/")+"/")
}

// lookup finds a program in PATH, in the row's folders, or beside this executable, where `make setup` puts tools.
func lookup(program string, search []string) string {
	if file, err := exec.LookPath(program); err == nil {
		if abs, err := filepath.Abs(file); err == nil {
			return abs
		}
	}
	if self, err := os.Executable(); err == nil {
		search = append(search[:len(search):len(search)], filepath.Dir(self))
	}
	for _, folder := range search {
		file := filepath.Join(os.ExpandEnv(folder), program)
		if info, err := os.Stat(file); err == nil && info.Mode().IsRegular() && info.Mode()&0o111 != 0 {
			return file
		}
	}
	return ""
}

func ask(ctx context.Context, command []string, found map[string]string) (string, error) {
	ctx, cancel := context.WithTimeout(ctx, 30*time.Second)
	defer cancel()
	program := command[0]
	if file, ok := found[program]; ok {
		program = file
	}
	var out bytes.Buffer
	cmd := exec.CommandContext(ctx, program, command[1:]...)
	cmd.Stdout, cmd.Stderr, cmd.Dir = &out, &out, "/"
	err := cmd.Run()
	return out.String(), err
}

func firstLine(s string) string {
	line, _, _ := strings.Cut(strings.TrimSpace(s), "\n")
	return strings.TrimSpace(line)
}
