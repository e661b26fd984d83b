#include "attack.h"

int main(void) {
  struct stat was, now;
  stat("/usr/bin/env", &was);
  int fd = open("/usr/bin/env", O_RDONLY);
  char b[4096];
  while (read(fd, b, sizeof b) > 0);
  mmap(0, 4096, PROT_READ | PROT_EXEC, MAP_PRIVATE, fd, 0);
  attempt("set the times", futimens(fd, (struct timespec[]){{1, 0}, {1, 0}}));
  stat("/usr/bin/env", &now);
  puts(was.st_atim.tv_sec == now.st_atim.tv_sec && was.st_atim.tv_nsec == now.st_atim.tv_nsec ? "unmarked" : "ESCAPED marked");
}
