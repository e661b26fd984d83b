package toolchain_test

import (
	"testing"

	"github.com/codecraft-hq/codecraft/internal/engine/sandbox"
	"github.com/codecraft-hq/codecraft/internal/engine/sandbox/native"
	"github.com/codecraft-hq/codecraft/internal/engine/toolchain"
)

// Where slots cannot have a /proc of their own, languages work all the same, and /dev/stdin is there by name.
func TestEveryLanguageWorksWithoutProc(t *testing.T) {
	h := newHost(t, builtin())
	backend, err := native.New(t.Context(), native.Config{Slots: 1, NoProc: true})
	if err != nil {
		t.Skipf("SKIPPED, no program can be run here: %v", err)
	}
	t.Cleanup(func() { _ = backend.Close() })
	if h.slot, err = backend.Open(t.Context()); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = h.slot.Close() })
	check := func(language, text, in, want string) func(*testing.T) {
		return func(t *testing.T) {
			if _, err := h.tools.Table().Get(language); err != nil {
				t.Skipf("SKIPPED, %v", err)
			}
			a, c := h.compile(t, toolchain.Request{Language: language, Files: source(text)})
			if !c.OK {
				t.Fatalf("%s\n%s", c.Detail, c.Output)
			}
			if r, out, errOut := h.run(t, a, in); r.Status != sandbox.OK || out != want {
				t.Errorf("%+v\n%q\n%.2000s", r, out, errOut)
			}
		}
	}
	for _, tool := range h.tools.Table()[:12] {
		l := tool.Language
		t.Run(l.ID, check(l.ID, l.Starter, l.Example.Input, l.Example.Output))
	}
	for language, text := range map[string]string{
		"javascript": "console.log(require('fs').readFileSync('/dev/stdin', 'utf8').trim());",
		"python":     "print(open('/dev/stdin').read().strip())",
		"bash":       "cat /dev/stdin",
		"c":          "#include <stdio.h>\nint main(void) { char w[9]; freopen(\"/dev/stdin\", \"r\", stdin); if (scanf(\"%8s\", w) == 1) puts(w); return 0; }",
	} {
		t.Run(language+" by name", check(language, text, "word\n", "word\n"))
	}
}
