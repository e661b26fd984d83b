#include "attack.h"

int main(void) {
  for (int i = 0; i < 5; i++) if (fork() == 0) { setsid(); prctl(PR_SET_PDEATHSIG, 0, 0, 0, 0); if (vfork() == 0) { kill(getpid(), SIGSTOP); pause(); } for (;;) pause(); }
  usleep(20000);
  puts("left");
}
