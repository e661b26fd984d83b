// Package sandboxtest is what every back end of package sandbox must pass: the conformance suite (how each run
// ends, what it sees, what it leaves) and the attacks in testdata/attacks, a folder each.
//
// A case states what must happen at each Level of protection; where a weaker level says nothing, the full
// one's expectation holds. After every attack the host is compared with what it was before.
package sandboxtest

import (
	"os"
	"strconv"
	"testing"
	"time"

	"github.com/codecraft-hq/codecraft/internal/engine/sandbox"
)

// Level is how much a host lets a back end protect.
type Level string

// The levels.
const (
	Full         Level = "full"         // control groups and separate uids
	Unprivileged Level = "unprivileged" // namespaces only
	Contained    Level = "contained"    // no namespaces: Landlock, a filter, and looking
	Alone        Level = "alone"        // the same for an ordinary user: one uid for all
	Container    Level = "container"    // control groups, and the host's users: a container of an engine
)

// Run runs the suite, whole or as FormVariable says. What runs leave outside of this process, only the back end's own test can
// tell: each left is asked after every attack, and must come to answer nothing.
func Run(t *testing.T, b sandbox.Backend, level Level, left ...func() []string) {
	s := &suite{b: b, level: level, contained: level == Contained || level == Alone, short: isShort(level), scale: scale(), left: left}
	for _, one := range s.sections() {
		t.Run(one.name, func(t *testing.T) {
			s.unlessShort(t, shortSections(level), one.name)
			if one.aside && s.level == Container {
				t.Parallel()
			}
			one.run(t)
		})
	}
}

// section is a part of the suite. What is aside needs one slot and looks at nothing but what it runs: in containers, of which each
// is waited for, it is done beside others.
type section struct {
	name  string
	run   func(*testing.T)
	aside bool
}

func (s *suite) sections() []section {
	return []section{
		{"endings", s.endings, true}, {"streams", s.streams, true}, {"terminals", s.terminals, true}, {"signals", s.signals, true},
		{"files", s.files, true}, {"slots", s.slots, false}, {"identities", s.identities, false}, {"attacks", s.attacks, false},
	}
}

type suite struct {
	b     sandbox.Backend
	level Level
	scale float64
	left  []func() []string

	contained bool // Contained or Alone
	short     bool // the short form is asked for

	planted string // a folder of the host with secrets in it
}

// scale stretches wall and CPU limits on slow machines, such as an emulated one.
func scale() float64 {
	if v, err := strconv.ParseFloat(os.Getenv("CODECRAFT_SANDBOX_SCALE"), 64); err == nil && v >= 1 {
		return v
	}
	return 1
}

func (s *suite) time(d time.Duration) time.Duration { return time.Duration(float64(d) * s.scale) }

// limits are generous ones for a case that is about something else.
func (s *suite) limits(l sandbox.Limits) sandbox.Limits {
	if l.CPUTime == 0 {
		l.CPUTime = 10 * time.Second
	}
	if l.WallTime == 0 {
		l.WallTime = 30 * time.Second
	}
	if l.Memory == 0 {
		l.Memory = 256 << 20
	}
	l.CPUTime, l.WallTime = s.time(l.CPUTime), s.time(l.WallTime)
	return l
}

func (s *suite) open(t *testing.T) sandbox.Slot {
	t.Helper()
	slot, err := s.b.Open(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := slot.Close(); err != nil {
			t.Error(err)
		}
	})
	return slot
}

// path is where the suite's own tools are, inside.
const searchPath = "PATH=/usr/local/bin:/usr/bin:/bin:/opt/go/bin:/opt/rust/bin"

// sh is a shell script as a spec.
func (s *suite) sh(script string) sandbox.Spec {
	return sandbox.Spec{Args: []string{"/bin/sh", "-c", script}, Env: []string{searchPath}, Limits: s.limits(sandbox.Limits{})}
}
