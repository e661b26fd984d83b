#include "attack.h"

int main(void) {
  pid_t c = fork();
  if (c == 0) for (;;) { char *p = malloc(1 << 20); if (p) memset(p, 1, 1 << 20); }
  int st;
  waitpid(c, &st, 0);
  puts("fine");
}
