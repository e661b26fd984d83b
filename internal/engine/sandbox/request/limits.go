package request

import (
	"fmt"
	"time"

	"github.com/codecraft-hq/codecraft/internal/engine/sandbox"
)

// The limits of a Spec that names none.
const (
	defaultCPU       = 10 * time.Second
	defaultMemory    = 512 << 20
	defaultProcesses = 128
	defaultOutput    = 64 << 20
	defaultDisk      = 256 << 20
	defaultOpenFiles = 1024
)

// minMemory is what an exec alone needs; a smaller limit would fail the kernel, not the program.
const minMemory = 1 << 20

func fill[T comparable](v *T, def T) {
	var zero T
	if *v == zero {
		*v = def
	}
}

// Complete replaces zero limits, first by those given and then by the usual ones. A wall time that is not given leaves room for a
// loaded machine, for it catches sleepers only.
func Complete(l, def sandbox.Limits) sandbox.Limits {
	fill(&def.CPUTime, defaultCPU)
	fill(&def.Memory, defaultMemory)
	fill(&def.Processes, defaultProcesses)
	fill(&def.Output, defaultOutput)
	fill(&def.Disk, defaultDisk)
	fill(&def.OpenFiles, defaultOpenFiles)
	fill(&l.CPUTime, def.CPUTime)
	fill(&l.WallTime, def.WallTime)
	fill(&l.WallTime, 2*l.CPUTime+5*time.Second)
	fill(&l.Memory, def.Memory)
	l.Memory = max(l.Memory, minMemory)
	fill(&l.Stack, def.Stack)
	fill(&l.Stack, l.Memory)
	fill(&l.Processes, def.Processes)
	fill(&l.Output, def.Output)
	fill(&l.Disk, def.Disk)
	fill(&l.FileSize, def.FileSize)
	fill(&l.FileSize, l.Disk)
	fill(&l.OpenFiles, def.OpenFiles)
	return l
}

// Size writes a number of bytes for a person.
func Size(n int64) string {
	switch {
	case n >= 1<<20 && n%(1<<20) == 0:
		return fmt.Sprintf("%d MiB", n>>20)
	case n >= 1<<10:
		return fmt.Sprintf("%d KiB", n>>10)
	}
	return fmt.Sprintf("%d bytes", n)
}
