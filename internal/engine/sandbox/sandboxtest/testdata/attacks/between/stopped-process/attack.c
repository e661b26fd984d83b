#include "attack.h"

int main(void) {
  for (int i = 0; i < 8; i++) if (fork() == 0) { setsid(); kill(getpid(), SIGSTOP); for (;;) { int fd = open("/w/spy", O_CREAT | O_WRONLY, 0666); close(fd); usleep(100); } }
  usleep(20000);
}
