package toolchain

import (
	"context"
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"time"

	"github.com/codecraft-hq/codecraft/internal/engine/sandbox"
)

// Warm prepares the languages that have something to prepare: all installed ones when none is named.
// It says which could not be prepared; those work, more slowly.
func (t *Toolchain) Warm(ctx context.Context, slot sandbox.Slot, languages ...string) (cold []string, err error) {
	if len(languages) == 0 {
		for _, tool := range t.Table() {
			if tool.Installed {
				languages = append(languages, tool.Language.ID)
			}
		}
	}
	for _, id := range languages {
		tool, err := t.Table().Get(id)
		if err != nil {
			return nil, err
		}
		if err := t.ensureWarm(ctx, slot, tool); err != nil {
			return nil, err
		}
		if len(tool.Language.Warm.Run) > 0 && t.warmDir(tool) == "" {
			cold = append(cold, id)
		}
	}
	return cold, nil
}

func (t *Toolchain) warmDir(tool Tool) string {
	w := t.warm[tool.Language.ID]
	w.mu.Lock()
	defer w.mu.Unlock()
	return w.dir
}

// ensureWarm makes what the language warms up, once for this host and version.
func (t *Toolchain) ensureWarm(ctx context.Context, slot sandbox.Slot, tool Tool) error {
	w, rule := t.warm[tool.Language.ID], tool.Language.Warm
	w.mu.Lock()
	defer w.mu.Unlock()
	if w.done || len(rule.Run) == 0 {
		return nil
	}
	dir := filepath.Join(t.cache.warmRoot(), tool.Language.ID+"-"+digest(tool.Version, tool.Path, rule, tool.Language.Env)[:16])
	if _, err := os.Stat(dir); err == nil {
		w.done, w.dir = true, dir
		return nil
	}
	made, err := t.cache.begin()
	if err != nil {
		return err
	}
	defer os.RemoveAll(made) //nolint:errcheck // renamed away when all went well
	run, err := slot.Run(ctx, warmSpec(tool, made))
	if err != nil {
		return err
	}
	if run.Status == sandbox.Cancelled {
		return context.Cause(ctx)
	}
	w.done = true
	if run.Status != sandbox.OK {
		return nil
	}
	if err := os.Rename(made, dir); err != nil && !errors.Is(err, fs.ErrExist) { // another process was first
		return err
	}
	w.dir = dir
	return nil
}

func warmSpec(tool Tool, dir string) sandbox.Spec {
	v := values{home: tool.home, bins: tool.bins, memory: MaxCompileMemory}
	spec := sandbox.Spec{
		Args: v.expand(tool.Language.Warm.Run), Env: tool.environment(v, nil), Binds: tool.binds,
		Files: []sandbox.File{{Name: Out + "/"}},
		Keep:  []sandbox.Keep{{Name: Out, Host: dir, MaxBytes: warmDisk}},
		Limits: sandbox.Limits{
			CPUTime: 5 * time.Minute, WallTime: 10 * time.Minute, Memory: warmMemory,
			Processes: 512, Output: compileOutput, Disk: warmDisk, FileSize: warmDisk,
		},
	}
	for name, text := range tool.Language.Warm.Files {
		spec.Files = append(spec.Files, sandbox.File{Name: name, Data: []byte(text)})
	}
	return spec
}

// A warm-up is ours and runs once, so it may use more than a candidate's compilation.
const (
	warmMemory = 3 << 30
	warmDisk   = 1 << 30
)
