#include "attack.h"

int main(void) {
  if (fork() == 0) {
    setsid();
    attempt("take it", ioctl(0, TIOCSCTTY, 0));
    attempt("take it by force", ioctl(0, TIOCSCTTY, 1));
    _exit(0);
  }
  wait(0);
}
