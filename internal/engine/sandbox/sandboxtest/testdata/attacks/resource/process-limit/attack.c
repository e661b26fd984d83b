#include "attack.h"

int main(void) {
  int n = 0;
  for (;; n++) { pid_t c = fork(); if (c < 0) break; if (c == 0) { pause(); _exit(0); } if (n > 500) { puts("ESCAPED"); break; } }
  printf("children %d\n", n);
}
