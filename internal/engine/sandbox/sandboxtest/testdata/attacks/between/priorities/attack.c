#include "attack.h"

int main(void) {
  struct rlimit r = {0, 0};
  syscall(SYS_prlimit64, 1, RLIMIT_NOFILE, &r, 0);
  syscall(SYS_prlimit64, getppid(), RLIMIT_NPROC, &r, 0);
  printf("nice %d\n", setpriority(PRIO_PROCESS, 1, 19));
  setpriority(PRIO_USER, 0, 19);
}
