#include "attack.h"

int main(void) {
  for (int s = 1; s < 65; s++) signal(s, SIG_IGN);
  setsid();
  ioctl(0, TIOCNOTTY, 0);
  for (int fd = 0; fd < 3; fd++) close(fd);
  for (;;) pause();
}
