#include "attack.h"

int main(void) {
  int n = 0;
  for (; n < 1000; n++) { pid_t c = fork(); if (c < 0) break; if (c == 0) _exit(0); }
  printf(n == 1000 ? "ESCAPED\n" : "children %d\n", n);
}
