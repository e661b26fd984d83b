#include "attack.h"

int main(void) {
  int fd = open("x", O_RDWR | O_CREAT, 0600);
  signal(SIGXFSZ, SIG_IGN);
  attempt("truncate", ftruncate(fd, 1ll << 40));
}
