package toolchain_test

import (
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/codecraft-hq/codecraft/internal/engine/sandbox"
	"github.com/codecraft-hq/codecraft/internal/engine/toolchain"
)

// The Java machine goes on without an archive that it cannot use, and says nothing: a compiler and a program that
// are told to end without one, and to log where their classes come from, show that both archives are used.
func TestJavaFindsItsClassesInTheArchives(t *testing.T) {
	rows := toolchain.Builtin()
	for i := range rows {
		if base, _, _ := strings.Cut(rows[i].ID, "@"); base == "java" {
			rows[i].Warm.Args = loggedTo(rows[i].Warm.Args, "out/classes.log")
			rows[i].Warm.AtRun = loggedTo(rows[i].Warm.AtRun, "classes.log")
		}
	}
	h := newHost(t, toolchain.Detect(t.Context(), slices.DeleteFunc(rows, func(l toolchain.Language) bool {
		return !strings.HasPrefix(l.ID, "java") || strings.HasPrefix(l.ID, "javascript")
	})))
	for _, id := range []string{"java", "java@25"} {
		t.Run(id, func(t *testing.T) {
			tool, err := h.tools.Table().Get(id)
			if err != nil {
				t.Skipf("SKIPPED, %v", err)
			}
			a, compiled := h.compile(t, toolchain.Request{Language: id, Files: source(tool.Language.Starter)})
			if !compiled.OK {
				t.Fatalf("%s\n%s", compiled.Detail, compiled.Output)
			}
			spec := a.Spec(strings.NewReader("Ada\n"), sandbox.Limits{})
			program := spec.Binds[slices.IndexFunc(spec.Binds, func(b sandbox.Bind) bool { return b.Path == toolchain.ProgramDir })]
			shared(t, filepath.Join(program.Host, "classes.log"), "com.sun.tools.javac.comp.Attr")
			log := filepath.Join(t.TempDir(), "classes.log")
			spec.Keep = []sandbox.Keep{{Name: "classes.log", Host: log, MaxBytes: 4 << 20}}
			if r, err := h.slot.Run(t.Context(), spec); err != nil || r.Status != sandbox.OK {
				t.Fatalf("%v %+v", err, r)
			}
			shared(t, log, "java.util.Scanner")
		})
	}
}

func loggedTo(args []string, file string) []string {
	args = slices.DeleteFunc(slices.Clone(args), func(a string) bool { return a == "-Xlog:disable" })
	return append(args, "-Xshare:on", "-Xlog:class+load:file="+file)
}

// shared holds that a class is in an archive, and that few others are not.
func shared(t *testing.T, log, class string) {
	t.Helper()
	text, err := os.ReadFile(log)
	if err != nil {
		t.Fatal(err)
	}
	const from = " source: shared objects file"
	if !strings.Contains(string(text), class+from) {
		t.Errorf("%s is in no archive", class)
	}
	if all, some := strings.Count(string(text), " source: "), strings.Count(string(text), from); some*10 < all*9 {
		t.Errorf("%d of %d classes are in the archives, want nine in ten", some, all)
	}
}
