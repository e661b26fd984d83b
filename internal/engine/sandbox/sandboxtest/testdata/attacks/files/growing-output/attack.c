#include "attack.h"

int main(void) {
  int fd = open("out", O_RDWR | O_CREAT | O_APPEND, 0644);
  write(fd, "mine", 4);
  pid_t parent = getpid();
  if (fork() == 0) { setsid(); while (getppid() == parent) usleep(1000); usleep(300000); for (;;) write(fd, "xxxxxxxxxxxxxxxx", 16); }
  usleep(1000);
}
