#include "attack.h"

int main(void) {
  attempt("TIOCSTI", ioctl(0, TIOCSTI, "x"));
  attempt("high bits", syscall(SYS_ioctl, 0, 0xffffffff00000000ull | TIOCSTI, "x"));
  int fd = open("/dev/tty", O_RDWR);
  attempt("by name", ioctl(fd, TIOCSTI, "x"));
}
