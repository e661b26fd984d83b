#include "attack.h"

int main(void) {
  static char b[65536];
  memset(b, 'm', sizeof b);
  int fd = open("judgemessage.txt", O_WRONLY | O_CREAT, 0666);
  while (write(fd, b, sizeof b) > 0);
  puts("full");
}
