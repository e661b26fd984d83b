#include "attack.h"

int main(void) {
  size_t n = 32 << 20;
  void *p = mmap(0, n, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
  attempt("mlock", mlock(p, n));
  attempt("mlockall", mlockall(MCL_CURRENT | MCL_FUTURE));
}
