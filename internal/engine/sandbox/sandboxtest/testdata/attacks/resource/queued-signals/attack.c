#include "attack.h"

int main(void) {
  sigset_t all, one;
  sigfillset(&all);
  sigprocmask(SIG_BLOCK, &all, 0);
  long n = 0, m = 0;
  union sigval v = {0};
  timer_t t;
  struct sigevent e = {.sigev_notify = SIGEV_SIGNAL, .sigev_signo = SIGRTMIN + 2};
  struct timespec at_once = {0, 0};
  while (n < 2000000 && sigqueue(getpid(), SIGRTMIN + 1, v) == 0) n++;
  printf("signals: %s\n", n == 2000000 ? "ESCAPED" : errno == EAGAIN ? "no more" : strerror(errno));
  printf(n >= 1000 ? "many signals came first\n" : "only %ld signals\n", n);
  // a timer takes one of the same places
  while (m < 2000000 && timer_create(CLOCK_MONOTONIC, &e, &t) == 0) m++;
  printf("timers: %s\n", m < 100 && errno == EAGAIN ? "no more" : m < 2000000 ? strerror(errno) : "ESCAPED");
  // a place that is given back can be taken once
  sigemptyset(&one);
  sigaddset(&one, SIGRTMIN + 1);
  sigtimedwait(&one, 0, &at_once);
  printf(sigqueue(getpid(), SIGRTMIN + 1, v) == 0 ? "one for one\n" : "none for one\n");
}
