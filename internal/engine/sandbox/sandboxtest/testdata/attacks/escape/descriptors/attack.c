#include "attack.h"

int main(void) {
  for (int fd = 3; fd < 4096; fd++) if (fcntl(fd, F_GETFD) >= 0) printf("ESCAPED descriptor %d\n", fd);
  DIR *d = opendir("/proc/self/fd");
  int n = 0;
  if (d) while (readdir(d)) n++;
  printf("entries %d\n", n);
}
