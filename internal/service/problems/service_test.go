package problems_test

import (
	"log/slog"
	"strings"
	"testing"

	"github.com/codecraft-hq/codecraft/internal/base/blob"
	"github.com/codecraft-hq/codecraft/internal/service/problems"
	"github.com/codecraft-hq/codecraft/test/harness"
)

func TestMissingDependenciesAreRefused(t *testing.T) {
	blobs, err := blob.NewFiles(t.TempDir(), 0)
	if err != nil {
		t.Fatal(err)
	}
	whole := problems.Deps{DB: harness.Database(t)("problems"), Bus: harness.Bus(t), Blobs: blobs, Execution: &queue{}, Log: slog.New(slog.DiscardHandler)}
	if _, err := problems.New(whole); err != nil {
		t.Fatal(err)
	}
	for name, without := range map[string]func(*problems.Deps){
		"DB": func(d *problems.Deps) { d.DB = nil }, "Bus": func(d *problems.Deps) { d.Bus = nil },
		"Blobs": func(d *problems.Deps) { d.Blobs = nil }, "Execution": func(d *problems.Deps) { d.Execution = nil }, "Log": func(d *problems.Deps) { d.Log = nil },
	} {
		deps := whole
		without(&deps)
		if _, err := problems.New(deps); err == nil || !strings.Contains(err.Error(), name) {
			t.Errorf("without %s: %v", name, err)
		}
	}
}
