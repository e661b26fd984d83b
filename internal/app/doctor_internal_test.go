package app

import (
	"strings"
	"testing"

	"github.com/codecraft-hq/codecraft/internal/engine/toolchain"
)

// What is said after the arrow goes into a shell as it stands, and stands there once.
func TestTheDoctorSaysHowToInstallALanguage(t *testing.T) {
	table := toolchain.DetectIn(t.Context(), t.TempDir(), []toolchain.Language{{
		ID: "klingon", Name: "Klingon", Programs: []string{"no-such-compiler"}, Install: toolchain.Install{NPM: []string{"klingon@1.0.0"}},
	}})
	f := examineLanguages(table)[0]
	if f.OK || f.Detail != "no-such-compiler is not installed" || f.Remedy != "codecraft toolchain install klingon" {
		t.Errorf("it says %+v", f)
	}
	table[0].Language.Install = toolchain.Install{Hint: "buy it from a Klingon"}
	if f := examineLanguages(table)[0]; !strings.Contains(f.Remedy, "buy it") {
		t.Errorf("of one that is not ours to install it says %+v", f)
	}
}
