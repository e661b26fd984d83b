package app

import (
	"context"
	"errors"
	"path/filepath"

	"github.com/codecraft-hq/codecraft/internal/engine/sandbox"
	"github.com/codecraft-hq/codecraft/internal/engine/sandbox/native"
	"github.com/codecraft-hq/codecraft/internal/engine/toolchain"
	"github.com/codecraft-hq/codecraft/internal/service/assessments"
	"github.com/codecraft-hq/codecraft/internal/service/execution"
)

func buildExecution(ctx context.Context, s *system) (*part, error) {
	d, err := s.database(ctx, moduleNamed("execution"))
	if err != nil {
		return nil, err
	}
	c := execution.Defaults()
	c.MemberRuns, c.CandidateRuns = s.config.MemberRuns, s.config.CandidateRuns
	service, err := execution.New(execution.Deps{
		DB: d, Bus: s.bus, Blobs: s.blobs, Log: s.log, Metrics: s.registry, Config: c,
		// Assessments is built after execution, and asks nothing of it: the bus is the way even within one process.
		Assessments: assessments.NewClient(s.bus),
	})
	if err != nil {
		return nil, err
	}
	return &part{register: service.Register, run: service.Run, ready: service.Ready}, nil
}

// buildWorker makes the slots of this host. It is given no database.
func buildWorker(ctx context.Context, s *system) (*part, error) {
	backend, err := native.New(ctx, native.Config{Slots: s.config.Slots, Log: s.log, AllowUnprotected: s.config.InsecureNoSandbox, Dir: s.config.folder("sandbox")})
	if err != nil {
		return nil, errors.Join(err, errors.New("run codecraft doctor to see what is missing; --insecure-no-sandbox runs programs without isolation"))
	}
	s.closers = append(s.closers, backend.Close)
	s.logProtections(backend)
	tools, err := toolchain.New(toolchain.Config{Dir: s.config.ToolchainDir}, toolchain.Detect(ctx, toolchain.Builtin()))
	if err != nil {
		return nil, err
	}
	s.closers = append(s.closers, tools.Close)
	worker, err := execution.NewWorker(execution.WorkerDeps{
		Bus: s.bus, Blobs: s.blobs, Backend: backend, Toolchain: tools, Log: s.log, Metrics: s.registry,
		CacheDir: filepath.Join(s.config.Data, "worker"), Config: execution.WorkerDefaults(),
	})
	if err != nil {
		return nil, err
	}
	return &part{run: worker.Run, ready: worker.Ready}, nil
}

// logProtections says at the start exactly what holds on this host.
func (s *system) logProtections(backend sandbox.Backend) {
	for _, p := range backend.Protections() {
		if p.On {
			s.log.Info("sandbox protection", "name", p.Name, "on", true, "how", p.Detail)
		} else {
			s.log.Warn("sandbox protection", "name", p.Name, "on", false, "why", p.Detail, "remedy", p.Remedy)
		}
	}
}
