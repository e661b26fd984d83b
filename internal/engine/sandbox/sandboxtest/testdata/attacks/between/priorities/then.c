#include "attack.h"

int main(void) {
  struct rlimit r;
  getrlimit(RLIMIT_NOFILE, &r);
  printf("files %ld, nice %d\n", (long)r.rlim_cur, getpriority(PRIO_PROCESS, 0));
}
