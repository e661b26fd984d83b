package verify_test

import (
	"context"
	"os"
	"path/filepath"
	"sync"
	"testing"

	"github.com/codecraft-hq/codecraft/internal/engine/judge/packages"
	"github.com/codecraft-hq/codecraft/internal/engine/judge/verify"
	"github.com/codecraft-hq/codecraft/internal/engine/sandbox/native"
	"github.com/codecraft-hq/codecraft/internal/engine/toolchain"
	"github.com/codecraft-hq/codecraft/test/form"
)

var detected = sync.OnceValue(func() toolchain.Table {
	return toolchain.Detect(context.Background(), toolchain.Builtin())
})

func newVerification(t *testing.T) verify.Verification {
	t.Helper()
	backend, err := native.New(t.Context(), native.Config{Slots: 4})
	if err != nil {
		t.Skipf("SKIPPED, no program can be run here: %v", err)
	}
	t.Cleanup(func() { _ = backend.Close() })
	dir := t.TempDir()
	if cache, err := os.UserCacheDir(); err == nil { // what is warmed up takes half a minute to make
		dir = filepath.Join(cache, "codecraft", "toolchain")
	}
	tools, err := toolchain.New(toolchain.Config{Dir: dir}, detected())
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = tools.Close() })
	for _, language := range []string{"cpp", "python"} {
		if _, err := tools.Table().Get(language); err != nil {
			t.Skipf("SKIPPED, the packages need it: %v", err)
		}
	}
	return verify.Verification{Backend: backend, Toolchain: tools, Slots: 2}
}

// scores are those of submissions whose package cannot say them.
var scores = map[string]float64{
	"legacy-graders/accepted/absolute.py":                100,
	"legacy-graders/accepted/as_it_is.py":                55,
	"legacy-graders/partially_accepted/negative_only.py": 75,
}

// The packages in testdata are sound, and so is every submission in them judged.
func TestPackagesOfEveryKindAreJudgedAsTheySay(t *testing.T) {
	v := newVerification(t)
	names, err := filepath.Glob("testdata/*")
	if err != nil || len(names) < 9 {
		t.Fatalf("packages are missing: %v", names)
	}
	for _, name := range names {
		t.Run(filepath.Base(name), func(t *testing.T) {
			form.Part(t, filepath.Base(name), "legacy-graders", "modern-interactive", "modern-multi-pass", "polygon-checker")
			p, err := packages.ReadDir(name, v.Toolchain.Table().Languages())
			if err != nil {
				t.Fatal(err)
			}
			report, err := v.Run(t.Context(), p)
			if err != nil {
				t.Fatal(err)
			}
			for _, s := range report.Submissions {
				t.Logf("%-38s %v %-3s %5.1f/%g %5d ms limit %d  %s %s", s.Name, s.Expected, s.Got, s.Score, s.MaxScore, s.CPUTimeMs, report.TimeLimitMs, s.Failure, s.Detail)
				if !s.Agrees {
					t.Errorf("%s: %s", s.Name, s.Why)
				}
				if want, said := scores[filepath.Base(name)+"/"+s.Name]; said && s.Score != want {
					t.Errorf("%s: %g points, want %g", s.Name, s.Score, want)
				}
			}
			for _, f := range report.Faults {
				t.Errorf("test data: %+v", f)
			}
			if !report.Agrees || len(report.Submissions) < 3 {
				t.Errorf("agrees %v with %d submissions; notes %v", report.Agrees, len(report.Submissions), report.Notes)
			}
		})
	}
}
