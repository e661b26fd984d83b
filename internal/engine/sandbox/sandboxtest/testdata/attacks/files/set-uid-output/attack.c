#include "attack.h"

int main(void) {
  int fd = open("out", O_WRONLY | O_CREAT, 0777);
  write(fd, "mine", 4);
  fchmod(fd, 07777);
}
