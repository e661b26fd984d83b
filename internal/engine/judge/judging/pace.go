package judging

import (
	"context"
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"sync"
	"time"

	"golang.org/x/sys/unix"
)

// The same program needs more processor time on a busy machine: caches, memory and the other threads of a core are
// shared, often with strangers on the same host. So before a program is said to be too slow by a little, it runs
// again beside a yardstick: works whose time on this machine is known from quiet moments. Where they take
// longer now, the limit is stretched as much, and the result says so.
//
// maxStretch stays below farFromLimit: what needs one and a half of the limit on a quiet machine can never pass.
const (
	minStretch = 1.1 // less is noise, and counts as none
	maxStretch = 1.4
	gauging    = 5 * time.Millisecond // between two looks at the yardstick
	firstLooks = 24

	// A run that is to be repeated on a slow machine waits for a calmer moment, but not for ever.
	calmStretch = 1.2
	patience    = 500 * time.Millisecond
)

// yardstick knows how long its works take at least.
type yardstick struct {
	mu     sync.Mutex
	memory []uint32
	state  uint32
	least  looks
	file   string // where least is kept; empty is nowhere
	saved  looks
	once   sync.Once
	fixed  float64 // in tests: the stretch that is always measured
}

// looks are the processor times of the works.
type looks [4]time.Duration

var pace yardstick

// Calibrate keeps what is known of this machine's pace in a file, so that a process which begins on a busy machine
// knows what a quiet one does. What was written before this boot is not believed.
func Calibrate(file string) {
	pace.mu.Lock()
	defer pace.mu.Unlock()
	pace.file = file
	var known calibration
	data, err := os.ReadFile(file)
	if err == nil && json.Unmarshal(data, &known) == nil && known.Machine == thisMachine() {
		pace.learn(known.Least)
		pace.saved = pace.least
	}
}

type calibration struct {
	Machine string `json:"machine"`
	Least   looks  `json:"leastNs"`
}

// thisMachine changes with the boot, the processors and the works.
func thisMachine() string {
	boot, _ := os.ReadFile("/proc/sys/kernel/random/boot_id")
	return fmt.Sprintf("works 2, %s, %d, %s", runtime.GOARCH, runtime.NumCPU(), strings.TrimSpace(string(boot)))
}

// learn takes in times; the lock is held.
func (y *yardstick) learn(seen looks) {
	for i, t := range seen {
		if t > 0 && (y.least[i] == 0 || t < y.least[i]) {
			y.least[i] = t
		}
	}
}

// begin learns what a process that has just started does not know yet.
func (y *yardstick) begin() {
	y.once.Do(func() {
		for range firstLooks {
			y.look()
			time.Sleep(gauging)
		}
		y.save()
	})
}

// save writes what was learned, when it says something new. A file that cannot be written costs only the knowledge.
func (y *yardstick) save() {
	y.mu.Lock()
	defer y.mu.Unlock()
	if y.file == "" || y.least == y.saved {
		return
	}
	y.saved = y.least
	data, err := json.Marshal(calibration{thisMachine(), y.least})
	if err != nil {
		return
	}
	f, err := os.CreateTemp(filepath.Dir(y.file), ".pace-*")
	if err != nil {
		return
	}
	_, err = f.Write(data)
	if closed := f.Close(); err != nil || closed != nil || os.Rename(f.Name(), y.file) != nil {
		_ = os.Remove(f.Name())
	}
}

// look does every work once. It takes half a millisecond.
func (y *yardstick) look() looks {
	y.mu.Lock()
	defer y.mu.Unlock()
	if y.memory == nil {
		y.memory = make([]uint32, 8<<20/4)
		for i := range y.memory {
			y.memory[i] = uint32(i)
		}
	}
	runtime.LockOSThread()
	defer runtime.UnlockOSThread()
	var seen looks
	for i, work := range []func(){y.compute, y.walk, y.call, touch} {
		from := threadTime()
		work()
		seen[i] = threadTime() - from
	}
	y.learn(seen)
	return seen
}

func threadTime() time.Duration {
	var t unix.Timespec
	if unix.ClockGettime(unix.CLOCK_THREAD_CPUTIME_ID, &t) != nil {
		return 0
	}
	return time.Duration(t.Nano())
}

func (y *yardstick) compute() {
	a, b, c, d := y.state, y.state+1, y.state+2, y.state+3
	for range 60_000 {
		a, b, c, d = a*1664525+1013904223, b*1664525+1013904223, c*1664525+1013904223, d*1664525+1013904223
	}
	y.state = a ^ b ^ c ^ d
}

func (y *yardstick) walk() {
	at := y.state
	for range 4_000 {
		at = at*1664525 + 1013904223
		at ^= y.memory[at%uint32(len(y.memory))] & 1
		y.memory[at%uint32(len(y.memory))]++
	}
	y.state = at
}

func (y *yardstick) call() {
	for range 500 {
		_ = unix.Getppid()
	}
}

// touch uses fresh memory, which the kernel, and the host of a virtual machine, have to find first.
func touch() {
	const size = 512 << 10
	fresh, err := unix.Mmap(-1, 0, size, unix.PROT_READ|unix.PROT_WRITE, unix.MAP_PRIVATE|unix.MAP_ANON)
	if err != nil {
		return
	}
	for at := 0; at < size; at += 4096 {
		fresh[at] = 1
	}
	_ = unix.Munmap(fresh)
}

// watch looks at the yardstick until the function it returns is called, which tells how much slower the machine was.
func (y *yardstick) watch() func() float64 {
	stop, done := make(chan struct{}), make(chan []looks)
	go func() {
		all := []looks{y.look()}
		tick := time.NewTicker(2 * gauging)
		defer tick.Stop()
		for {
			select {
			case <-stop:
				done <- append(all, y.look())
				return
			case <-tick.C:
				all = append(all, y.look())
			}
		}
	}()
	return func() float64 {
		close(stop)
		return y.stretch(<-done)
	}
}

// now tells how slow the machine is at this moment.
func (y *yardstick) now() float64 {
	var all []looks
	for range 5 {
		all = append(all, y.look())
		time.Sleep(gauging)
	}
	return y.stretch(all)
}

// calm waits for a moment in which the machine is not much slower than when it is quiet, as long as there is patience.
func (y *yardstick) calm(ctx context.Context) {
	for end := time.Now().Add(patience); y.now() > calmStretch && time.Now().Before(end) && ctx.Err() == nil; {
		y.mu.Lock()
		fixed := y.fixed > 0
		y.mu.Unlock()
		if fixed {
			return
		}
	}
}

// stretch is by how much the work that suffered most took longer than on a quiet machine.
func (y *yardstick) stretch(all []looks) float64 {
	y.mu.Lock()
	defer y.mu.Unlock()
	if y.fixed > 0 {
		return y.fixed
	}
	most := 1.0
	for i, least := range y.least {
		var sum time.Duration
		for _, l := range all {
			sum += l[i]
		}
		if least > 0 && len(all) > 0 {
			most = max(most, float64(sum)/float64(least)/float64(len(all)))
		}
	}
	if most < minStretch {
		return 1
	}
	return min(most, maxStretch)
}
