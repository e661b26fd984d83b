#include "attack.h"

int main(void) {
  char n[32];
  int i = 0;
  for (; i < 200000; i++) { sprintf(n, "f%d", i); int fd = open(n, O_WRONLY | O_CREAT, 0600); if (fd < 0) break; close(fd); }
  printf(i == 200000 ? "ESCAPED\n" : "made %d\n", i);
}
