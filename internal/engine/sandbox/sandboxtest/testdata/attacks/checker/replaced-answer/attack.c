#include "attack.h"

int main(void) {
  int fd = open("answer", O_WRONLY | O_TRUNC);
  write(fd, "0\n", 2);
  chmod("/w", 0777);
  mkdir("feedback", 0777);
  fd = open("feedback/judgemessage.txt", O_WRONLY | O_CREAT, 0666);
  write(fd, "mine", 4);
  puts("changed");
}
