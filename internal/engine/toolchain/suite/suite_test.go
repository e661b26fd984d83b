package suite_test

import (
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/codecraft-hq/codecraft/internal/engine/sandbox/native"
	"github.com/codecraft-hq/codecraft/internal/engine/toolchain"
	"github.com/codecraft-hq/codecraft/internal/engine/toolchain/suite"
	"github.com/codecraft-hq/codecraft/test/form"
)

// common is how many rows stand first that a machine is set up with; the others are held against the
// suite where CODECRAFT_LANGUAGES says all, or names some of them. In CI none of the dozen may be missing.
const common = 12

func chosen(rows []toolchain.Language) []string {
	var ids []string
	for i, l := range rows {
		if i < common || os.Getenv("CODECRAFT_LANGUAGES") == "all" {
			ids = append(ids, l.ID)
		}
	}
	if named := os.Getenv("CODECRAFT_LANGUAGES"); named != "" && named != "all" {
		return strings.Fields(named)
	}
	return ids
}

func TestVerdictsOfEveryLanguage(t *testing.T) {
	backend, err := native.New(t.Context(), native.Config{Slots: 1})
	if err != nil {
		t.Skipf("SKIPPED, no program can be run here: %v", err)
	}
	t.Cleanup(func() { _ = backend.Close() })
	dir := t.TempDir()
	if cache, err := os.UserCacheDir(); err == nil { // what is warmed up takes half a minute to make
		dir = filepath.Join(cache, "codecraft", "toolchain")
	}
	rows := toolchain.Builtin()
	ids := chosen(rows)
	table := toolchain.Detect(t.Context(), rows)
	tools, err := toolchain.New(toolchain.Config{Dir: dir}, table)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = tools.Close() })
	for _, tool := range table {
		if !slices.Contains(ids, tool.Language.ID) {
			continue
		}
		t.Run(tool.Language.ID, func(t *testing.T) {
			if !tool.Installed && os.Getenv("CI") != "" && slices.IndexFunc(rows, func(l toolchain.Language) bool { return l.ID == tool.Language.ID }) < common {
				t.Fatalf("CI has every language of the common dozen: %s", tool.Problem)
			}
			form.Part(t, tool.Language.ID, "cpp", "java", "javascript", "python")
			if !tool.Installed {
				t.Skipf("SKIPPED, %s", tool.Problem)
			}
			s := suite.Suite{Backend: backend, Toolchain: tools, Dir: t.TempDir()}
			report, err := s.Run(t.Context(), tool)
			if err != nil {
				t.Fatal(err)
			}
			for _, c := range report.Checks {
				if !c.OK {
					t.Errorf("%s: got %s, want %s: %s", c.Name, c.Got, c.Want, c.Detail)
				}
			}
		})
	}
}

func TestEveryRowHasItsPrograms(t *testing.T) {
	rows := toolchain.Builtin()
	known := map[string]bool{}
	for _, l := range rows {
		known[l.ID] = true
		for _, kind := range suite.Kinds {
			if _, ok := suite.Source(l, kind); suite.Needs(l, kind) && !ok {
				t.Errorf("%s has no program %q in testdata/programs/%s", l.ID, kind, l.ID)
			}
		}
	}
	folders, err := os.ReadDir("testdata/programs")
	if err != nil {
		t.Fatal(err)
	}
	for _, f := range folders {
		if !known[f.Name()] {
			t.Errorf("testdata/programs/%s belongs to no row", f.Name())
		}
	}
}
