package judging

import (
	"bytes"
	"os"
	"runtime"
	"strconv"
	"sync"
	"time"
)

// meter measures how crowded this machine is: for each moment that a program runs, how long it waits for a
// processor. A program that computes on a busy machine needs more time by the clock through no fault of its own.
//
// The kernel tells how many processes can run (proc(5), /proc/loadavg, the fourth field) at any moment; it is
// looked at while somebody judges. Where the file is missing the machine counts as quiet.
type meter struct {
	mu      sync.Mutex
	users   int
	stop    chan struct{}
	looked  time.Time
	now     float64       // moments of waiting for each of running, when last looked at
	waiting time.Duration // the integral of now over the time since the first look
}

// machine is the one we run on.
var machine meter

const (
	lookEvery  = 50 * time.Millisecond
	lookAtPace = 20 // every so often the yardstick is looked at too, to learn what a quiet machine does
)

// use has the meter measure until the function it returns is called.
func (m *meter) use() func() {
	go pace.begin()
	m.mu.Lock()
	defer m.mu.Unlock()
	if m.users++; m.users == 1 {
		m.looked, m.now = time.Now(), crowd()
		m.stop = make(chan struct{})
		go m.watch(m.stop)
	}
	return sync.OnceFunc(func() {
		m.mu.Lock()
		defer m.mu.Unlock()
		if m.users--; m.users == 0 {
			close(m.stop)
		}
	})
}

func (m *meter) watch(stop <-chan struct{}) {
	tick := time.NewTicker(lookEvery)
	defer tick.Stop()
	for looks := 1; ; looks++ {
		select {
		case <-stop:
			return
		case <-tick.C:
			m.look()
			if looks%lookAtPace == 0 {
				pace.look()
				pace.save()
			}
		}
	}
}

func (m *meter) look() {
	crowd := crowd()
	m.mu.Lock()
	defer m.mu.Unlock()
	at := time.Now()
	m.waiting += time.Duration(float64(at.Sub(m.looked)) * (m.now + crowd) / 2)
	m.looked, m.now = at, crowd
}

// mark is a moment, to measure from.
type mark struct {
	at      time.Time
	waiting time.Duration
	now     float64
}

func (m *meter) mark() mark {
	m.mu.Lock()
	defer m.mu.Unlock()
	at := time.Now()
	return mark{at, m.waiting + time.Duration(float64(at.Sub(m.looked))*m.now), m.now}
}

// since is how long a program waited for each moment that it ran, on average since the mark.
func (m *meter) since(from mark) float64 {
	to := m.mark()
	if elapsed := to.at.Sub(from.at); elapsed > 0 {
		return max(float64(to.waiting-from.waiting)/float64(elapsed), 0)
	}
	return to.now
}

// crowd is how many processes wait for each one that runs.
func crowd() float64 {
	data, _ := os.ReadFile("/proc/loadavg")
	fields := bytes.Fields(data)
	if len(fields) < 4 {
		return 0
	}
	running, _, _ := bytes.Cut(fields[3], []byte("/"))
	n, err := strconv.Atoi(string(running))
	if err != nil {
		return 0
	}
	return max(float64(n)/float64(runtime.NumCPU())-1, 0)
}
