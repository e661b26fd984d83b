package cli_test

import (
	"bytes"
	"strings"
	"testing"

	"github.com/codecraft-hq/codecraft/internal/cli"
	"github.com/codecraft-hq/codecraft/internal/engine/toolchain"
)

func TestTheGuideShowsEveryLanguageAndFlag(t *testing.T) {
	var out, errOut bytes.Buffer
	if status := cli.Main([]string{"toolchain", "guide"}, &out, &errOut); status != 0 {
		t.Fatalf("status %d: %s", status, errOut.String())
	}
	for _, l := range toolchain.Builtin() {
		if got := strings.Count(out.String(), "| `"+l.ID+"` |"); got != 1+len(l.Flags) {
			t.Errorf("%s has %d rows of a table, want one and %d for its flags", l.ID, got, len(l.Flags))
		}
	}
	for n, line := range strings.Split(out.String(), "\n") {
		if cells := strings.Count(strings.ReplaceAll(line, `\|`, ""), "|"); strings.HasPrefix(line, "|") && cells != 8 && cells != 4 {
			t.Errorf("line %d has %d bars: %s", n+1, cells, line)
		}
	}
}
