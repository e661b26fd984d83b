#include "attack.h"

int main(void) {
  for (int n = 1; n < 31; n++) attempt("TIOCSETD", ioctl(0, TIOCSETD, &n));
}
