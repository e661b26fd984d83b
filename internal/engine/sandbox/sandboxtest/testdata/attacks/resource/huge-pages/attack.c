#include "attack.h"

int main(void) {
  void *p = mmap(0, 1 << 30, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS | MAP_HUGETLB, -1, 0);
  if (p != MAP_FAILED) memset(p, 1, 1 << 30), puts("ESCAPED");
  int fd = syscall(SYS_memfd_create, "x", 4);
  if (fd >= 0 && ftruncate(fd, 64 << 20) == 0) {
    p = mmap(0, 64 << 20, PROT_READ | PROT_WRITE, MAP_SHARED, fd, 0);
    if (p != MAP_FAILED) { memset(p, 1, 64 << 20); puts("ESCAPED by a file"); }
  }
  puts("none");
}
