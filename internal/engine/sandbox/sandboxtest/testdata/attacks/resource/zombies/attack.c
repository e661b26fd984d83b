#include "attack.h"

int main(void) {
  int n = 0;
  for (; n <= 32; n++) { pid_t c = fork(); if (c < 0) break; if (c == 0) _exit(0); }
  if (n > 32) puts("ESCAPED");
  if (n >= 12) puts("children about 20");
  printf("children %d: %s\n", n, strerror(errno));
}
