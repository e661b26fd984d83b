#include "attack.h"

int main(void) {
  char *names[] = {"/w/left", "/tmp/left", "/dev/shm/left", "/.run/left"};
  for (int i = 0; i < 4; i++) { int fd = open(names[i], O_WRONLY | O_CREAT, 0666); if (fd >= 0) write(fd, "x", 1); }
  chmod("/w", 0700); chmod("/tmp", 0700);
  mkdir("/tmp/.hidden", 0700);
}
