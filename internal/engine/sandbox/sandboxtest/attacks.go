package sandboxtest

import (
	"bytes"
	"crypto/sha256"
	"embed"
	"flag"
	"fmt"
	"io/fs"
	"os"
	"path"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/goccy/go-yaml"

	"github.com/codecraft-hq/codecraft/internal/engine/sandbox"
)

//go:embed testdata/attacks
var attackFiles embed.FS

const attackRoot = "testdata/attacks"

// attackCase is a case.yaml.
type attackCase struct {
	What   string            `yaml:"what"`
	Run    string            `yaml:"run"`   // the source; its suffix says how it is run
	Then   string            `yaml:"then"`  // a second run in the same slot
	Flags  string            `yaml:"flags"` // of the C compiler
	Limits attackLimits      `yaml:"limits"`
	Keep   []string          `yaml:"keep"`
	Kept   map[string]string `yaml:"kept"` // content by name; "absent"
	Expect map[Level]expected
	// Without is what must happen where a protection is off, by its name, when the level has nothing of its own.
	Without map[string]expected

	Needs    []string          `yaml:"needs"`    // tools that must be inside
	Slow     bool              `yaml:"slow"`     // takes seconds: see everyAttack
	Terminal bool              `yaml:"terminal"` // runs at a terminal
	Family   sandbox.Family    `yaml:"family"`
	Files    map[string]string `yaml:"files"` // laid beside it, by name
	// Neighbour has another candidate's program run in another slot meanwhile, with a secret in its source, arguments and environment.
	Neighbour bool `yaml:"neighbour"`
}

type attackLimits struct {
	CPU       string `yaml:"cpu"`
	Wall      string `yaml:"wall"`
	MemoryMB  int64  `yaml:"memory_mb"`
	DiskMB    int64  `yaml:"disk_mb"`
	FileMB    int64  `yaml:"file_mb"`
	OutputKB  int64  `yaml:"output_kb"`
	Processes int    `yaml:"processes"`
	Files     int    `yaml:"files"`
}

// expected is what must happen at one level. With a second run, shows and hides are about that one.
type expected struct {
	Status []sandbox.Status `yaml:"status"`
	Shows  []string         `yaml:"shows"`
	Hides  []string         `yaml:"hides"`
	Exit   int              `yaml:"exit"`    // the exit code, when not 0
	PeakMB int64            `yaml:"peak_mb"` // most memory that may be counted; 0 is not looked at
	// Concedes is what the attacker gets here, as the documents say: a part of the one line that may begin with ESCAPED.
	Concedes string `yaml:"concedes"`
}

func (l attackLimits) limits(t *testing.T, s *suite) sandbox.Limits {
	duration := func(v string) time.Duration {
		if v == "" {
			return 0
		}
		d, err := time.ParseDuration(v)
		if err != nil {
			t.Fatal(err)
		}
		return d
	}
	return s.limits(sandbox.Limits{
		CPUTime: duration(l.CPU), WallTime: duration(l.Wall), Memory: l.MemoryMB << 20, Disk: l.DiskMB << 20, FileSize: l.FileMB << 20,
		Output: l.OutputKB << 10, Processes: l.Processes, OpenFiles: l.Files,
	})
}

func (s *suite) attacks(t *testing.T) {
	target := listenAbstract(t)
	defer target.Close()
	cases, err := fs.Glob(attackFiles, attackRoot+"/*/*/case.yaml")
	if err != nil || len(cases) < 120 {
		t.Fatalf("only %d attacks: %v", len(cases), err)
	}
	slot := s.open(t)
	s.planted = plant(t)
	before := s.look(t)
	ran := 0
	for _, file := range cases {
		dir := path.Dir(file)
		name := strings.TrimPrefix(dir, attackRoot+"/")
		t.Run(name, func(t *testing.T) {
			s.unlessShort(t, shortAttacks[s.level], name)
			s.attack(t, slot, dir)
			s.compare(t, before)
			s.nothingLeft(t)
			ran++
		})
	}
	t.Logf("%d attacks of %d were run", ran, len(cases))
	if ran < 120 && s.level == Full && !s.short && !chosen() {
		t.Errorf("only %d attacks of %d were run", ran, len(cases))
	}
}

// chosen tells that whoever started the tests asked for some of the attacks only.
func chosen() bool {
	for _, name := range []string{"test.run", "test.skip"} {
		if f := flag.Lookup(name); f != nil && strings.Contains(f.Value.String(), "attacks") {
			return true
		}
	}
	return false
}

func readCase(t *testing.T, dir string) (c attackCase) {
	t.Helper()
	data, err := attackFiles.ReadFile(dir + "/case.yaml")
	if err == nil {
		err = yaml.UnmarshalWithOptions(data, &c, yaml.DisallowUnknownField())
	}
	if err != nil {
		t.Fatal(err)
	}
	return c
}

