#include "attack.h"

int main(void) {
  for (int i = 0; i < 8; i++) if (fork() == 0) { for (int j = 0; j < 24; j++) { char *p = malloc(1 << 20); if (p) memset(p, 1, 1 << 20); usleep(5000); } sleep(20); _exit(0); }
  while (wait(0) > 0) {}
  puts("ESCAPED");
}
