#include "attack.h"

int main(void) {
  signal(SIGTERM, SIG_IGN);
  for (int s = 1; s < 65; s++) { kill(1, s); syscall(SYS_tgkill, 1, 1, s); for (int t = 1; t < 12; t++) syscall(SYS_tgkill, 1, t, s), syscall(SYS_tkill, t, s); }
  kill(-1, SIGKILL);
  usleep(100000);
  printf("still here, child of %d\n", getppid());
}
