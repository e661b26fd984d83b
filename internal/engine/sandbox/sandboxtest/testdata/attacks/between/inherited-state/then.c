#include "attack.h"

int main(void) {
  int wrong = 0;
  for (int s = 1; s < 32; s++) { struct sigaction a; if (s != SIGKILL && s != SIGSTOP && sigaction(s, 0, &a) == 0 && a.sa_handler != SIG_DFL) wrong++; }
  sigset_t m;
  sigprocmask(SIG_BLOCK, 0, &m);
  for (int s = 1; s < 32; s++) wrong += sigismember(&m, s);
  usleep(30000);
  mode_t u = umask(0);
  printf(wrong || alarm(0) || getpriority(PRIO_PROCESS, 0) ? "ESCAPED %d\n" : "clean %d %03o\n", wrong, u);
}
