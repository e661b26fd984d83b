package sandboxtest

import (
	"bytes"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/codecraft-hq/codecraft/internal/engine/sandbox"
)

func (s *suite) files(t *testing.T) {
	slot := s.open(t)
	for name, f := range map[string]func(*testing.T, sandbox.Slot){
		"files are laid in with their folders and modes": s.laid,
		"a large file arrives whole":                     s.large,
		"the program owns its files":                     s.owned,
		"names that leave the work folder are refused":   s.badNames,
		"files are collected, whatever the ending":       s.collected,
		"a folder is collected":                          s.collectedFolder,
		"what is too large is not collected":             s.tooLarge,
		"every run starts in an empty folder":            s.fresh,
		"a bind is visible and read-only":                s.binds,
		"a bind of a file that is not there":             s.noBind,
		"what was bound before is nowhere to be found":   s.boundBefore,
		"a bind is what is there now":                    s.boundAnew,
	} {
		t.Run(name, func(t *testing.T) { f(t, slot) })
	}
}

func (s *suite) laid(t *testing.T, slot sandbox.Slot) {
	host := filepath.Join(t.TempDir(), "h")
	if err := os.WriteFile(host, []byte("from the host"), 0o600); err != nil {
		t.Fatal(err)
	}
	spec := s.sh("[ $PWD -ef /w ] || echo elsewhere; cat a.txt d/e/b.txt h; ./run.sh; ls -d empty; ls -l a.txt run.sh | cut -c1-10")
	spec.Files = []sandbox.File{
		{Name: "a.txt", Data: []byte("A\n")}, {Name: "d/e/b.txt", Data: []byte("B\n")}, {Name: "h", Host: host},
		{Name: "run.sh", Data: []byte("#!/bin/sh\necho ran\n"), Executable: true}, {Name: "empty/"}, {Name: "nothing"},
	}
	want := "A\nB\nfrom the hostran\nempty\n-rw-r--r--\n-rwxr-xr-x\n"
	if got := s.ok(t, slot, spec); got != want {
		t.Errorf("got %q", got)
	}
}

func (s *suite) large(t *testing.T, slot sandbox.Slot) {
	data := bytes.Repeat([]byte("0123456789abcdef"), 1<<17)
	spec := s.sh("wc -c < big; tail -c 16 big; cat big")
	spec.Files = []sandbox.File{{Name: "big", Data: data}}
	if got := s.ok(t, slot, spec); got != "2097152\n0123456789abcdef"+string(data) {
		t.Errorf("%d bytes came back", len(got))
	}
}

func (s *suite) owned(t *testing.T, slot sandbox.Slot) {
	spec := s.sh("echo more >> d/f && chmod 600 d/f && mv d/f g && rmdir d && rm g && mkdir h && touch /tmp/x /dev/shm/y && echo fine")
	spec.Files = []sandbox.File{{Name: "d/f", Data: []byte("x")}}
	if got := s.ok(t, slot, spec); got != "fine\n" {
		t.Errorf("got %q", got)
	}
}

func (s *suite) badNames(t *testing.T, slot sandbox.Slot) {
	for _, name := range []string{"../x", "/x", "a/../../x", "a//b", "", ".", "..", "a\x00b", "./a"} {
		for _, spec := range []sandbox.Spec{
			{Files: []sandbox.File{{Name: name, Data: []byte("x")}}},
			{Keep: []sandbox.Keep{{Name: name, Host: filepath.Join(t.TempDir(), "x"), MaxBytes: 10}}},
		} {
			if name == "." && spec.Keep != nil {
				continue // the work folder itself may be collected
			}
			spec.Args, spec.Limits = []string{"/bin/true"}, s.limits(sandbox.Limits{})
			if res, err := slot.Run(t.Context(), spec); err != nil || res.Status != sandbox.NotStarted {
				t.Errorf("%q: %+v, %v", name, res, err)
			}
		}
	}
}

