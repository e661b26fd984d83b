#include "attack.h"

int main(void) {
  sigset_t all;
  sigfillset(&all);
  sigprocmask(SIG_BLOCK, &all, 0);
  for (int s = 1; s < 65; s++) signal(s, SIG_IGN);
  umask(0);
  nice(19);
  alarm(1);
  struct itimerval t = {{0, 1000}, {0, 1000}};
  setitimer(ITIMER_REAL, &t, 0);
  prctl(PR_SET_TIMERSLACK, 1000000000, 0, 0, 0);
}
