#include "attack.h"

int main(void) {
  char a[256] = {0};
  attempt("bpf", syscall(SYS_bpf, 0, a, sizeof a));
  attempt("perf", syscall(SYS_perf_event_open, a, 0, -1, -1, 0));
  attempt("userfaultfd", syscall(SYS_userfaultfd, 0));
}
