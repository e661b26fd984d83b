#include "attack.h"

int main(void) {
  int on = 1, n;
  attempt("packet mode", ioctl(0, TIOCPKT, &on));
  attempt("unlock", ioctl(0, TIOCSPTLCK, &on));
  attempt("peer", ioctl(0, 0x5441, O_RDWR));
  attempt("number", ioctl(0, TIOCGPTN, &n));
  attempt("signal", ioctl(0, 0x40045436, 2));
}
