package sandboxtest

import (
	"fmt"
	"strings"
	"testing"

	"github.com/codecraft-hq/codecraft/internal/engine/sandbox"
)

func (s *suite) identities(t *testing.T) {
	t.Run("no program is root of the host, and slots have users of their own", s.hostUsers)
	t.Run("an environment has what was given and nothing else", s.environments)
}

// hostUser is who a program of the slot is on the host, by the slot's map of users (user_namespaces(7)).
func (s *suite) hostUser(t *testing.T, slot sandbox.Slot) int {
	var inside int
	out := s.ok(t, slot, s.sh("id -u; cat /proc/self/uid_map"))
	lines := strings.Split(strings.TrimSpace(out), "\n")
	if _, err := fmt.Sscan(lines[0], &inside); err != nil {
		t.Fatalf("%q: %v", out, err)
	}
	for _, line := range lines[1:] {
		var first, host, count int
		if _, err := fmt.Sscan(line, &first, &host, &count); err == nil && inside >= first && inside-first < count {
			return host + inside - first
		}
	}
	t.Fatalf("the user %d is nobody on the host: %q", inside, out)
	return -1
}

func (s *suite) hostUsers(t *testing.T) {
	if !s.holds("own /proc") {
		t.Skip("SKIPPED: without /proc a program cannot tell who it is on the host")
	}
	seen := map[int]bool{}
	for range s.b.Slots() {
		user := s.hostUser(t, s.open(t))
		if user == 0 {
			t.Error("a program is root of the host")
		}
		if seen[user] && s.holds("separate uid") {
			t.Errorf("two slots share the user %d", user)
		}
		seen[user] = true
	}
}

// holds tells whether a protection is on. What a back end does not name it has.
func (s *suite) holds(name string) bool {
	for _, p := range s.b.Protections() {
		if p.Name == name {
			return p.On
		}
	}
	return true
}

// environments also compiles, for compilers are programs of the attacker too.
func (s *suite) environments(t *testing.T) {
	t.Setenv("CODECRAFT_TEST_SECRET", "a-secret-of-the-host")
	slot := s.open(t)
	spec := s.sh("env; cat /proc/[0-9]*/environ 2>/dev/null | tr '\\0' '\\n'; exit 0")
	spec.Env = append(spec.Env, "GIVEN=yes")
	for line := range strings.Lines(s.ok(t, slot, spec)) {
		name, _, _ := strings.Cut(strings.TrimSpace(line), "=")
		switch name {
		case "TMPDIR": // names the place that is /tmp elsewhere
			if !s.contained {
				t.Errorf("a program finds %s", name)
			}
		case "PATH", "GIVEN", "PWD", "OLDPWD", "SHLVL", "_", "":
		default:
			t.Errorf("a program finds %s", name)
		}
	}
	spec = s.sh("echo 'int x;' > a.c; gcc -E -dM -v a.c 2>&1; printf '#!/bin/sh\\nenv\\nexec \"$@\"\\n' > w; chmod +x w; gcc -wrapper ./w -c a.c; exit 0")
	if got := s.ok(t, slot, spec); strings.Contains(got, "SECRET") || strings.Contains(got, "a-secret-of-the-host") {
		t.Error("a compiler finds the host's secret")
	}
}
