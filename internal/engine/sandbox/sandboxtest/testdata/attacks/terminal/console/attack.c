#include "attack.h"

int main(void) {
  attempt("TIOCCONS", ioctl(0, TIOCCONS, 0));
  char sub[] = {2, 0};
  attempt("TIOCLINUX", ioctl(0, 0x541C, sub));
  attempt("KDSETMODE", ioctl(0, 0x4B3A, 1));
  attempt("TIOCVHANGUP", ioctl(0, 0x5437, 0));
  char *names[] = {"/dev/console", "/dev/tty0", "/dev/tty1", "/dev/vcs", "/dev/ttyS0", "/dev/fb0", "/dev/input/event0"};
  for (int i = 0; i < 7; i++) attempt(names[i], open(names[i], O_RDWR | O_NOCTTY));
}
