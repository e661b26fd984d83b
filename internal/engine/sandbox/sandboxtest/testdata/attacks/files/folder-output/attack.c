#include "attack.h"

int main(void) {
  mkdir("out", 0755);
  symlink("/etc/passwd", "out/link");
  mkfifo("out/fifo", 0666);
  int fd = open("out/file", O_WRONLY | O_CREAT, 0);
  write(fd, "content", 7);
  link("out/file", "out/hard");
  symlink("/", "out/root");
}
