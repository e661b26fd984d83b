package judging_test

import (
	"testing"

	"github.com/codecraft-hq/codecraft/internal/engine/judge"
)

// What its own runtime refuses a program for want of memory is a memory limit, as what the kernel refuses is.
func TestAllocationsThatAreRefusedAreMemoryLimits(t *testing.T) {
	b := newBench(t, 1)
	plan := judge.Plan{
		Limits: judge.Limits{CPUTimeMs: 8_000, WallTimeMs: 60_000, MemoryKb: 128 << 10, LanguageFactors: true},
		Groups: []judge.Group{{Name: "g", Points: 1, Tests: []judge.Test{b.test(t, "t", "1\n", "1\n")}}},
	}
	for name, c := range map[string]struct {
		language, source string
		want             judge.Verdict
	}{
		"one block that cannot be":       {"cpp", "#include <vector>\n#include <cstdio>\nint main() { std::vector<char> v(1UL << 46); printf(\"%d\", v[5]); }\n", judge.MemoryLimit},
		"blocks until there are no more": {"cpp", "#include <bits/stdc++.h>\nint main() { std::vector<char *> all; for (;;) all.push_back((char *)memset(new char[1 << 20], 1, 1 << 20)); }\n", judge.MemoryLimit},
		"a vector that grows":            {"cpp", "#include <bits/stdc++.h>\nint main() { std::vector<long> v; for (long i = 0;; i++) v.push_back(i); }\n", judge.MemoryLimit},
		"another exception":              {"cpp", "#include <stdexcept>\nint main() { throw std::runtime_error(\"std::bad_alloc\"); }\n", judge.RuntimeError},
	} {
		t.Run(name, func(t *testing.T) {
			if o := b.judge(t, plan, 1, program(c.language, c.source), nil); o.Verdict != c.want {
				t.Errorf("%s, want %s: %s", o.Verdict, c.want, o.Groups[0].Tests[0].Detail)
			}
		})
	}
}
