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
