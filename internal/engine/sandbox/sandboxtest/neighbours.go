package sandboxtest

import (
	"context"
	"fmt"
	"strings"
	"sync"
	"testing"

	"github.com/codecraft-hq/codecraft/internal/engine/sandbox"
)

// pipeHog makes so many pipes, as large as may be, that where slots share a user the kernel gives that user's next pipes
// two pages in the place of sixteen (pipe(7), pipe-user-pages-soft): it has enough when it is given such a one itself.
const pipeHog = `#include "attack.h"

int main(void) {
  signal(SIGCHLD, SIG_DFL);
  char full = 0;
  for (int c = 0; c < 40 && !full; c++) {
    int ready[2];
    if (pipe(ready)) break;
    int usual = fcntl(ready[1], F_GETPIPE_SZ);
    pid_t child = fork();
    if (child < 0) break;
    if (child == 0) {
      for (int i = 0; i < 500 && !full; i++) {
        int p[2];
        if (pipe(p)) break;
        full = fcntl(p[1], F_GETPIPE_SZ) < usual;
        fcntl(p[1], F_SETPIPE_SZ, 1 << 20);
      }
      write(ready[1], &full, 1);
      for (;;) pause();
    }
    read(ready[0], &full, 1);
    close(ready[0]);
    close(ready[1]);
  }
  puts("full");
  fflush(stdout);
  for (;;) pause();
}
`

const forker = `#include "attack.h"

int main(void) {
  int n = 1; // itself
  for (; n < 500; n++) { pid_t c = fork(); if (c < 0) break; if (c == 0) { pause(); _exit(0); } }
  printf("%d\n", n);
}
`

// processes counts how many there may be at once, for several limits in one slot.
func (s *suite) processes(t *testing.T) {
	slot := s.open(t)
	spec := sandbox.Spec{
		Args: []string{"./attack"}, Env: []string{searchPath},
		Files: []sandbox.File{{Name: "attack", Data: s.compile(t, slot, "attack.c", []byte(forker), ""), Executable: true}},
	}
	if s.level == Alone {
		s.processesSeen(t, slot)
		return
	}
	for _, limit := range []int{1, 20, 64, 3} {
		spec.Limits = s.limits(sandbox.Limits{Processes: limit})
		var got int
		if _, err := fmt.Sscan(s.ok(t, slot, spec), &got); err != nil {
			t.Fatal(err)
		}
		most := limit
		if s.level != Full {
			most += 12 // threads that the slot's first process may start meanwhile, where the kernel counts for the user
		}
		if got < limit || got > most {
			t.Errorf("of %d processes %d could be had, at most %d are right", limit, got, most)
		}
	}
}

// processesSeen: where the kernel counts all of a user's processes, a run is ended when it is seen to have too many.
func (s *suite) processesSeen(t *testing.T, slot sandbox.Slot) {
	spec := s.sh("for i in 1 2 3 4 5 6; do sleep 100 & done; wait")
	spec.Limits.Processes = 3
	res, err := slot.Run(t.Context(), spec)
	if err != nil || res.Status != sandbox.Signalled || !strings.Contains(res.Detail, "limit of 3 processes") {
		t.Errorf("%+v, %v", res, err)
	}
}

// neighbours: what one slot's program hoards is not missing from what another's is given to read.
func (s *suite) neighbours(t *testing.T) {
	if s.b.Slots() < 2 {
		t.Skip("SKIPPED: one slot has no neighbour")
	}
	hog, victim := s.open(t), s.open(t)
	spec := sandbox.Spec{
		Args: []string{"./attack"}, Env: []string{searchPath}, Limits: s.limits(sandbox.Limits{Processes: 64, OpenFiles: 1024}),
		Files: []sandbox.File{{Name: "attack", Data: s.compile(t, hog, "attack.c", []byte(pipeHog), ""), Executable: true}},
	}
	full := make(chan struct{})
	var once sync.Once
	spec.Stdout = writer(func([]byte) { once.Do(func() { close(full) }) })
	ctx, cancel := context.WithCancel(t.Context())
	over := make(chan error, 1)
	go func() {
		_, err := hog.Run(ctx, spec)
		over <- err
	}()
	select {
	case <-full:
	case err := <-over:
		t.Fatalf("the hog ended: %v", err)
	}
	for _, n := range []int{1, 4096, 8192, 8193, 65_535, 65_536, 300_000} {
		count := s.sh("wc -c")
		count.Stdin = strings.NewReader(strings.Repeat("x", n))
		var want int
		if _, err := fmt.Sscan(s.ok(t, victim, count), &want); err != nil || want != n {
			t.Errorf("of %d bytes of input %d arrived (%v)", n, want, err)
		}
	}
	cancel()
	if err := <-over; err != nil {
		t.Error(err)
	}
}
