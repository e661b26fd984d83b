#include "attack.h"

int main(void) {
  char *b = calloc(1, 1 << 20);
  int total = 0;
  char *names[] = {"/w/x", "/tmp/x", "/dev/shm/x"};
  for (int i = 0; i < 3; i++) { int fd = open(names[i], O_RDWR | O_CREAT, 0600); while (total < 300 && write(fd, b, 1 << 20) == 1 << 20) total++; }
  printf(total > 16 ? "ESCAPED %d\n" : "wrote %d\n", total);
}
