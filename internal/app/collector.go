package app

import (
	"slices"

	"github.com/codecraft-hq/codecraft/internal/app/module"
	"github.com/codecraft-hq/codecraft/internal/base/collect"
)

// collector removes blobs that no service refers to, where they are kept. It is nil where others have them, where they are kept for ever, and
// with workers alone, who may ask no service.
func (s *system) collector() (*collect.Collector, error) {
	if s.keeper == nil || s.config.BlobKeep == 0 || slices.Equal(s.config.Services, []string{"worker"}) {
		return nil, nil
	}
	var services []string
	for _, m := range modules() {
		if m.blobs {
			services = append(services, m.name)
		}
	}
	return collect.New(collect.Deps{Blobs: s.keeper, Bus: s.bus, Services: services, Keep: s.config.BlobKeep, Log: s.log, Metrics: s.registry})
}

// withCollector adds it to what this process runs.
func (s *system) withCollector(parts []builtPart) ([]builtPart, error) {
	c, err := s.collector()
	if c == nil || err != nil {
		return parts, err
	}
	return append(parts, builtPart{"collector", &module.Part{Run: c.Run}}), nil
}
