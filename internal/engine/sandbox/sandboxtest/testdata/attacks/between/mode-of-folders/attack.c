#include "attack.h"

int main(void) {
  usleep(20000);
  chmod("/tmp", 0755);
  utimensat(AT_FDCWD, "/w", (struct timespec[]){{1, 0}, {2, 0}}, 0);
  syscall(SYS_setxattr, "/dev/shm", "user.mark", "x", 1, 0);
}
