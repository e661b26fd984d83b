#include "attack.h"

int main(void) {
  int fd = syscall(SYS_memfd_create, "x", 0);
  if (fd < 0) { puts("no memory files"); return 0; }
  char *b = calloc(1, 1 << 20);
  for (int i = 0; i < 256; i++) write(fd, b, 1 << 20);
  puts("ESCAPED");
}
