package backup_test

import (
	"archive/tar"
	"bytes"
	"crypto/sha256"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"testing"

	"github.com/klauspost/compress/zstd"
)

type member struct {
	name    string
	content []byte
}

// unpacked are the members of an archive but its sums.
func unpacked(t *testing.T, file string) (all []member) {
	t.Helper()
	f, err := os.Open(file)
	must(t, f, err)
	defer f.Close()
	z, err := zstd.NewReader(f)
	must(t, z, err)
	defer z.Close()
	for r := tar.NewReader(z); ; {
		header, err := r.Next()
		if errors.Is(err, io.EOF) {
			return all[:len(all)-1]
		}
		must(t, header, err)
		content, err := io.ReadAll(r)
		all = append(all, member{header.Name, must(t, content, err)})
	}
}

// packed are members and their sums as an archive.
func packed(t *testing.T, members []member) string {
	t.Helper()
	var sums, content bytes.Buffer
	z, err := zstd.NewWriter(&content)
	must(t, z, err)
	w := tar.NewWriter(z)
	add := func(name string, content []byte) {
		must(t, 0, w.WriteHeader(&tar.Header{Name: name, Mode: 0o600, Size: int64(len(content))}))
		n, err := w.Write(content)
		must(t, n, err)
	}
	for _, m := range members {
		add(m.name, m.content)
		fmt.Fprintf(&sums, "%x  %s\n", sha256.Sum256(m.content), m.name)
	}
	add("SHA256SUMS", sums.Bytes())
	must(t, 0, errors.Join(w.Close(), z.Close()))
	file := filepath.Join(t.TempDir(), "forged.tar.zst")
	must(t, 0, os.WriteFile(file, content.Bytes(), 0o600))
	return file
}

// What no backup of ours has in it is found before anything is written, also where all sums are right.
func TestAForgedBackupIsRefused(t *testing.T) {
	each(t, func(t *testing.T, empty func() place) {
		from := empty()
		from.furnish(t)
		whole, to := unpacked(t, from.make(t)), empty()
		last, manifest := whole[len(whole)-2], whole[len(whole)-1]
		replaced := func(was, is string) []member {
			if !bytes.Contains(manifest.content, []byte(was)) {
				t.Fatalf("the manifest has no %s: %s", was, manifest.content)
			}
			return append(whole[:len(whole)-1:len(whole)-1], member{manifest.name, bytes.ReplaceAll(manifest.content, []byte(was), []byte(is))})
		}
		with := func(name string) []member { return append([]member{{name, []byte("evil")}}, whole...) }
		for says, members := range map[string][]member{
			"is damaged: it has something that is not known here, databases/../../evil.db": with("databases/../../evil.db"),
			"is damaged: it has something that is not known here, databases/evil.db":       with("databases/evil.db"),
			"is damaged: it has something that is not known here, " + last.name:            with(last.name),
			"is damaged: the blob ../evil has other bytes":                                 with("blobs/../evil"),
			"is damaged: it has no " + last.name:                                           append(whole[:len(whole)-2:len(whole)-2], manifest),
			"forged.tar.zst is no backup of codecraft":                                     with("../evil"),
			"is no backup of codecraft: ":                                                  whole[:len(whole)-1],
			"newer than this one (1.2.3): its form is not known":                           replaced(`"format": 1`, `"format": 2`),
			"newer than this one (1.2.3): there is no service pg_catalog":                  replaced(`"name": "people"`, `"name": "pg_catalog"`),
		} {
			refused(t, to.restore(t, packed(t, members)), says)
		}
		if from.Storage.DatabaseURL != "" {
			refused(t, to.restore(t, packed(t, replaced(`"schema": "people"`, `"schema": "pg_catalog"`))), "is not known here, databases/pg_catalog/")
		}
		to.untouched(t)
		must(t, 0, to.restore(t, packed(t, whole)))
	})
}
