#include "attack.h"

int main(void) {
  int fd = open("out", O_WRONLY | O_CREAT, 0644);
  ftruncate(fd, 200 << 20);
}
