package app

import (
	"context"
	"io"
	"log/slog"
	"path/filepath"
	"reflect"
	"slices"
	"strings"
	"testing"

	"github.com/prometheus/client_golang/prometheus"

	"github.com/codecraft-hq/codecraft/internal/app/module"
	"github.com/codecraft-hq/codecraft/internal/base/bus"
	"github.com/codecraft-hq/codecraft/internal/base/telemetry"
	"github.com/codecraft-hq/codecraft/internal/contract/places"
	"github.com/codecraft-hq/codecraft/internal/service/assessments"
	"github.com/codecraft-hq/codecraft/internal/service/auth"
	"github.com/codecraft-hq/codecraft/internal/service/execution"
	"github.com/codecraft-hq/codecraft/internal/service/interviews"
	"github.com/codecraft-hq/codecraft/internal/service/problems"
)

// built is a module that notes whom it was handed.
func built(name string, handed map[string]module.Near) func(Config) module.Build {
	return func(Config) module.Build {
		return func(_ context.Context, g module.Given) (*module.Part, error) {
			handed[name] = g.Near
			return &module.Part{Service: "service " + name}, nil
		}
	}
}

func client(name string) func(*bus.Bus) any { return func(*bus.Bus) any { return "client " + name } }

type noted struct{ service any }

func (n *noted) Bind(service any) error { n.service = service; return nil }

func TestNeighboursAreServicesHereAndClientsElsewhere(t *testing.T) {
	for says, c := range map[string]struct {
		runs            string
		order           []string
		problems, later any // whom problems is handed, and execution later
	}{
		"all in one process":       {"auth problems execution assessments", []string{"execution", "problems", "assessments"}, "service execution", "service assessments"},
		"execution is elsewhere":   {"problems assessments", []string{"problems", "assessments"}, "client execution", nil},
		"assessments is elsewhere": {"execution problems", []string{"execution", "problems"}, "service execution", "client assessments"},
	} {
		t.Run(says, func(t *testing.T) {
			handed := map[string]module.Near{}
			table := []row{
				{name: "problems", needs: []string{"execution"}, client: client("problems"), build: built("problems", handed)},
				{name: "execution", later: []string{"assessments"}, client: client("execution"), build: built("execution", handed)},
				{name: "assessments", needs: []string{"problems", "execution"}, client: client("assessments"), stand: func() standIn { return &noted{} }, build: built("assessments", handed)},
			}
			w := newWiring(table, func(name string) bool { return slices.Contains(strings.Fields(c.runs), name) }, nil)
			parts, err := w.build(t.Context(), Config{}, func(context.Context, row) (module.Given, error) { return module.Given{}, nil })
			if err != nil {
				t.Fatal(err)
			}
			var order []string
			for _, p := range parts {
				order = append(order, p.name)
			}
			if !slices.Equal(order, c.order) || handed["problems"]["execution"] != c.problems {
				t.Errorf("built %v, and problems asks %v", order, handed["problems"])
			}
			if near := handed["execution"]; near != nil && near["assessments"].(*noted).service != c.later {
				t.Errorf("execution asks %v", near["assessments"])
			}
		})
	}
}

func TestANeedThatNobodyFillsIsRefusedByName(t *testing.T) {
	handed := map[string]module.Near{}
	ask := built("asking", handed)
	for says, c := range map[string]struct {
		table []row
		want  string
	}{
		"it is not in the table":            {[]row{{name: "asking", needs: []string{"absent"}, build: ask}}, "asking needs absent, which is not in the table"},
		"it cannot be asked":                {[]row{{name: "asking", needs: []string{"mute"}, build: ask}, {name: "mute"}}, "asking needs mute, which neither was built here nor can be asked elsewhere"},
		"it runs here as nothing":           {[]row{{name: "asking", needs: []string{"empty"}, build: ask}, {name: "empty", client: client("empty")}}, "asking needs empty, which neither"},
		"nothing stands in":                 {[]row{{name: "asking", later: []string{"other"}, build: ask}, {name: "other", client: client("other")}}, "asking asks other later, and nothing stands in"},
		"two need one another":              {[]row{{name: "asking", needs: []string{"other"}, build: ask}, {name: "other", needs: []string{"asking"}}}, "other and asking need one another"},
		"whom it stands in for never comes": {[]row{{name: "asking", later: []string{"other"}, build: ask}, {name: "other", stand: func() standIn { return &noted{} }}}, "somebody asks other, which neither"},
	} {
		t.Run(says, func(t *testing.T) {
			w := newWiring(c.table, func(name string) bool { return name != "mute" }, nil)
			_, err := w.build(t.Context(), Config{}, func(context.Context, row) (module.Given, error) { return module.Given{}, nil })
			if err == nil || !strings.Contains(err.Error(), c.want) {
				t.Errorf("got %v, want %q", err, c.want)
			}
		})
	}
}

