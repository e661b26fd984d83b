#include "attack.h"

int main(void) {
  signal(SIGCHLD, SIG_IGN);
  for (;;) {
    pid_t c = fork();
    if (c == 0) { clock_t end = clock() + CLOCKS_PER_SEC / 20; while (clock() < end) {} _exit(0); }
    usleep(50000);
  }
}
