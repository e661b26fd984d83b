#include "attack.h"

int main(void) {
  int fd = open("/usr/bin/env", O_RDONLY);
  struct flock l = {.l_type = F_WRLCK};
  fcntl(fd, F_GETLK, &l);
  puts(l.l_type == F_UNLCK ? "free" : "ESCAPED the lock is held");
  struct flock o = {.l_type = F_WRLCK};
  fcntl(fd, 36 /* F_OFD_GETLK */, &o);
  puts(o.l_type == F_UNLCK ? "free" : "ESCAPED the lock is held");
}
