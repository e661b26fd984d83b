#include "attack.h"

int main(void) {
  if (fork() == 0) { setsid(); if (fork() == 0) { signal(SIGTERM, SIG_IGN); for (;;) { int fd = open("/w/spy", O_WRONLY | O_CREAT, 0666); if (fd >= 0) { write(fd, "x", 1); close(fd); } usleep(1000); } } _exit(0); }
  usleep(20000);
}
