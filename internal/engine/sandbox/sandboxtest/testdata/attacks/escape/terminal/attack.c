#include "attack.h"

int main(void) {
  for (int fd = 0; fd < 3; fd++) attempt("TIOCSTI", ioctl(fd, TIOCSTI, "x"));
  attempt("high bits", syscall(SYS_ioctl, 0, 0xffffffff00000000ull | TIOCSTI, "x"));
  attempt("tty", open("/dev/tty", O_RDWR));
  attempt("ptmx", open("/dev/ptmx", O_RDWR));
  attempt("console", open("/dev/console", O_RDWR));
}