func (s *suite) collected(t *testing.T, slot sandbox.Slot) {
	dir := t.TempDir()
	spec := s.sh("echo one > out; mkdir d; echo two > d/x; chmod +x d/x; chmod 0 out; exit 5")
	for _, name := range []string{"out", "d/x", "absent"} {
		spec.Keep = append(spec.Keep, sandbox.Keep{Name: name, Host: filepath.Join(dir, name), MaxBytes: 100})
	}
	res, err := slot.Run(t.Context(), spec)
	if err != nil || res.Status != sandbox.Failed || res.ExitCode != 5 {
		t.Fatalf("%+v, %v", res, err)
	}
	for name, want := range map[string]string{"out": "one\n", "d/x": "two\n"} {
		if got, err := os.ReadFile(filepath.Join(dir, name)); err != nil || string(got) != want {
			t.Errorf("%s is %q, %v", name, got, err)
		}
	}
	if st, err := os.Stat(filepath.Join(dir, "d/x")); err != nil || st.Mode().Perm()&0o111 == 0 {
		t.Errorf("d/x is not executable: %v", err)
	}
	if _, err := os.Stat(filepath.Join(dir, "absent")); err == nil {
		t.Error("an absent file was made")
	}
}

func (s *suite) collectedFolder(t *testing.T, slot sandbox.Slot) {
	dir := t.TempDir()
	spec := s.sh("mkdir -p a/b; echo 1 > x; echo 2 > a/y; echo 3 > a/b/z")
	spec.Keep = []sandbox.Keep{{Name: ".", Host: dir, MaxBytes: 100}, {Name: "a/", Host: dir + "/again", MaxBytes: 100}}
	s.ok(t, slot, spec)
	for _, name := range []string{"x", "a/y", "a/b/z", "again/y", "again/b/z"} {
		if _, err := os.Stat(filepath.Join(dir, name)); err != nil {
			t.Error(err)
		}
	}
}

func (s *suite) tooLarge(t *testing.T, slot sandbox.Slot) {
	dir := t.TempDir()
	spec := s.sh("head -c 600 /dev/zero > a; head -c 600 /dev/zero > b")
	spec.Keep = []sandbox.Keep{{Name: ".", Host: dir, MaxBytes: 1000}}
	res, err := slot.Run(t.Context(), spec)
	if err != nil || res.Status != sandbox.OutputLimit {
		t.Errorf("%+v, %v", res, err)
	}
}

func (s *suite) fresh(t *testing.T, slot sandbox.Slot) {
	for range 3 {
		spec := s.sh("ls -A /w /tmp /dev/shm; touch /w/a /tmp/b /dev/shm/c; chmod 777 /w")
		if got := s.ok(t, slot, spec); strings.Count(got, ":\n") != 3 || strings.Count(got, "\n") != 5 {
			t.Errorf("got %q", got)
		}
	}
}

func (s *suite) binds(t *testing.T, slot sandbox.Slot) {
	dir := readable(t, "f")
	if err := os.WriteFile(filepath.Join(dir, "f"), []byte("bound\n"), 0o644); err != nil {
		t.Fatal(err)
	}
	script := "cat /opt/bound/f /w/in/file; touch /opt/bound/g 2>/dev/null || echo refused; echo x 2>/dev/null > /w/in/file || echo refused"
	if s.contained { // what is bound in the work folder is copied there, to a file like its others
		script = strings.Replace(script, "> /w/in/file", "> /opt/bound/f", 1)
	}
	spec := s.sh(script)
	spec.Binds = []sandbox.Bind{{Host: dir, Path: "/opt/bound"}, {Host: filepath.Join(dir, "f"), Path: "/w/in/file"}}
	for range 2 {
		if got := s.ok(t, slot, spec); got != "bound\nbound\nrefused\nrefused\n" {
			t.Errorf("got %q", got)
		}
	}
	if got := s.ok(t, slot, s.sh("ls -A /opt/bound 2>/dev/null; ls -A /w; echo end")); strings.TrimSpace(got) != "end" {
		t.Errorf("the next run sees %q", got)
	}
}

func (s *suite) noBind(t *testing.T, slot sandbox.Slot) {
	spec := s.sh("true")
	spec.Binds = []sandbox.Bind{{Host: "/no/such/thing", Path: "/opt/x"}}
	if res, err := slot.Run(t.Context(), spec); err != nil || res.Status != sandbox.NotStarted {
		t.Errorf("%+v, %v", res, err)
	}
}

// readable makes a folder that programs may read, with one file in it.
func readable(t *testing.T, text string) string {
	t.Helper()
	dir := t.TempDir()
	for _, d := range []string{filepath.Dir(dir), dir} {
		if err := os.Chmod(d, 0o755); err != nil {
			t.Fatal(err)
		}
	}
	write(t, dir, text)
	return dir
}

