#include "attack.h"

int main(void) {
  char *p = mmap(0, 32 << 20, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
  puts(memmem(p, 32 << 20, "LEFT-IN-MEMORY!!", 16) ? "ESCAPED" : "zero");
  int fd = open("/tmp/y", O_RDWR | O_CREAT, 0600);
  ftruncate(fd, 8 << 20);
  char *q = mmap(0, 8 << 20, PROT_READ, MAP_SHARED, fd, 0);
  puts(memmem(q, 8 << 20, "LEFT-IN-MEMORY!!", 16) ? "ESCAPED" : "zero");
}
