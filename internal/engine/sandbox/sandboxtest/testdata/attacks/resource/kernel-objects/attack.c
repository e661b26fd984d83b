#include "attack.h"

#include <sys/epoll.h>
#include <sys/eventfd.h>
#include <sys/timerfd.h>
int main(void) {
  int n = 0;
  while (n < 100000 && eventfd(0, 0) >= 0 && timerfd_create(CLOCK_MONOTONIC, 0) >= 0 && epoll_create1(0) >= 0) n++;
  printf(n < 400 ? "bounded\n" : "ESCAPED %d\n", n);
}
