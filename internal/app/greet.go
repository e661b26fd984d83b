package app

import (
	"context"
	"fmt"
	"io"
	"strings"
	"sync"
	"time"
)

// seedTime bounds the filling of a demo: verifying its problems compiles some dozens of programs.
const seedTime = 5 * time.Minute

// greet tells people how to begin, and fills what is to be filled.
func (s *system) greet(ctx context.Context, out io.Writer, parts []builtPart) {
	ctx, cancel := context.WithTimeout(ctx, seedTime)
	defer cancel()
	if s.config.runs("web") {
		_, _ = fmt.Fprintf(out, "\n  CodeCraft is running at %s\n", s.config.PublicURL)
	}
	if s.admin != "" && s.admin != s.config.AdminAddr && !strings.HasSuffix(s.config.AdminAddr, ":0") {
		_, _ = fmt.Fprintf(out, "  Metrics and health are at http://%s, for %s is in use.\n", s.admin, s.config.AdminAddr)
	}
	var seeding sync.WaitGroup
	for _, p := range parts {
		switch {
		case p.Seed == nil:
		case p.name == "auth": // the others' people
			s.fill(ctx, out, p)
			s.demo.Tell(out, s.config.PublicURL)
		default:
			seeding.Go(func() { s.fill(ctx, out, p) })
		}
	}
	seeding.Wait()
	if s.config.Demo && s.config.runs("problems") && ctx.Err() == nil {
		s.demo.Conclude(out, s.config.PublicURL)
	}
}

func (s *system) fill(ctx context.Context, out io.Writer, p builtPart) {
	if err := p.Seed(ctx, out); err != nil {
		s.log.Error("fill in at the start", "service", p.name, "error", err)
		_, _ = fmt.Fprintf(out, "  %s could not be filled in at the start: %v\n", p.name, err)
	}
}
