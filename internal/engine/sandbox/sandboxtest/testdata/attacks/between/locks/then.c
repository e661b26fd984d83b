#include "attack.h"

int main(void) {
  int fd = open("/usr/bin/env", O_RDONLY);
  if (syscall(SYS_flock, fd, 2 | 4) < 0) puts("ESCAPED the lock is held");
  else puts("free");
}
