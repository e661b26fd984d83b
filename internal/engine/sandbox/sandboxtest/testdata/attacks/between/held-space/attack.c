#include "attack.h"

int main(void) {
  if (fork() == 0) {
    setsid();
    int fd = open("/tmp/big", O_RDWR | O_CREAT, 0644);
    ftruncate(fd, 200 << 20);
    static char b[1 << 20];
    for (int i = 0; i < 30; i++) write(fd, b, sizeof b);
    unlink("/tmp/big");
    pause();
  }
  usleep(50000);
}
