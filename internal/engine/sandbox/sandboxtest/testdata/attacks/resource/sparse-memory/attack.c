#include "attack.h"

int main(void) {
  char *p = mmap(0, 1l << 40, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE, -1, 0);
  if (p == MAP_FAILED) { puts("refused"); return 1; }
  madvise(p, 1l << 40, MADV_NOHUGEPAGE); // else each touch may cost two megabytes
  for (long i = 0; i < 4000; i++) p[i << 28 & ((1l << 40) - 1)] = 1;
  puts("touched");
}
