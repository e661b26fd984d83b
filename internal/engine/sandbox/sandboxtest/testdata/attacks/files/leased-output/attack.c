#include "attack.h"

int main(void) {
  int fd = open("out", O_RDWR | O_CREAT, 0644);
  write(fd, "mine", 4);
  if (fork() == 0) {
    setsid();
    fcntl(fd, F_SETLEASE, F_WRLCK);
    syscall(SYS_flock, fd, 2);
    struct flock l = {.l_type = F_WRLCK};
    fcntl(fd, F_SETLK, &l);
    pause();
  }
  usleep(20000);
}
