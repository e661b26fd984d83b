package judge0

import (
	"archive/zip"
	"bytes"
	"io/fs"
	"slices"
	"strings"
	"testing"

	"github.com/codecraft-hq/codecraft/internal/engine/toolchain"
	"github.com/codecraft-hq/codecraft/internal/service/execution/wire"
)

func archive(t *testing.T, add func(*zip.Writer)) []byte {
	t.Helper()
	var b bytes.Buffer
	w := zip.NewWriter(&b)
	add(w)
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

func file(name, content string) func(*zip.Writer) {
	return func(w *zip.Writer) {
		f, _ := w.Create(name)
		_, _ = f.Write([]byte(content))
	}
}

func TestAnArchiveStaysInItsFolder(t *testing.T) {
	link := func(w *zip.Writer) {
		h := &zip.FileHeader{Name: "link"}
		h.SetMode(fs.ModeSymlink | 0o777)
		f, _ := w.CreateHeader(h)
		_, _ = f.Write([]byte("/etc/passwd"))
	}
	for name, x := range map[string]struct {
		add  func(*zip.Writer)
		says string // empty: it is taken
	}{
		"a file":                  {file("a.txt", "x"), ""},
		"a file in a folder":      {file("a/b.txt", "x"), ""},
		"from the current folder": {file("./a.txt", "x"), ""},
		"a folder":                {file("a/", ""), ""},
		"above":                   {file("../a.txt", "x"), "leads out"},
		"above, in the middle":    {file("a/../../b", "x"), "leads out"},
		"absolute":                {file("/etc/passwd", "x"), "leads out"},
		"with backslashes":        {file(`..\a`, "x"), "leads out"},
		"with NUL":                {file("a\x00b", "x"), "leads out"},
		"a link":                  {link, "neither a file nor a folder"},
		"twice":                   {func(w *zip.Writer) { file("a", "1")(w); file("./a", "2")(w) }, "two files of one name"},
		"a file, then its folder": {func(w *zip.Writer) { file("a", "1")(w); file("a/b/c", "2")(w) }, "a file and a folder"},
		"a folder, then its file": {func(w *zip.Writer) { file("a/b/c", "1")(w); file("a/b", "2")(w) }, "a file and a folder"},
		"a bomb":                  {file("zeros", strings.Repeat("\x00", 64<<20)), "too large"},
		"very many": {func(w *zip.Writer) {
			for i := range 100 {
				file(strings.Repeat("a", i+1), "")(w)
			}
		}, "too many files"},
	} {
		t.Run(name, func(t *testing.T) {
			_, err := extract(archive(t, x.add))
			if x.says == "" && err != nil || x.says != "" && (err == nil || !strings.Contains(err.Error(), x.says)) {
				t.Errorf("got %v, want %q", err, x.says)
			}
		})
	}
}

func FuzzExtract(f *testing.F) {
	f.Add([]byte("PK\x05\x06" + strings.Repeat("\x00", 18)))
	f.Fuzz(func(t *testing.T, data []byte) {
		files, err := extract(data)
		total := 0
		for _, one := range files {
			total += len(one.Data)
		}
		if err == nil && (total > maxExtractedKb<<10 || len(files) > maxEntries) {
			t.Fatalf("%d files of %d bytes", len(files), total)
		}
	})
}

func TestWordsAreSplitAsAShellDoes(t *testing.T) {
	for line, want := range map[string][]string{
		"":                    nil,
		"a b\tc\n":            {"a", "b", "c"},
		`'a b' "c d"`:         {"a b", "c d"},
		`a\ b "\"" '\'`:       {"a b", `"`, `\`},
		`"" ''`:               {"", ""},
		`$HOME $(id) ; a | b`: {"$HOME", "$(id)", ";", "a", "|", "b"},
		`"open`:               {"open"},
		`-DX="a b"c`:          {"-DX=a bc"},
	} {
		if got := splitWords(line); !slices.Equal(got, want) {
			t.Errorf("%q: %q, want %q", line, got, want)
		}
	}
}

func TestFilesOfAProgramAreToldFromWhatItReads(t *testing.T) {
	q := request{SourceCode: []byte("main"), AdditionalFiles: archive(t, func(w *zip.Writer) {
		file("util.h", "h")(w)
		file("lib/more.c", "c")(w)
		file("input.txt", "d")(w)
		file("main.c", "main")(w)
	})}
	f := faults{}
	p := q.program(numbered(50, wire.Language{ID: "c", FileName: "main.c"}), f)
	var names []string
	for _, one := range append(p.Files, p.Data...) {
		names = append(names, one.Path+"="+string(one.Data))
	}
	if want := []string{"main.c=main", "util.h=h", "lib/more.c=c", "input.txt=d"}; len(f) > 0 || !slices.Equal(names, want) || p.Entry != "main.c" || len(p.Data) != 1 {
		t.Errorf("%v %v, want %v", f, names, want)
	}
}

func TestEveryLanguageHasANumberOfItsOwn(t *testing.T) {
	var all []wire.Language
	for _, l := range toolchain.Builtin() {
		all = append(all, wire.Language{ID: l.ID, Name: l.Name, Available: true})
	}
	reached, seen := map[string]bool{}, map[int]bool{}
	for _, row := range languageTable(all) {
		if seen[row.ID] {
			t.Errorf("%d is there twice", row.ID)
		}
		seen[row.ID], reached[row.own.ID] = true, true
	}
	for _, l := range all {
		if !reached[l.ID] {
			t.Errorf("%s has no number", l.ID)
		}
	}
	table := languageTable(all)
	for number, id := range map[int]string{
		46: "bash", 50: "c", 54: "cpp", 60: "go", 62: "java", 63: "javascript", 68: "php", 71: "python", 72: "ruby", 73: "rust", 74: "typescript", 82: "sql", 113: "python",
	} {
		if l, ok := languageNumbered(table, number); !ok || l.own.ID != id {
			t.Errorf("%d is %q, want %s", number, l.own.ID, id)
		}
	}
}

func TestEveryNumberMeansLanguagesOfTheTable(t *testing.T) {
	known := map[string]bool{}
	for _, l := range toolchain.Builtin() {
		known[l.ID] = true
	}
	for number, ids := range numbers {
		for _, id := range ids {
			if !known[id] {
				t.Errorf("%d means %q, which is no row of the table", number, id)
			}
		}
	}
}

func TestANumberMeansWhatIsInstalled(t *testing.T) {
	clang := wire.Language{ID: "c@clang", Name: "C (Clang)"}
	gcc := wire.Language{ID: "c", Name: "C", Available: true}
	if l, _ := languageNumbered(languageTable([]wire.Language{gcc, clang}), 75); l.own.ID != "c" || l.Archived {
		t.Errorf("without Clang, 75 is %+v", l)
	}
	clang.Available = true
	if l, _ := languageNumbered(languageTable([]wire.Language{gcc, clang}), 75); l.own.ID != "c@clang" {
		t.Errorf("with Clang, 75 is %+v", l)
	}
}
