package app

import (
	"context"
	"errors"
	"net/netip"
	"path/filepath"

	"github.com/codecraft-hq/codecraft/internal/base/db"
	"github.com/codecraft-hq/codecraft/internal/engine/judge"
	"github.com/codecraft-hq/codecraft/internal/engine/sandbox"
	"github.com/codecraft-hq/codecraft/internal/engine/toolchain"
	"github.com/codecraft-hq/codecraft/internal/service/execution"
	"github.com/codecraft-hq/codecraft/internal/service/execution/judge0"
	"github.com/codecraft-hq/codecraft/internal/service/execution/webhook"
	"github.com/codecraft-hq/codecraft/internal/service/execution/worker"
)

// besideExecution makes the tables of the packages below the execution service.
func besideExecution(ctx context.Context, d *db.DB) error {
	return errors.Join(judge0.Migrate(ctx, d), webhook.Migrate(ctx, d))
}

func buildExecution(ctx context.Context, s *system) (*part, error) {
	d, err := s.database(ctx, moduleNamed("execution"))
	if err != nil {
		return nil, err
	}
	c := execution.Defaults()
	c.Runs.MemberRuns, c.Runs.CandidateRuns = s.config.MemberRuns, s.config.CandidateRuns
	c.Runs.OrganizationRuns, c.Runs.OrganizationRunsAtOnce = s.config.OrganizationRuns, s.config.OrganizationRunsAtOnce
	c.Judgements.OrganizationQueue, c.Judgements.Queue = s.config.OrganizationQueue, s.config.Queue
	c.Webhooks.HTTP, c.Webhooks.Networks = s.config.WebhookHTTP, prefixes(s.config.WebhookNetworks)
	service, err := execution.New(execution.Deps{
		DB: d, Bus: s.bus, Blobs: s.blobs, Log: s.log, Metrics: s.registry, Config: c, Origins: s.origins, Places: s.near.places,
	})
	if err != nil {
		return nil, err
	}
	s.near.runs = service
	p := &part{register: service.Register, run: service.Run, ready: service.Ready}
	if s.config.Judge0 {
		err = s.addJudge0(p, d, service)
	}
	if s.config.Piston {
		err = errors.Join(err, s.addPiston(p, service))
	}
	return p, err
}

// buildWorker makes the slots of this host. It is given no database.
func buildWorker(ctx context.Context, s *system) (*part, error) {
	c := worker.Defaults()
	c.Slots, c.Terminals = s.config.Slots, s.config.Terminals
	backend, err := openBackend(ctx, s.config, c.SandboxSlots(), s.config.folder("sandbox"), s.log)
	if err != nil {
		return nil, errors.Join(err, errors.New("run codecraft doctor to see what is missing; --insecure-no-sandbox runs programs without isolation"))
	}
	s.closers = append(s.closers, backend.Close)
	s.logProtections(backend)
	table, err := languagesOf(ctx, backend, toolchain.Detect(ctx, toolchain.Builtin()))
	if err != nil {
		return nil, err
	}
	tools, err := toolchain.New(toolchain.Config{Dir: s.config.ToolchainDir}, table)
	if err != nil {
		return nil, err
	}
	s.closers = append(s.closers, tools.Close)
	judge.Calibrate(filepath.Join(s.config.ToolchainDir, "pace.json"))
	w, err := worker.New(worker.Deps{
		Bus: s.bus, Blobs: s.blobs, Backend: backend, Toolchain: tools, Log: s.log, Metrics: s.registry,
		CacheDir: filepath.Join(s.config.Data, "worker"), Config: c,
	})
	if err != nil {
		return nil, err
	}
	if s.near.runs != nil {
		s.near.runs.Prefer(w)
	}
	return &part{run: w.Run, ready: w.Ready}, nil
}

// prefixes are networks that Validate has parsed.
func prefixes(networks []string) (all []netip.Prefix) {
	for _, network := range networks {
		all = append(all, netip.MustParsePrefix(network))
	}
	return all
}

// logProtections says at the start exactly what holds on this host.
func (s *system) logProtections(backend sandbox.Backend) {
	level := sandbox.LevelOf(backend)
	if level == sandbox.Isolated {
		s.log.Info("sandbox", "level", level, "means", level.Means())
	} else {
		s.log.Warn("sandbox", "level", level, "means", level.Means())
	}
	for _, p := range backend.Protections() {
		if p.On {
			s.log.Info("sandbox protection", "name", p.Name, "on", true, "how", p.Detail)
		} else {
			s.log.Warn("sandbox protection", "name", p.Name, "on", false, "why", p.Detail, "remedy", p.Remedy)
		}
	}
}
