package module

import (
	"cmp"
	"context"
	"errors"
	"log/slog"
	"path/filepath"

	"github.com/codecraft-hq/codecraft/internal/app/open"
	"github.com/codecraft-hq/codecraft/internal/app/operations"
	"github.com/codecraft-hq/codecraft/internal/engine/judge/judging"
	"github.com/codecraft-hq/codecraft/internal/engine/sandbox"
	"github.com/codecraft-hq/codecraft/internal/engine/toolchain"
	"github.com/codecraft-hq/codecraft/internal/service/execution/worker"
)

// WorkerConfig is what a worker is made of.
type WorkerConfig struct {
	worker.Config
	Sandbox      open.SandboxConfig
	ToolchainDir string
	Scratch      string // folder of the sandbox
	Cache        string // folder of blobs that the store has elsewhere
}

// Worker makes the slots of this host. It is given no database.
func Worker(c WorkerConfig) Build {
	return func(ctx context.Context, g Given) (*Part, error) {
		backend, err := open.Backend(ctx, c.Sandbox, c.SandboxSlots(), c.Scratch, g.Log)
		if err != nil {
			return nil, errors.Join(err, errors.New("run codecraft doctor to see what is missing; --insecure-no-sandbox runs programs without isolation"))
		}
		g.Close(backend.Close)
		logProtections(g.Log, backend)
		tools, err := languages(ctx, c, backend)
		if err != nil {
			return nil, err
		}
		g.Close(tools.Close)
		w, err := worker.New(worker.Deps{
			Bus: g.Bus, Blobs: g.Blobs, Backend: backend, Toolchain: tools, Log: g.Log, Metrics: g.Registry, CacheDir: c.Cache, Config: c.Config,
		})
		if err != nil {
			return nil, err
		}
		if here, ok := g.Near["execution"].(interface{ Prefer(*worker.Worker) }); ok { // else its orders come over the bus
			here.Prefer(w)
		}
		return &Part{Run: w.Run, Ready: w.Ready, Worker: tells(backend, tools)}, nil
	}
}

// languages are those of this host that programs of the back end find.
func languages(ctx context.Context, c WorkerConfig, backend sandbox.Backend) (*toolchain.Toolchain, error) {
	table, err := open.Languages(ctx, backend, toolchain.Detect(ctx, toolchain.Builtin()))
	if err != nil {
		return nil, err
	}
	tools, err := toolchain.New(toolchain.Config{Dir: c.ToolchainDir}, table)
	if err == nil {
		judging.Calibrate(filepath.Join(c.ToolchainDir, "pace.json"))
	}
	return tools, err
}

// tells is what operators are told of a worker, but for what it has in use.
func tells(backend sandbox.Backend, tools *toolchain.Toolchain) func() *operations.Worker {
	level, off := sandbox.LevelOf(backend), []string{}
	for _, p := range backend.Protections() {
		if !p.On {
			off = append(off, p.Name+": "+p.Detail)
		}
	}
	return func() *operations.Worker {
		w := &operations.Worker{Level: string(level), Means: level.Means(), Off: off}
		for _, tool := range tools.Table() {
			w.Languages = append(w.Languages, operations.Language{
				ID: tool.Language.ID, Name: tool.Language.Name, Version: tool.Version, Installed: tool.Installed, Problem: cmp.Or(tool.Problem, tool.Lacks),
			})
		}
		return w
	}
}

// logProtections says at the start exactly what holds on this host.
func logProtections(log *slog.Logger, backend sandbox.Backend) {
	level := sandbox.LevelOf(backend)
	if level == sandbox.Isolated {
		log.Info("sandbox", "sandbox_level", level, "means", level.Means())
	} else {
		log.Warn("sandbox", "sandbox_level", level, "means", level.Means())
	}
	for _, p := range backend.Protections() {
		if p.On {
			log.Info("sandbox protection", "name", p.Name, "on", true, "how", p.Detail)
		} else {
			log.Warn("sandbox protection", "name", p.Name, "on", false, "why", p.Detail, "remedy", p.Remedy)
		}
	}
}
