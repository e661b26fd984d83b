package toolchain

import (
	"bytes"
	"context"
	"io"
	"os"
	"os/exec"
	"path"
	"path/filepath"
	"regexp"
	"runtime"
	"slices"
	"strings"
	"sync"
	"time"

	"github.com/codecraft-hq/codecraft/internal/base/config"
	"github.com/codecraft-hq/codecraft/internal/base/errs"
	"github.com/codecraft-hq/codecraft/internal/engine/sandbox"
)

// Tool is a language as it is on this host.
type Tool struct {
	Language  Language `json:"language"`
	Installed bool     `json:"installed"`
	Version   string   `json:"version,omitempty"`
	Path      string   `json:"path,omitempty"`    // of its first program or its folder, links resolved
	OnHost    string   `json:"onHost,omitempty"`  // the version outside the sandbox, where that is another
	Problem   string   `json:"problem,omitempty"` // why it is not installed, and what to do
	Lacks     string   `json:"lacks,omitempty"`   // what of it does not work in the sandbox, although it is installed
	Size      int64    `json:"size,omitempty"`    // bytes on the disk, once measured

	root  string   // the toolchain's folder on the host
	home  string   // inside the sandbox
	bins  []string // pairs of {bin:NAME} and the program inside the sandbox
	binds []sandbox.Bind
}

// Table is every language, installed or not, in the order of the rows.
type Table []Tool

// Get finds an installed language. The errors say what to do.
func (t Table) Get(id string) (Tool, error) {
	for i := range t {
		tool := &t[i]
		if tool.Language.ID != id {
			continue
		}
		if !tool.Installed {
			return Tool{}, errs.New(errs.Unavailable, "language_unavailable", "%s cannot be used here: %s", tool.Language.Name, tool.Problem)
		}
		return *tool, nil
	}
	return Tool{}, unknown(id, t.Languages())
}

// unknown says which language was meant, if one can have been: by its id, its name or what its files end in.
func unknown(id string, rows []Language) error {
	said, ids := strings.ToLower(id), make([]string, len(rows))
	for i, l := range rows {
		ids[i] = l.ID
	}
	for _, l := range slices.Backward(rows) { // the first of those that share an extension is the common one
		if strings.EqualFold(l.Name, id) || slices.Contains(l.Extensions, "."+strings.TrimPrefix(said, ".")) {
			said = l.ID
		}
	}
	return errs.New(errs.Invalid, "language_unknown", "there is no language %q%s `codecraft toolchain list` lists all %d",
		id, config.DidYouMean(said, ids), len(ids))
}

// Languages are the rows of the table.
func (t Table) Languages() []Language {
	rows := make([]Language, len(t))
	for i, tool := range t {
		rows[i] = tool.Language
	}
	return rows
}

// Detect asks this host which of the languages it can serve, in DefaultDir and beside it. It runs the
// version commands of installed toolchains on the host: they are the operator's, not a candidate's.
func Detect(ctx context.Context, rows []Language) Table {
	return DetectIn(ctx, DefaultDir(), rows)
}

// DetectIn is Detect with another folder of toolchains that are not the distribution's.
func DetectIn(ctx context.Context, dir string, rows []Language) Table {
	t := make(Table, len(rows))
	at := map[string]int{}
	var wg sync.WaitGroup
	turns := make(chan struct{}, 2*runtime.NumCPU())
	for i, l := range rows {
		at[l.ID] = i
		wg.Go(func() {
			turns <- struct{}{}
			t[i] = detect(ctx, dir, l)
			<-turns
		})
	}
	wg.Wait()
	for i := range t { // what a row needs stands before it
		for _, need := range t[i].Language.Needs {
			t[i].use(t[at[need]])
		}
	}
	return t
}

// use adds the toolchain of another row.
func (t *Tool) use(other Tool) {
	if !t.Installed {
		return
	}
	if !other.Installed {
		t.Installed, t.Problem = false, "it needs "+other.Language.Name+": "+other.Problem
		return
	}
	t.bins = append(t.bins, "{home:"+other.Language.ID+"}", other.home)
	t.binds = append(t.binds, other.binds...)
}

