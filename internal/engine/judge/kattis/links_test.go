package kattis_test

import (
	"archive/zip"
	"bytes"
	"io/fs"
	"os"
	"path/filepath"
	"testing"

	"github.com/codecraft-hq/codecraft/internal/engine/judge/packages"
	"github.com/codecraft-hq/codecraft/internal/engine/judge/problem"
	"github.com/codecraft-hq/codecraft/internal/engine/toolchain"
)

// Links within a package, in a folder and in an archive, stand for what they lead to.
func TestLinksWithinAPackageAreFollowed(t *testing.T) {
	links := map[string]string{
		"data/secret/c.in": "a.in", "data/secret/c.ans": "../secret/a.ans", "data/secret/more": "../sample", // a file, through a folder, a folder
		"submissions/accepted/second.py": "third.py", "submissions/accepted/third.py": "good.py", // a link to a link
		"submissions/wrong_answer": "../attempts",
	}
	good := files(map[string]string{"attempts/bad.py": "print(1)\n"})
	dir := t.TempDir()
	if err := os.CopyFS(dir, good); err != nil {
		t.Fatal(err)
	}
	var b bytes.Buffer
	w := zip.NewWriter(&b)
	if err := w.AddFS(good); err != nil {
		t.Fatal(err)
	}
	for name, to := range links {
		if err := os.Symlink(to, filepath.Join(dir, name)); err != nil {
			t.Fatal(err)
		}
		h := &zip.FileHeader{Name: name}
		h.SetMode(fs.ModeSymlink | 0o777)
		f, err := w.CreateHeader(h)
		if err != nil {
			t.Fatal(err)
		}
		_, _ = f.Write([]byte(to))
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	fromDir, err := packages.ReadDir(dir, toolchain.Builtin())
	if err != nil {
		t.Fatal(err)
	}
	fromZip, err := packages.ReadZip(bytes.NewReader(b.Bytes()), int64(b.Len()), toolchain.Builtin())
	if err != nil {
		t.Fatal(err)
	}
	for _, p := range []*problem.Package{fromDir, fromZip} {
		if p.Plan.TestCount() != 5 || len(p.Submissions) != 4 || string(p.Submissions[3].Files[0].Data) != "print(1)\n" || p.Submissions[3].Name != "wrong_answer/bad.py" {
			t.Errorf("%+v", p)
		}
		for _, name := range p.Files {
			if links[name] != "" {
				t.Errorf("%s is opened as the link that it is", name)
			}
		}
	}
}
