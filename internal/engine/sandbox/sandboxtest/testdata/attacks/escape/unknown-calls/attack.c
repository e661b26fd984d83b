#include "attack.h"

int main(void) {
  int reached = 0;
  for (int n = 470; n < 1024; n++) { errno = 0; if (syscall(n, 0, 0, 0, 0, 0, 0) >= 0 || errno != ENOSYS && errno != EPERM) printf("ESCAPED call %d\n", n), reached++; }
  printf("reached %d\n", reached);
}