func detect(ctx context.Context, dir string, l Language) Tool {
	t := Tool{Language: l}
	own := filepath.Join(dir, l.ID)
	found := map[string]string{}
	for _, p := range l.Programs {
		file := lookup(p, own, l.Search)
		if file == "" {
			t.Problem = path.Base(p) + " is not installed; " + l.HowToInstall()
			return t
		}
		found[p] = file
	}
	said, err := askVersion(ctx, l.Version, own, found)
	if err != nil {
		t.Problem = strings.Join(l.Version.Command, " ") + " failed (" + err.Error() + "); " + l.HowToInstall()
		return t
	}
	t.Version = l.Version.read(said)
	if err := t.locate(ctx, own, found); err != nil {
		t.Problem = "its folder cannot be found (" + err.Error() + "); " + l.HowToInstall()
		return t
	}
	t.Installed = true
	return t
}

// locate finds the toolchain's folder and how it is seen inside the sandbox: /usr is there
// as on the host, everything else (a toolchain in somebody's home) is bound below /opt/toolchains.
func (t *Tool) locate(ctx context.Context, own string, found map[string]string) error {
	l := t.Language
	real, err := filepath.EvalSymlinks(found[l.Programs[0]])
	if err != nil {
		return err
	}
	home := real
	for range l.Home.Up {
		home = filepath.Dir(home)
	}
	switch {
	case len(l.Home.Command) > 0:
		output, err := ask(ctx, l.Home.Command, found)
		if err != nil {
			return err
		}
		if home, err = filepath.EvalSymlinks(firstLine(output)); err != nil {
			return err
		}
	case strings.Contains(l.Programs[0], "/") && !filepath.IsAbs(l.Programs[0]):
		if home, err = filepath.EvalSymlinks(own); err != nil {
			return err
		}
	}
	t.Path, t.home, t.root = real, home, home
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

// lookup finds a program where Install puts it, in PATH, in the row's folders, or beside this executable, where `make setup` puts
// tools; one with a slash is a pattern of a file in the row's own folder.
func lookup(program, own string, search []string) string {
	if strings.Contains(program, "/") {
		return newest(below(own, program))
	}
	var folders []string
	for _, folder := range search {
		if folder = os.ExpandEnv(folder); filepath.IsAbs(folder) {
			folders = append(folders, folder)
		} else if file := executable(filepath.Join(own, folder, program)); file != "" {
			return file
		}
	}
	inPath, err := exec.LookPath(program)
	if err == nil {
		inPath, err = filepath.Abs(inPath)
	}
	if err == nil && !strings.Contains(inPath, "/shims/") {
		return inPath
	}
	if self, err := os.Executable(); err == nil {
		folders = append(folders, filepath.Dir(self))
	}
	for _, folder := range folders {
		if file := executable(filepath.Join(folder, program)); file != "" {
			return file
		}
	}
	return inPath // of a version manager, which may not have this version
}

// executable is the newest file that a pattern finds, if it is a program.
func executable(pattern string) string {
	file := newest(pattern)
	if info, err := os.Stat(file); err == nil && info.Mode().IsRegular() && info.Mode()&0o111 != 0 {
		return file
	}
	return ""
}

func below(own, pattern string) string {
	if filepath.IsAbs(pattern) {
		return pattern
	}
	return filepath.Join(own, pattern)
}

// newest is the last of the files that a pattern finds.
func newest(pattern string) string {
	files, err := filepath.Glob(pattern)
	if err != nil || len(files) == 0 {
		return ""
	}
	return files[len(files)-1]
}

// askVersion gives what holds the version: the command's output, or a file's name and beginning.
// read finds the version in what was said.
func (r VersionRule) read(said string) string {
	version := firstLine(said)
	if m := regexp.MustCompile(r.Pattern).FindStringSubmatch(said); len(m) > 1 {
		version = m[1]
	}
	return strings.TrimSpace(r.Of + " " + version)
}

func askVersion(ctx context.Context, rule VersionRule, own string, found map[string]string) (string, error) {
	if rule.File == "" {
		return ask(ctx, rule.Command, found)
	}
	name := newest(below(own, rule.File))
	f, err := os.Open(name)
	if err != nil {
		return "", err
	}
	defer f.Close()
	head, err := io.ReadAll(io.LimitReader(f, 16<<10))
	if err != nil { // a folder: its name is all there is
		head = nil
	}
	return strings.TrimPrefix(name, own+"/") + "\n" + string(head), nil
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
