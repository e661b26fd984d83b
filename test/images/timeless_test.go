package images_test

import (
	"archive/tar"
	"bytes"
	"crypto/sha256"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"
)

// TestAnImageIsTheSameWheneverItIsBuilt gives tools/timeless what two builds of one image make, at two times, in two containers.
func TestAnImageIsTheSameWheneverItIsBuilt(t *testing.T) {
	program := filepath.Join(t.TempDir(), "timeless")
	if out, err := exec.Command("go", "build", "-C", root+"tools", "-o", program, "./timeless").CombinedOutput(); err != nil {
		t.Fatalf("%v\n%s", err, out)
	}
	first, one := timeless(t, program, built(t, time.Unix(1_700_000_000, 123), "first-container", "text"))
	second, two := timeless(t, program, built(t, time.Unix(1_800_000_000, 0), "second-container", "text"))
	other, _ := timeless(t, program, built(t, time.Unix(1_800_000_000, 0), "second-container", "another text"))
	if first != second || !bytes.Equal(one, two) {
		t.Errorf("%s at first and %s then", first, second)
	}
	if other == first {
		t.Error("what is in an image does not matter")
	}
	parts := unpacked(t, one)
	config := parts[strings.TrimPrefix(first, "sha256:")+".json"]
	if got := fmt.Sprintf("sha256:%x", sha256.Sum256(config)); got != first {
		t.Errorf("the digest is %s, not %s", got, first)
	}
	for _, kept := range []string{`"User":"65532"`, `"created":"1970-01-01T00:00:00Z"`, fmt.Sprintf(`"sha256:%x"`, sha256.Sum256(parts["layer-0.tar"]))} {
		if !strings.Contains(string(config), kept) {
			t.Errorf("%s is not in %s", kept, config)
		}
	}
	for _, gone := range []string{"first-container", "second-container", "20.10", "2023-", "2027-"} {
		if strings.Contains(string(config), gone) {
			t.Errorf("%s tells of the build: %s", gone, config)
		}
	}
	if text := unpacked(t, parts["layer-0.tar"])["data/file"]; string(text) != "text" {
		t.Errorf("the file has %q", text)
	}
	if !strings.Contains(string(parts["manifest.json"]), `"RepoTags":["codecraft/x:latest"]`) {
		t.Errorf("%s", parts["manifest.json"])
	}
}

// timeless answers what the program printed, and the archive that it made.
func timeless(t *testing.T, program, saved string) (digest string, archive []byte) {
	t.Helper()
	made := filepath.Join(t.TempDir(), "made.tar")
	command := exec.Command(program, saved, made, "codecraft/x:latest")
	command.Env = append(os.Environ(), "SOURCE_DATE_EPOCH=0")
	command.Stderr = t.Output()
	out, err := command.Output()
	if err != nil {
		t.Fatal(err)
	}
	return strings.TrimSpace(string(out)), []byte(contents(t, made))
}

// built is what docker save writes of an image that was built in a container, at a time.
func built(t *testing.T, at time.Time, container, text string) string {
	t.Helper()
	var layer, archive bytes.Buffer
	w := tar.NewWriter(&layer)
	put(t, w, &tar.Header{Typeflag: tar.TypeDir, Name: "data/", Mode: 0o700, Uid: 65532, ModTime: at, AccessTime: at, Format: tar.FormatPAX}, "")
	put(t, w, &tar.Header{Name: "data/file", Mode: 0o644, ModTime: at}, text)
	put(t, w, &tar.Header{Name: "data/old", Mode: 0o644, ModTime: time.Unix(0, 0)}, text)
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	config, err := json.Marshal(map[string]any{
		"created": at, "container": container, "docker_version": "20.10", "container_config": map[string]any{"Hostname": container},
		"config": map[string]any{"User": "65532", "Hostname": container}, "history": []map[string]any{{"created": at, "created_by": "COPY"}}, "rootfs": map[string]any{"type": "layers"},
	})
	if err != nil {
		t.Fatal(err)
	}
	w = tar.NewWriter(&archive)
	put(t, w, &tar.Header{Name: container + "/layer.tar", Mode: 0o644, ModTime: at}, layer.String())
	put(t, w, &tar.Header{Name: container + ".json", Mode: 0o644, ModTime: at}, string(config))
	put(t, w, &tar.Header{Name: "manifest.json", Mode: 0o644, ModTime: at}, fmt.Sprintf(`[{"Config":"%s.json","RepoTags":null,"Layers":["%s/layer.tar"]}]`, container, container))
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	file := filepath.Join(t.TempDir(), "saved.tar")
	if err := os.WriteFile(file, archive.Bytes(), 0o600); err != nil {
		t.Fatal(err)
	}
	return file
}

func put(t *testing.T, w *tar.Writer, h *tar.Header, text string) {
	t.Helper()
	h.Size = int64(len(text))
	if err := w.WriteHeader(h); err != nil {
		t.Fatal(err)
	}
	if _, err := io.WriteString(w, text); err != nil {
		t.Fatal(err)
	}
}

func unpacked(t *testing.T, archive []byte) map[string][]byte {
	t.Helper()
	all, r := map[string][]byte{}, tar.NewReader(bytes.NewReader(archive))
	for {
		h, err := r.Next()
		if errors.Is(err, io.EOF) {
			return all
		}
		if err != nil {
			t.Fatal(err)
		}
		if h.ModTime.After(time.Unix(0, 0)) {
			t.Errorf("%s is of %v", h.Name, h.ModTime)
		}
		if all[h.Name], err = io.ReadAll(r); err != nil {
			t.Fatal(err)
		}
	}
}
