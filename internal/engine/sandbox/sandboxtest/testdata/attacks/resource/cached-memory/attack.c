#include "attack.h"

int main(void) {
  puts("began");
  fflush(stdout);
  for (int i = 0; i < 120; i++) {
    char *p = mmap(0, 8 << 20, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
    if (p == MAP_FAILED) return 1;
    for (long j = 0; j < 8 << 20; j += 4096) p[j] = 1;
    madvise(p, 8 << 20, 8);
  }
}
