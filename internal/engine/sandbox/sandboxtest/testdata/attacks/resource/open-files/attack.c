#include "attack.h"

int main(void) {
  int n = 0;
  while (n < 100000 && open("/dev/null", O_RDONLY) >= 0) n++;
  printf(n == 100000 ? "ESCAPED\n" : "opened %d\n", n);
  struct rlimit r = {100000, 100000};
  attempt("raise", setrlimit(RLIMIT_NOFILE, &r));
}