func TestEverybodyIsBuiltBehindThoseItNeeds(t *testing.T) {
	ordered, err := newWiring(modules(), nil, nil).order()
	if err != nil || len(ordered) != len(modules()) {
		t.Fatalf("%d of %d, %v", len(ordered), len(modules()), err)
	}
	at := func(name string) int { return slices.IndexFunc(ordered, func(m row) bool { return m.name == name }) }
	for i, m := range ordered {
		for _, need := range m.needs {
			if at(need) > i {
				t.Errorf("%s is built before %s, which it needs", m.name, need)
			}
		}
		for _, need := range m.later {
			if at(need) < i {
				t.Errorf("%s asks %s later, though that is there before: it can need it", m.name, need)
			}
		}
	}
}

// TestServicesAndClientsAreAskedAlike: whoever needs a module can be handed its service or its client.
func TestServicesAndClientsAreAskedAlike(t *testing.T) {
	services := map[string]any{"auth": new(auth.Service), "problems": new(problems.Service), "execution": new(execution.Service), "assessments": new(assessments.Service), "interviews": new(interviews.Service)}
	asked := map[string]reflect.Type{
		"auth": reflect.TypeFor[module.AuthNeighbour](), "problems": reflect.TypeFor[assessments.Problems](), "execution": reflect.TypeFor[module.ExecutionNeighbour](),
	}
	for _, m := range modules() {
		if m.client == nil {
			continue
		}
		for where, found := range map[string]any{"here": services[m.name], "elsewhere": m.client(nil)} {
			if as := asked[m.name]; as != nil && !reflect.TypeOf(found).Implements(as) {
				t.Errorf("%s %s is %T, which is no %s", m.name, where, found, as)
			}
			if m.stand != nil {
				if err := m.stand().Bind(found); err != nil {
					t.Errorf("%s %s: %v", m.name, where, err)
				}
			}
		}
	}
	if err := new(module.LaterOwner).Bind(new(problems.Service)); err == nil {
		t.Error("assessments was stood in for by another")
	}
}

// opened is what the services of one process share.
func opened(t *testing.T, registry telemetry.Figures, change func(*Config)) *system {
	t.Helper()
	c := Defaults()
	c.Addr = "127.0.0.1:0"
	c.Data, c.Blobs, c.MailFrom, c.LogLevel = filepath.Join(t.TempDir(), "data"), "files", "a@b.example", "error"
	change(&c)
	c.fill()
	if err := c.Prepare(); err != nil {
		t.Fatal(err)
	}
	s, err := openSystem(t.Context(), c, slog.New(slog.NewTextHandler(io.Discard, nil)), registry)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := s.close(); err != nil {
			t.Error(err)
		}
	})
	return s
}

// process opens and builds the services of one process.
func process(t *testing.T, services ...string) map[string]any {
	t.Helper()
	s := opened(t, prometheus.NewRegistry(), func(c *Config) { c.Services = services })
	w := newWiring(modules(), s.config.runs, s.bus)
	if _, err := w.build(t.Context(), s.config, s.given); err != nil {
		t.Fatal(err)
	}
	all := map[string]any{}
	for name, standing := range w.standIns {
		all[name] = standing[0].(*module.LaterOwner).Owner
	}
	return all
}

// TestExecutionAsksAssessmentsOfItsProcess: without a word on the bus, and over it where assessments is elsewhere.
func TestExecutionAsksAssessmentsOfItsProcess(t *testing.T) {
	if got, here := process(t, "auth", "problems", "execution", "assessments")["assessments"].(*assessments.Service); !here {
		t.Errorf("in one process execution asks %T", got)
	}
	if got, apart := process(t, "execution")["assessments"].(*places.Client); !apart {
		t.Errorf("apart execution asks %T", got)
	}
}
