#include "attack.h"

int main(void) {
  int fd = open("/dev/shm/x", O_RDWR | O_CREAT, 0600);
  char *b = calloc(1, 1 << 20);
  int n = 0;
  while (n < 256 && write(fd, b, 1 << 20) == 1 << 20) n++;
  printf(n == 256 ? "ESCAPED\n" : "full at %d\n", n);
}
