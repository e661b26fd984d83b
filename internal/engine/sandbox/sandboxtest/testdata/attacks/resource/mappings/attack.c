#include "attack.h"

// piece maps one page that does not grow together with its neighbour.
static void *piece(long n) { return mmap(0, 4096, n & 1 ? PROT_READ : PROT_NONE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0); }

int main(void) {
  long n = 0;
  void *last = 0, *p;
  for (; n < 1000000; n++) {
    if ((p = piece(n)) == MAP_FAILED) break;
    last = p;
    if (n == 50000) { printf("many pieces came first\n"); fflush(stdout); } // the memory limit may end us later
  }
  if (n == 1000000) { printf("ESCAPED\n"); return 0; }
  printf("pieces: %s\n", errno == ENOMEM ? "no more" : strerror(errno));
  munmap(last, 4096);
  printf(piece(n - 1) != MAP_FAILED ? "one for one\n" : "none for one\n");
  fflush(stdout);
}
