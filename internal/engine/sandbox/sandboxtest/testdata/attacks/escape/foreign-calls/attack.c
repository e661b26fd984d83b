#include "attack.h"

int main(void) {
  puts("before");
  fflush(stdout);
#ifdef __x86_64__
  long r;
  __asm__ volatile("int $0x80" : "=a"(r) : "a"(20), "b"(0), "c"(0), "d"(0) : "memory");
  printf("ESCAPED %ld\n", r);
#else
  raise(SIGSYS);
#endif
}
