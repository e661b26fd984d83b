package app

import (
	"context"
	"fmt"
	"slices"

	"github.com/codecraft-hq/codecraft/internal/app/module"
	"github.com/codecraft-hq/codecraft/internal/base/bus"
	"github.com/codecraft-hq/codecraft/internal/base/mail"
)

// standIn is given to a module in the place of a neighbour that is built after it.
type standIn interface{ Bind(service any) error }

// wiring lays a table of modules out in one process: whom each is handed, and in which order they are built.
type wiring struct {
	table []row
	runs  func(name string) bool
	bus   *bus.Bus

	services map[string]any       // that were built here
	standIns map[string][]standIn // by whom they stand in for
}

func newWiring(table []row, runs func(string) bool, b *bus.Bus) *wiring {
	return &wiring{table: table, runs: runs, bus: b, services: map[string]any{}, standIns: map[string][]standIn{}}
}

// order is the table with everybody behind those that it needs, else as it is.
func (w *wiring) order() ([]row, error) {
	var ordered []row
	state := map[string]int{} // 1: on the way, 2: done
	var visit func(name, by string) error
	visit = func(name, by string) error {
		at := slices.IndexFunc(w.table, func(m row) bool { return m.name == name })
		switch {
		case at < 0:
			return fmt.Errorf("%s needs %s, which is not in the table of modules", by, name)
		case state[name] == 1:
			return fmt.Errorf("%s and %s need one another: one of them is to ask the other later", by, name)
		case state[name] == 2:
			return nil
		}
		state[name] = 1
		for _, need := range w.table[at].needs {
			if err := visit(need, name); err != nil {
				return err
			}
		}
		state[name] = 2
		ordered = append(ordered, w.table[at])
		return nil
	}
	for _, m := range w.table {
		if err := visit(m.name, ""); err != nil {
			return nil, err
		}
	}
	return ordered, nil
}

// near are a module's neighbours: services of this process, clients of the others, and who stands in for those to come.
func (w *wiring) near(m row) (module.Near, error) {
	all := module.Near{}
	for _, need := range m.needs {
		found, err := w.neighbour(need)
		if err != nil {
			return nil, fmt.Errorf("%s needs %w", m.name, err)
		}
		all[need] = found
	}
	for _, need := range m.later {
		other, ok := w.row(need)
		if !ok || other.stand == nil {
			return nil, fmt.Errorf("%s asks %s later, and nothing stands in for it", m.name, need)
		}
		s := other.stand()
		all[need], w.standIns[need] = s, append(w.standIns[need], s)
	}
	return all, nil
}

// neighbour is the service of this process, else its client.
func (w *wiring) neighbour(name string) (any, error) {
	if service, here := w.services[name]; here {
		return service, nil
	}
	m, ok := w.row(name)
	if !ok || m.client == nil || w.runs(name) {
		return nil, fmt.Errorf("%s, which neither was built here nor can be asked elsewhere", name)
	}
	return m.client(w.bus), nil
}

// bind gives those that stand in for a neighbour the neighbour itself. Nothing runs before.
func (w *wiring) bind() error {
	for name, all := range w.standIns {
		found, err := w.neighbour(name)
		if err != nil {
			return fmt.Errorf("somebody asks %w", err)
		}
		for _, s := range all {
			if err := s.Bind(found); err != nil {
				return err
			}
		}
	}
	return nil
}

func (w *wiring) row(name string) (row, bool) {
	at := slices.IndexFunc(w.table, func(m row) bool { return m.name == name })
	if at < 0 {
		return row{}, false
	}
	return w.table[at], true
}

// build makes what runs here, in the order of its needs.
func (w *wiring) build(ctx context.Context, c Config, given func(context.Context, row) (module.Given, error)) (parts []builtPart, err error) {
	ordered, err := w.order()
	if err != nil {
		return nil, err
	}
	for _, m := range ordered {
		if !w.runs(m.name) || m.build == nil {
			continue
		}
		near, err := w.near(m)
		if err != nil {
			return nil, err
		}
		g, err := given(ctx, m)
		if err != nil {
			return nil, fmt.Errorf("%s: %w", m.name, err)
		}
		g.Near = near
		p, err := m.build(c)(ctx, g)
		if err != nil {
			return nil, fmt.Errorf("%s: %w", m.name, err)
		}
		if p.Service != nil {
			w.services[m.name] = p.Service
		}
		parts = append(parts, builtPart{m.name, p})
	}
	return parts, w.bind()
}

// streams are what the queue keeps.
func streams() []bus.StreamConfig {
	all := []bus.StreamConfig{mail.Stream}
	for _, m := range modules() {
		all = append(all, m.streams...)
	}
	return all
}
