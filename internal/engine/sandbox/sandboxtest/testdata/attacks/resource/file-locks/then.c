#include "attack.h"

int main(void) {
  int fd = open("/usr/bin/env", O_RDONLY), held = 0;
  for (long n = 0; n < 3000; n++) { struct flock l = {.l_type = F_WRLCK, .l_start = n * 2, .l_len = 1}; if (fcntl(fd, F_GETLK, &l) || l.l_type != F_UNLCK) held++; }
  printf(held ? "ESCAPED %d are held\n" : "free\n", held);
}