func (s *suite) attack(t *testing.T, slot sandbox.Slot, dir string) {
	c := readCase(t, dir)
	if c.Slow && !s.everyAttack() {
		t.Skip("SKIPPED: it takes long, and is done where there is full protection; make test-sandbox does it here, too")
	}
	s.has(t, slot, c.Needs)
	want := s.wants(c)
	host := t.TempDir()
	spec := s.program(t, slot, dir, c.Run, c.Flags)
	spec.Family = c.Family
	if c.Terminal {
		spec.Terminal = &sandbox.Terminal{Size: sandbox.Size{Rows: 24, Columns: 80}}
	}
	for name, text := range c.Files {
		spec.Files = append(spec.Files, sandbox.File{Name: name, Data: []byte(text)})
	}
	if c.Neighbour {
		defer s.neighbour(t)()
	}
	spec.Limits = c.Limits.limits(t, s)
	for _, name := range c.Keep {
		spec.Keep = append(spec.Keep, sandbox.Keep{Name: name, Host: filepath.Join(host, name), MaxBytes: 1 << 20})
	}
	res, out := s.launch(t, slot, spec)
	if !slices.Contains(want.Status, res.Status) {
		t.Errorf("%s: ended as %+v, want %v\n%s", c.What, res, want.Status, tail(out))
	}
	if res.Status == sandbox.Failed && res.ExitCode != want.Exit && want.Exit != 0 {
		t.Errorf("%s: ended with %d, want %d", c.What, res.ExitCode, want.Exit)
	}
	if want.PeakMB > 0 && res.Memory > want.PeakMB<<20 {
		t.Errorf("%s: %d MB were used, more than %d", c.What, res.Memory>>20, want.PeakMB)
	}
	if c.Then != "" {
		then := s.program(t, slot, dir, c.Then, "")
		then.Limits = s.limits(sandbox.Limits{})
		second, seen := s.launch(t, slot, then)
		if second.Status != sandbox.OK {
			t.Errorf("%s: the next run ended as %+v", c.What, second)
		}
		if s.level == Full && second.Memory > 32<<20 {
			t.Errorf("%s: the next run inherits a peak of %d", c.What, second.Memory)
		}
		noEscape(t, c.What, out, want.Concedes)
		out = seen
	}
	noEscape(t, c.What, out, want.Concedes)
	checkSeen(t, c.What, want, out)
	checkKept(t, c, host)
}

// checkSeen compares what the attacker saw.
func checkSeen(t *testing.T, what string, want expected, out string) {
	t.Helper()
	for _, w := range want.Shows {
		if !strings.Contains(out, w) {
			t.Errorf("%s: the attacker did not see %q but\n%s", what, w, tail(out))
		}
	}
	for _, w := range want.Hides {
		if strings.Contains(out, w) {
			t.Errorf("%s: the attacker saw %q\n%s", what, w, tail(out))
		}
	}
}

// wants is what must happen on this host.
func (s *suite) wants(c attackCase) expected {
	if want, ok := c.Expect[s.level]; ok && s.level != Full {
		return want
	}
	if s.contained { // weaker and weaker
		for _, level := range []Level{Contained, Unprivileged} {
			if want, ok := c.Expect[level]; ok {
				return want
			}
		}
	}
	for _, p := range s.b.Protections() {
		if want, ok := c.Without[p.Name]; ok && !p.On {
			return want
		}
	}
	return c.Expect[Full]
}

// has skips a case whose tools are not there, inside.
func (s *suite) has(t *testing.T, slot sandbox.Slot, tools []string) {
	for _, tool := range tools {
		res, err := slot.Run(t.Context(), s.sh("command -v "+tool+" || [ -e "+tool+" ]"))
		if err != nil {
			t.Fatal(err)
		}
		if res.Status != sandbox.OK {
			s.missing(t, tool)
		}
	}
}

// common are the tools of the dozen languages that every machine that tests has (tools/setup).
var common = []string{"gcc", "g++", "javac", "java", "python3", "go", "rustc", "ruby", "php", "bash", "sqlite3", "node"}

// missing skips a case, except in CI on a host that offers everything: what is left out there, nobody would notice.
func (s *suite) missing(t *testing.T, tool string) {
	t.Helper()
	if os.Getenv("CI") == "true" && s.level == Full && slices.Contains(common, tool) {
		t.Fatalf("%s is missing inside, and this is CI", tool)
	}
	t.Skipf("SKIPPED: %s is missing inside", tool)
}

func noEscape(t *testing.T, what, out, conceded string) {
	t.Helper()
	if strings.Contains(out, plantedText) {
		t.Errorf("%s: the attacker saw what is hidden from it\n%s", what, tail(out))
	}
	for line := range strings.Lines(out) {
		if strings.HasPrefix(line, "ESCAPED") && (conceded == "" || !strings.Contains(line, conceded)) {
			t.Errorf("%s: %s", what, strings.TrimSpace(line))
		}
	}
}