func write(t *testing.T, dir, text string) {
	t.Helper()
	if err := os.WriteFile(filepath.Join(dir, text), []byte(text), 0o644); err != nil {
		t.Fatal(err)
	}
}

// boundBefore: a slot may leave bound what its next run wants, too. Whoever wants something else, or nothing, finds
// neither the files nor the places, and no more mounts than there were.
func (s *suite) boundBefore(t *testing.T, slot sandbox.Slot) {
	if s.contained {
		s.boundBeforeContained(t, slot)
		return
	}
	const list = "ls -A / /opt /opt/deep 2>&1; [ ! -e /proc/self/mounts ] || cut -d' ' -f2 /proc/self/mounts | sort"
	bare := s.sh(list)
	before := s.ok(t, slot, bare)
	first, second := readable(t, "first"), readable(t, "second")
	with := func(binds ...sandbox.Bind) sandbox.Spec {
		spec := s.sh("cat /opt/deep/er/* /opt/deep/file 2>/dev/null; ls -A /opt/deep; touch /w/x")
		spec.Binds = binds
		return spec
	}
	folder := func(dir string) sandbox.Bind { return sandbox.Bind{Host: dir, Path: "/opt/deep/er"} }
	file := sandbox.Bind{Host: filepath.Join(first, "first"), Path: "/opt/deep/file"}
	for i, step := range []struct {
		spec sandbox.Spec
		want string
	}{
		{with(folder(first)), "firster\n"},
		{with(folder(first)), "firster\n"},
		{with(folder(second)), "seconder\n"},
		{with(folder(second), file), "secondfirster\nfile\n"},
		{with(folder(second), file), "secondfirster\nfile\n"},
		{with(file), "firstfile\n"},
		{bare, before},
		{with(folder(second), sandbox.Bind{Host: first, Path: "/w/in"}), "seconder\n"},
		{bare, before},
		{with(folder(first)), "firster\n"},
		{bare, before},
	} {
		if got := s.ok(t, slot, step.spec); got != step.want {
			t.Errorf("step %d: got %q, not %q", i, got, step.want)
		}
	}
}

// boundBeforeContained: binds have no place of their own there, but what was shown to one run is closed to the next.
func (s *suite) boundBeforeContained(t *testing.T, slot sandbox.Slot) {
	dir := readable(t, "first")
	shown := filepath.Join(dir, "first")
	spec := s.sh("cat ${SHOWN#at} 2>&1 || echo refused")
	spec.Env = append(spec.Env, "SHOWN=at"+shown) // as the program's own text has it, in which no place is moved
	for range 2 {
		for _, bound := range []bool{true, false} {
			want := "first"
			if spec.Binds = nil; bound {
				spec.Binds = []sandbox.Bind{{Host: dir, Path: dir}}
			} else {
				want = "cat: " + shown + ": Permission denied\nrefused\n"
			}
			if got := s.ok(t, slot, spec); got != want {
				t.Errorf("bound %v: %q, not %q", bound, got, want)
			}
		}
	}
}

// boundAnew: the same path on the host may be another folder by the next run.
func (s *suite) boundAnew(t *testing.T, slot sandbox.Slot) {
	dir := filepath.Join(readable(t, "above"), "dir")
	spec := s.sh("ls /opt/bound")
	spec.Binds = []sandbox.Bind{{Host: dir, Path: "/opt/bound"}}
	for _, step := range []struct {
		name, text string
		change     func() error
	}{
		{"made", "one", func() error { return nil }},
		{"removed and made again", "two", func() error { return os.RemoveAll(dir) }},
		{"moved away", "three", func() error { return os.Rename(dir, dir+".old") }},
	} {
		if err := step.change(); err != nil {
			t.Fatal(err)
		}
		if err := os.Mkdir(dir, 0o755); err != nil {
			t.Fatal(err)
		}
		write(t, dir, step.text)
		for range 2 {
			if got := s.ok(t, slot, spec); got != step.text+"\n" {
				t.Errorf("%s: the program sees %q", step.name, got)
			}
		}
	}
	write(t, dir, "zero")
	if got := s.ok(t, slot, spec); got != "three\nzero\n" {
		t.Errorf("what was added is not seen: %q", got)
	}
}
