package roster

import (
	"log/slog"
	"sync"

	"github.com/codecraft-hq/codecraft/internal/base/bus"
	"github.com/codecraft-hq/codecraft/internal/engine/toolchain"
)

// Deps is what the roster works with; all must be there.
type Deps struct {
	Bus *bus.Bus
	Log *slog.Logger
}

// Service knows the workers by their signs, and what languages they have.
type Service struct {
	bus   *bus.Bus
	log   *slog.Logger
	table []toolchain.Language

	mu      sync.Mutex
	workers map[string]*member
	asking  map[string]bool
}

// New knows nobody yet.
func New(d Deps) *Service {
	return &Service{bus: d.Bus, log: d.Log, table: toolchain.Builtin(), workers: map[string]*member{}, asking: map[string]bool{}}
}