// checkKept compares what was collected; nothing but regular files may ever be.
func checkKept(t *testing.T, c attackCase, host string) {
	for name, want := range c.Kept {
		st, err := os.Lstat(filepath.Join(host, name))
		if err != nil {
			if want != "absent" && want != "absent or mine" {
				t.Errorf("%s: %s was not collected", c.What, name)
			}
			continue
		}
		data, _ := os.ReadFile(filepath.Join(host, name))
		if st.Mode()&(os.ModeSetuid|os.ModeSetgid|os.ModeSticky|0o022) != 0 {
			t.Errorf("%s: %s was collected with the mode %s", c.What, name, st.Mode())
		}
		if !st.Mode().IsRegular() || want == "absent" || !strings.Contains(want, strings.TrimSpace(string(data))) {
			t.Errorf("%s: %s was collected as %s: %.100q", c.What, name, st.Mode(), data)
		}
	}
}

// program makes a spec of a source: compiled by a compiler inside the sandbox, as any program is.
func (s *suite) program(t *testing.T, slot sandbox.Slot, dir, name, flags string) sandbox.Spec {
	source, err := attackFiles.ReadFile(dir + "/" + name)
	if err != nil {
		t.Fatal(err)
	}
	spec := sandbox.Spec{Env: []string{searchPath}, Limits: s.limits(sandbox.Limits{})}
	switch filepath.Ext(name) {
	case ".sh":
		s.needs(t, "gcc")
		spec.Args, spec.Files = []string{"/bin/sh", name}, append(plantedFiles("mine", "MINE"), sandbox.File{Name: name, Data: source})
		spec.Env = append(spec.Env, "PLANTED="+s.planted)
		return spec
	case ".script":
		spec.Args, spec.Files = []string{"./attack"}, []sandbox.File{{Name: "attack", Data: source, Executable: true}}
		return spec
	case ".c":
		spec.Args = []string{"./attack"}
		spec.Files = []sandbox.File{{Name: "attack", Data: s.compile(t, slot, name, source, flags), Executable: true}}
		return spec
	}
	t.Fatalf("%s: no way to run it", name)
	return spec
}

func (s *suite) needs(t *testing.T, tool string) {
	for _, dir := range []string{"/usr/local/bin", "/usr/bin", "/bin"} {
		if _, err := os.Stat(dir + "/" + tool); err == nil {
			return
		}
	}
	s.missing(t, tool)
}

// compile builds an attack inside the sandbox. CODECRAFT_ATTACK_CACHE is a folder of earlier builds for machines
// on which compiling takes minutes.
func (s *suite) compile(t *testing.T, slot sandbox.Slot, name string, source []byte, flags string) []byte {
	header, err := attackFiles.ReadFile(attackRoot + "/attack.h")
	if err != nil {
		t.Fatal(err)
	}
	cache := os.Getenv("CODECRAFT_ATTACK_CACHE")
	cached := filepath.Join(cache, fmt.Sprintf("%x", sha256.Sum256(fmt.Appendf(nil, "%s\x00%s\x00%s", source, header, flags))))
	if data, err := os.ReadFile(cached); err == nil && cache != "" {
		return data
	}
	s.needs(t, "gcc")
	to := filepath.Join(t.TempDir(), "attack")
	var out bytes.Buffer
	res, err := slot.Run(t.Context(), sandbox.Spec{
		Args: append([]string{"gcc", "-O1", "-w", "-pthread", "-o", "attack", name}, strings.Fields(flags)...), Env: []string{searchPath},
		Files:  []sandbox.File{{Name: name, Data: source}, {Name: "attack.h", Data: header}},
		Keep:   []sandbox.Keep{{Name: "attack", Host: to, MaxBytes: 8 << 20}},
		Stdout: &out, Stderr: &out, Limits: s.limits(sandbox.Limits{}),
	})
	if err != nil || res.Status != sandbox.OK {
		t.Fatalf("compile: %+v, %v\n%s", res, err, out.String())
	}
	data, err := os.ReadFile(to)
	if err != nil {
		t.Fatal(err)
	}
	if cache != "" {
		keepAttack(t, cached, data)
	}
	return data
}

// keepAttack puts a whole file into the cache, which others read meanwhile.
func keepAttack(t *testing.T, cached string, data []byte) {
	part := fmt.Sprintf("%s-%d", cached, os.Getpid())
	err := os.WriteFile(part, data, 0o644)
	if err == nil {
		err = os.Rename(part, cached)
	}
	if err != nil {
		t.Fatal(err)
	}
}

func (s *suite) launch(t *testing.T, slot sandbox.Slot, spec sandbox.Spec) (sandbox.Result, string) {
	t.Helper()
	var out bytes.Buffer
	spec.Stdout, spec.Stderr = &out, &out
	res, err := slot.Run(t.Context(), spec)
	if err != nil {
		t.Fatalf("the sandbox failed: %v\n%s", err, tail(out.String()))
	}
	return res, out.String()
}

func tail(s string) string {
	if len(s) > 2000 {
		return fmt.Sprintf("... %s", s[len(s)-2000:])
	}
	return s
}
