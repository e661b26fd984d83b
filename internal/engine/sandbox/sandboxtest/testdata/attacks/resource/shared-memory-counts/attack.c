#include "attack.h"

int main(void) {
  int fd = open("/dev/shm/x", O_RDWR | O_CREAT, 0600);
  char *b = calloc(1, 1 << 20);
  for (int i = 0; i < 200; i++) write(fd, b, 1 << 20);
  puts("wrote");
}
