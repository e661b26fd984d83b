package execution_test

import (
	"net/http"
	"strings"
	"testing"

	"github.com/codecraft-hq/codecraft/internal/base/identity"
	"github.com/codecraft-hq/codecraft/test/harness"
)

// A name with "=" would set another variable than it says; each bad one is named, where it stands.
func TestVariablesWithBadNamesAreRefused(t *testing.T) {
	w := newWorld(t, harness.Database(t)("execution"), harness.Bus(t), nil)
	for name, pointer := range map[string]string{
		"A=B": "/data/attributes/env/A=B", "": "/data/attributes/env/", "=": "/data/attributes/env/=",
		"1A": "/data/attributes/env/1A", "A-B": "/data/attributes/env/A-B", "LD_PRELOAD": "/data/attributes/env/LD_PRELOAD", "PATH=x": "/data/attributes/env/PATH=x",
	} {
		status, doc := w.do(member(identity.Author), "POST", "/v1/runs", map[string]any{"language": "bash", "source": "env", "env": map[string]any{name: "x"}})
		if status != http.StatusUnprocessableEntity || len(doc.Errors) == 0 || doc.Errors[0].Source.Pointer != pointer || !strings.Contains(doc.Errors[0].Detail, "variable") && name != "LD_PRELOAD" {
			t.Errorf("%q is answered %d %+v", name, status, doc.Errors)
		}
	}
}

func TestLimitsAreRefusedInWholeNumbersWithUnits(t *testing.T) {
	w := newWorld(t, harness.Database(t)("execution"), harness.Bus(t), nil)
	for name, c := range map[string]struct {
		value int
		says  string
	}{
		"memoryKb":   {99999999, "2097152"},
		"outputKb":   {99999999, "262144"},
		"wallTimeMs": {99999999, "1800000"},
		"cpuTimeMs":  {1, "cpuTimeMs is between 10 and 30000 ms"},
	} {
		_, doc := w.do(member(identity.Author), "POST", "/v1/runs", map[string]any{"language": "bash", "source": "env", "limits": map[string]any{name: c.value}})
		if len(doc.Errors) != 1 || doc.Errors[0].Source.Pointer != "/data/attributes/limits/"+name || !strings.Contains(doc.Errors[0].Detail, c.says) {
			t.Errorf("%s: %+v, want %q", name, doc.Errors, c.says)
		}
	}
}
