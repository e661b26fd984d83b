package packages_test

import (
	"archive/zip"
	"bytes"
	"compress/flate"
	"fmt"
	"hash/crc32"
	"io"
	"io/fs"
	"testing"

	"github.com/codecraft-hq/codecraft/internal/base/errs"
	"github.com/codecraft-hq/codecraft/internal/engine/judge/packages"
	"github.com/codecraft-hq/codecraft/internal/engine/judge/problem"
)

// entry is a file of an archive. Its header says a size that need not be true.
type entry struct {
	name string
	mode fs.FileMode
	data []byte
	says uint64 // the size in the header; 0 is the true one
}

// archive packs a sound package and what a case adds to it.
func archive(t *testing.T, added ...entry) []byte {
	t.Helper()
	all := append([]entry{
		{name: "problem.yaml", data: []byte("name: x\nlimits: {time_limit: 1}\n")},
		{name: "data/secret/1.in", data: []byte("1\n")}, {name: "data/secret/1.ans", data: []byte("1\n")},
	}, added...)
	var out bytes.Buffer
	w := zip.NewWriter(&out)
	deflate, err := flate.NewWriter(nil, flate.BestSpeed)
	if err != nil {
		t.Fatal(err)
	}
	for _, e := range all {
		var packed bytes.Buffer
		deflate.Reset(&packed)
		_, _ = deflate.Write(e.data)
		if err := deflate.Close(); err != nil {
			t.Fatal(err)
		}
		h := &zip.FileHeader{Name: e.name, Method: zip.Deflate, CRC32: crc32.ChecksumIEEE(e.data),
			CompressedSize64: uint64(packed.Len()), UncompressedSize64: uint64(len(e.data))}
		h.SetMode(e.mode | 0o644)
		if e.says > 0 {
			h.UncompressedSize64 = e.says
		}
		part, err := w.CreateRaw(h)
		if err != nil {
			t.Fatal(err)
		}
		if _, err := io.Copy(part, &packed); err != nil {
			t.Fatal(err)
		}
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	return out.Bytes()
}

func TestArchivesThatAreTrapsAreRefused(t *testing.T) {
	zeros := make([]byte, 8<<20)
	secret := func(name string, says uint64) []entry {
		return []entry{
			{name: "data/secret/" + name + ".in", data: zeros, says: says}, {name: "data/secret/" + name + ".ans", data: []byte("1\n")},
		}
	}
	var many, large []entry
	for i := range problem.MaxFiles {
		many = append(many, entry{name: fmt.Sprintf("data/secret/%d.in", i+2)})
	}
	for i := range 5 {
		large = append(large, secret(fmt.Sprint("b", i), problem.MaxFileBytes)...)
	}
	for name, added := range map[string][]entry{
		"a file that says it is too large":          secret("2", problem.MaxFileBytes+1),
		"a file of almost no end":                   secret("2", 1<<62),
		"a file whose size is negative when signed": secret("2", 1<<63),
		"files that are too large together":         large,
		"a file larger than it says":                secret("2", 16),
		"a file smaller than it says":               secret("2", 9<<20),
		"a statement that grows a thousand times":   {{name: "problem_statement/problem.md", data: zeros}},
		"a settings file that grows":                {{name: "data/secret/testdata.yaml", data: zeros}},
		"more files than there may be":              many,
		"a symbolic link":                           {{name: "attachments/x", mode: fs.ModeSymlink, data: []byte("/etc/passwd")}},
		"a symbolic link as a folder":               {{name: "submissions", mode: fs.ModeSymlink, data: []byte("/etc")}},
		"a device":                                  {{name: "attachments/x", mode: fs.ModeDevice | fs.ModeCharDevice}},
		"a named pipe":                              {{name: "attachments/x", mode: fs.ModeNamedPipe}},
		"a socket":                                  {{name: "attachments/x", mode: fs.ModeSocket}},
		"a name that climbs out":                    {{name: "../outside", data: []byte("x")}},
		"a name that climbs out in the middle":      {{name: "data/../../outside", data: []byte("x")}},
		"an absolute name":                          {{name: "/etc/cron.d/x", data: []byte("x")}},
		"a name with a drive and backslashes":       {{name: `C:\outside`, data: []byte("x")}},
		"a name with a zero byte":                   {{name: "data/secret/2.in\x00.txt", data: []byte("x")}},
		"a name that is not UTF-8":                  {{name: "data/secret/\xff.in", data: []byte("x")}},
		"a file twice":                              {{name: "problem.yaml", data: []byte("name: y\n")}},
		"a file that is a folder as well":           {{name: "problem.yaml/a", data: []byte("x")}},
		"content that is not what its sum says":     {{name: "problem_statement/problem.md", data: []byte("x"), says: 2}},
	} {
		t.Run(name, func(t *testing.T) {
			packed := archive(t, added...)
			if len(packed) > 8<<20 {
				t.Fatalf("the archive itself has %d bytes", len(packed))
			}
			p, err := packages.ReadZip(bytes.NewReader(packed), int64(len(packed)), rows)
			if !errs.Is(err, errs.Invalid) {
				t.Errorf("read as %+v, %v", p, err)
			}
		})
	}
	packed := archive(t)
	if _, err := packages.ReadZip(bytes.NewReader(packed), int64(len(packed)), rows); err != nil {
		t.Errorf("the sound package that they all begin with: %v", err)
	}
}
