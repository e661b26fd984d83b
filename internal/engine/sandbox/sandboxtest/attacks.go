package sandboxtest

import (
	"bytes"
	"crypto/sha256"
	"embed"
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
	if err != nil || len(cases) < 45 {
		t.Fatalf("only %d attacks: %v", len(cases), err)
	}
	slot := s.open(t)
	before := look(t)
	for _, file := range cases {
		dir := path.Dir(file)
		t.Run(strings.TrimPrefix(dir, attackRoot+"/"), func(t *testing.T) {
			s.attack(t, slot, dir)
			before.compare(t)
		})
	}
}

func (s *suite) attack(t *testing.T, slot sandbox.Slot, dir string) {
	var c attackCase
	data, err := attackFiles.ReadFile(dir + "/case.yaml")
	if err != nil {
		t.Fatal(err)
	}
	if err := yaml.UnmarshalWithOptions(data, &c, yaml.DisallowUnknownField()); err != nil {
		t.Fatal(err)
	}
	want, ok := c.Expect[s.level]
	if !ok {
		want = c.Expect[Full]
	}
	host := t.TempDir()
	spec := s.program(t, slot, dir, c.Run, c.Flags)
	spec.Limits = c.Limits.limits(t, s)
	for _, name := range c.Keep {
		spec.Keep = append(spec.Keep, sandbox.Keep{Name: name, Host: filepath.Join(host, name), MaxBytes: 1 << 20})
	}
	res, out := s.launch(t, slot, spec)
	if !slices.Contains(want.Status, res.Status) {
		t.Errorf("%s: ended as %+v, want %v\n%s", c.What, res, want.Status, tail(out))
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
		noEscape(t, c.What, out)
		out = seen
	}
	noEscape(t, c.What, out)
	for _, w := range want.Shows {
		if !strings.Contains(out, w) {
			t.Errorf("%s: the attacker did not see %q but\n%s", c.What, w, tail(out))
		}
	}
	for _, w := range want.Hides {
		if strings.Contains(out, w) {
			t.Errorf("%s: the attacker saw %q\n%s", c.What, w, tail(out))
		}
	}
	checkKept(t, c, host)
}

func noEscape(t *testing.T, what, out string) {
	t.Helper()
	for line := range strings.Lines(out) {
		if strings.HasPrefix(line, "ESCAPED") {
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
		needs(t, "gcc")
		spec.Args, spec.Files = []string{"/bin/sh", name}, []sandbox.File{{Name: name, Data: source}}
		return spec
	case ".c":
		spec.Args = []string{"./attack"}
		spec.Files = []sandbox.File{{Name: "attack", Data: s.compile(t, slot, name, source, flags), Executable: true}}
		return spec
	}
	t.Fatalf("%s: no way to run it", name)
	return spec
}

func needs(t *testing.T, tool string) {
	for _, dir := range []string{"/usr/local/bin", "/usr/bin", "/bin"} {
		if _, err := os.Stat(dir + "/" + tool); err == nil {
			return
		}
	}
	t.Skipf("SKIPPED: %s is missing", tool)
}

// compile builds an attack inside the sandbox. CODECRAFT_ATTACK_CACHE is a folder of earlier builds for machines
// on which compiling takes minutes.
func (s *suite) compile(t *testing.T, slot sandbox.Slot, name string, source []byte, flags string) []byte {
	cache := os.Getenv("CODECRAFT_ATTACK_CACHE")
	cached := filepath.Join(cache, fmt.Sprintf("%x", sha256.Sum256(source)))
	if data, err := os.ReadFile(cached); err == nil && cache != "" {
		return data
	}
	needs(t, "gcc")
	header, err := attackFiles.ReadFile(attackRoot + "/attack.h")
	if err != nil {
		t.Fatal(err)
	}
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
	if err == nil && cache != "" {
		err = os.WriteFile(cached, data, 0o644)
	}
	if err != nil {
		t.Fatal(err)
	}
	return data
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
