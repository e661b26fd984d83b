#include "attack.h"

int main(void) {
  char *p = malloc(32 << 20);
  for (long i = 0; i + 16 <= 32 << 20; i += 16) memcpy(p + i, "LEFT-IN-MEMORY!!", 16);
  int fd = open("/tmp/x", O_RDWR | O_CREAT, 0600);
  write(fd, p, 8 << 20);
}
