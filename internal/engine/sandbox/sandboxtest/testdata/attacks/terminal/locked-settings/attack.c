#include "attack.h"

#include <termios.h>
int main(void) {
  struct termios t;
  memset(&t, 0xff, sizeof t);
  attempt("lock", ioctl(0, 0x5457, &t));
  struct winsize w = {65535, 65535, 65535, 65535};
  for (int i = 0; i < 1000; i++) ioctl(0, TIOCSWINSZ, &w), w.ws_row--;
  memset(&t, 0xff, sizeof t);
  tcsetattr(0, TCSANOW, &t);
  printf("sizes set\n");
}
