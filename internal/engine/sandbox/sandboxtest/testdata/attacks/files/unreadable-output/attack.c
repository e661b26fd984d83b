#include "attack.h"

int main(void) {
  mkdir("d", 0755);
  int fd = open("d/out", O_RDWR | O_CREAT, 0644);
  write(fd, "mine", 4);
  chmod("d/out", 0);
  chmod("d", 0);
}
