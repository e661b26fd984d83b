package sandboxtest

import (
	"bytes"
	"context"
	"os"
	"path/filepath"
	"testing"

	"github.com/codecraft-hq/codecraft/internal/engine/sandbox"
)

// plantedText is in everything that is hidden: no attack may print it, whatever it prints else.
const plantedText = "codecraft-planted-secret"

// plantedFiles are one text in the forms that compilers and linkers read: where a program can open the file, they take it. A case does
// to those of its own folder what it does to the host's, so that an attack that could never work is noticed.
func plantedFiles(dir, text string) []sandbox.File {
	var out []sandbox.File
	for name, content := range map[string]string{
		"c":      "/* " + text + " */ static const char planted[] = \"" + text + "\";\n",
		"ld":     "/* " + text + " */ PROVIDE(planted_symbol = 0x42);\n",
		"map":    "{ global: *; };\n",
		"list":   "{ main; };\n",
		"txt":    text + "\n",
		"expr":   "\"" + text + "\"\n",
		"A.java": "class A { String s = \"" + text + "\"; }\n",
	} {
		out = append(out, sandbox.File{Name: dir + "/" + name, Data: []byte(content)})
	}
	return out
}

// plant puts secrets on the host, in a folder that every user can read: nothing but the sandbox hides it.
func plant(t *testing.T) string {
	dir, err := os.MkdirTemp("/var/tmp", "codecraft-planted-")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = os.RemoveAll(dir) })
	if err := os.Chmod(dir, 0o755); err != nil {
		t.Fatal(err)
	}
	for _, f := range plantedFiles(dir, plantedText) {
		if err := os.WriteFile(f.Name, f.Data, 0o644); err != nil {
			t.Fatal(err)
		}
	}
	return dir
}

// neighbour runs another candidate's program until it is told to stop, with hidden tests bound from the host as a judge does.
func (s *suite) neighbour(t *testing.T) (stop func()) {
	if s.b.Slots() < 2 {
		t.Fatal("there is no slot for a neighbour")
	}
	slot, err := s.b.Open(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	ctx, cancel := context.WithCancel(t.Context())
	up, over := make(chan struct{}, 1), make(chan struct{})
	spec := s.sh("cp /w/source.c /tmp/copy; cp /w/hidden.in /dev/shm/hidden; echo up; sleep 100; : " + plantedText)
	spec.Env = append(spec.Env, "HIDDEN="+plantedText)
	spec.Files = []sandbox.File{
		{Name: "source.c", Data: []byte("// " + plantedText + "\n")},
		{Name: "hidden.in", Host: filepath.Join(s.planted, "txt")},
	}
	spec.Stdout = writer(func(p []byte) {
		if bytes.Contains(p, []byte("up")) {
			up <- struct{}{}
		}
	})
	go func() {
		defer close(over)
		if res, err := slot.Run(ctx, spec); err != nil || res.Status != sandbox.Cancelled {
			t.Errorf("the neighbour ended as %+v, %v", res, err)
		}
	}()
	select {
	case <-up:
	case <-over:
		t.Error("the neighbour did not start")
	}
	return func() {
		cancel()
		<-over
		if err := slot.Close(); err != nil {
			t.Error(err)
		}
	}
}
