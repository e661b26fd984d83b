package toolchain_test

import (
	"slices"
	"strings"
	"testing"

	"github.com/codecraft-hq/codecraft/internal/engine/toolchain"
)

// A language whose programs do not work in a slot is not offered, and says why; the others are, with the version that runs.
func TestALanguageIsTriedWhereItsProgramsRun(t *testing.T) {
	rows := slices.Clone(builtin()) // others use them, too
	change := func(id string, f func(*toolchain.Tool)) {
		i := slices.IndexFunc(rows, func(one toolchain.Tool) bool { return one.Language.ID == id })
		f(&rows[i])
	}
	change("bash", func(tool *toolchain.Tool) { tool.Language.Run = []string{"/nowhere/bash", "{entry}"} })
	change("ruby", func(tool *toolchain.Tool) { tool.Language.Starter = "puts 'something else'" })
	change("c", func(tool *toolchain.Tool) {
		tool.Language.Compile = []string{"/usr/bin/gcc", "-no-such-flag", "{sources}"}
	})
	change("python", func(tool *toolchain.Tool) { tool.Version = "3.99.1" })
	h := newHost(t, rows)
	for language, want := range map[string]string{"bash": "cannot be executed", "ruby": "something else", "c": "no-such-flag"} {
		if _, err := h.tools.Table().Get(language); err != nil {
			t.Logf("SKIPPED: %v", err)
			continue
		}
		tool, err := h.tools.Try(t.Context(), h.slot, language, "here")
		if err != nil || tool.Installed || !strings.Contains(tool.Problem, want) {
			t.Errorf("%s: %+v, %v", language, tool, err)
		}
		if _, err := h.tools.Table().Get(language); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%s is offered still: %v", language, err)
		}
	}
	for range 2 { // once tried, once known
		tool, err := h.tools.Try(t.Context(), h.slot, "python", t.Name())
		if err != nil || !tool.Installed || !strings.HasPrefix(tool.Version, "3.") || tool.Version == "3.99.1" || tool.OnHost != "3.99.1" {
			t.Errorf("Python: installed %t, %s inside, %s outside, %v", tool.Installed, tool.Version, tool.OnHost, err)
		}
	}
}

// What does not work of a language's library is told, and the language is offered; the common languages lack nothing.
func TestALanguageWhoseLibraryIsAmissIsOfferedAndSaysSo(t *testing.T) {
	rows := slices.Clone(builtin())
	i := slices.IndexFunc(rows, func(one toolchain.Tool) bool { return one.Language.ID == "python" })
	rows[i].Language.Library = "import no_such_module\n"
	h := newHost(t, rows)
	for _, language := range []string{"bash", "c", "cpp", "go", "java", "javascript", "php", "python", "ruby", "rust", "sql", "typescript"} {
		t.Run(language, func(t *testing.T) {
			if tool, err := h.tools.Table().Get(language); err != nil {
				t.Skipf("SKIPPED: %v", err)
			} else if tool.Language.Library == "" {
				t.Error("the row has no program that uses its library")
			}
			tool, err := h.tools.Try(t.Context(), h.slot, language, t.Name())
			if err != nil || !tool.Installed {
				t.Fatalf("installed %t, %s, %v", tool.Installed, tool.Problem, err)
			}
			if fails := language == "python"; fails != strings.Contains(tool.Lacks, "no_such_module") || !fails && tool.Lacks != "" {
				t.Errorf("it lacks %q", tool.Lacks)
			}
		})
	}
}
