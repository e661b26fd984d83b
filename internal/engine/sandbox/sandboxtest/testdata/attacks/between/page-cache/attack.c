#include "attack.h"

int main(void) {
  int fd = open("/usr/bin/gcc", O_RDONLY);
  char b[65536];
  while (read(fd, b, sizeof b) > 0);
  puts("warmed");
}
